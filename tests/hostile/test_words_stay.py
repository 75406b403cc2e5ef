"""One field that cannot be read: it is named and marked, its words stay, and so do all others."""

import re
from typing import cast

import pytest

from tests.hostile.bodies import Sheet, all_sheets
from tests.hostile.forms import Control, Form, forms_on
from tests.hostile.sending import Post
from tests.hostile.two_pages import drawn_forms
from tests.scenes import World

ODD = {
    "date": "the day after",
    "time": "about half past",
    "number": "about 40",
    "select": "gone",
    "radio": "gone",
}
"""By the kind of a field: what no form can read in it."""

LEAST = {"date": 20, "time": 8, "number": 20, "select": 3, "radio": 10}
"""How many fields of each kind there are, at the least."""

NOT_ASKED = frozenset(
    {
        ("therapist.own_measures.create", "until"),
        ("therapist.own_measures.update", "until"),
        ("therapist.sessions.update", "weeks"),
    }
)
"""They belong to another choice than the one that was sent with them."""


_NUMBERED = re.compile(r"[0-9a-z]{20}|[0-9]+")
"""What tells fields of one kind apart: an id, a day, a place in a row."""


def counts(sheet: Sheet, control: Control, kind: str) -> bool:
    # An answer to try is scored as it is typed, and never kept.
    is_tried = control.name.startswith("questions-") and control.name.endswith("-answer")
    is_asked = (sheet.door.endpoint, control.name) not in NOT_ASKED
    return control.kind == kind and is_asked and not is_tried


def sent_with(sheet: Sheet, control: Control) -> dict[str, list[str]]:
    sent: dict[str, list[str]] = {}
    for name, value in sheet.body:
        sent.setdefault(name, []).append(str(value))
    return sent | {control.name: [ODD[control.kind]]}


def faults(control: Control, sent: dict[str, list[str]], form: Form, html: str) -> list[str]:
    """Say what is wrong with the page that came back."""
    again = [value for value in form.controls[control.name].standing if value]
    wanted = [] if control.kind in ("select", "radio") else sent[control.name]
    found = [] if again == wanted else [f"now {again}"]
    for name, values in sent.items():
        other = form.controls.get(name)
        if other and name != control.name and other.kind not in ("hidden", "password", "file"):
            stands = [value for value in other.standing if value]
            if stands != [value.strip() for value in values if value]:
                found.append(f"{name} was {values} and is {stands}")
    if "data-error-summary" not in html or "field-error" not in html:
        found.append("nothing is named and marked")
    return found


@pytest.mark.parametrize("kind", ODD)
def test_a_field_that_cannot_be_read_is_named_and_every_word_stays(
    world: World, post: Post, kind: str
) -> None:
    drawn = {each.door: each.form.controls for each in drawn_forms(world)}
    wrong, count = {}, 0
    for sheet in all_sheets(world):
        kinds = {_NUMBERED.sub("#", name): each for name, each in drawn.get(sheet.door, {}).items()}
        for control in kinds.values():
            if sheet.asks_for_a_file or not counts(sheet, control, kind):
                continue
            count += 1
            sent = sent_with(sheet, control)
            body = tuple((name, value) for name, values in sent.items() for value in values)
            answer = post.send(sheet, body)
            html = answer.body.decode()
            form = next(
                (f for f in forms_on(html, sheet.address) if f.action == sheet.address), None
            )
            found = [f"status {answer.status}"] if answer.status != 422 or form is None else []
            found = found or faults(control, sent, cast("Form", form), html)
            if found:
                wrong[f"{sheet.door.endpoint} {control.name}"] = found
    assert wrong == {}
    assert count >= LEAST[kind]
