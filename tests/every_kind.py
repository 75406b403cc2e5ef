"""A sheet with every kind of field, its answers as each way of giving them sends them."""

from datetime import timedelta
from io import BytesIO

import pikepdf

from clinic.content.library import SourceText
from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.groups.cohorts import Span
from clinic.domain.homework.doses import Dose
from clinic.models.assignments import Assignment
from clinic.models.programs import WorksheetRow
from clinic.operations.homework.assignments import assign
from tests.cast import NOW, Cast

SOURCE = """---
code: W99
title: Every kind of place to write
purpose: One sentence that says why.
language: en
minutes: 5
skill: awareness
flow: to-self
caution: Practice when things are calm.
stop_rule: Stop when you like.
---

:::line {#word label="One word"}
:::

:::lines {#moment label="One moment"}
lines: 3
:::

:::number {#minutes label="Minutes"}
minimum: 0
maximum: 120
unit: minutes
:::

:::rating {#ease label="How easy was it?"}
low: hard
high: easy
:::

:::rating {#strength label="How strong was it?"}
maximum: 100
:::

:::choice {#went label="How did it go?"}
options: [{well: It went well}, {partly: Partly}]
:::

:::checks {#tried label="What I tried"}
options: [{breath: A breath}, {walk: A walk}, {call: A call}]
:::

:::date {#next_time label="Next time"}
:::

:::table {#log label="My week"}
rows: 3
columns:
  - {key: day, label: Day, kind: date, width: 20}
  - {key: minutes, label: Minutes, kind: number, width: 15}
  - {key: before, label: Before, kind: rating, width: 15}
  - {key: mood, label: Mood, kind: choice, options: [{low: Low}, {fair: Fair}]}
  - {key: kept, label: Kept, kind: choice, options: {done: done}, width: 10}
  - {key: noticed, label: Noticed, kind: line}
:::

:::ladder {#steps label="My steps"}
rows: 3
:::

:::circles {#systems label="My circles"}
:::

:::body-map {#body label="Where I feel it"}
:::
"""

ANSWERS: dict[str, object] = {
    "word": "Unhurried – “for now”",
    "moment": "On the stairs.\nThe light was on: né, 日本, 🙂",
    "minutes": 7.5,
    "ease": 3,
    "strength": 40,
    "went": "partly",
    "tried": ["breath", "call"],
    "next_time": "2026-03-05",
    "log": [
        {
            "day": "2026-02-24",
            "minutes": 5,
            "before": 0,
            "mood": "fair",
            "kept": "done",
            "noticed": "slower",
        },
        {},
        {"noticed": "a day without"},
    ],
    "steps": [
        {"step": "Leave it unread", "expected": 60, "actual": 35, "done": True},
        {"step": "Wait ten minutes", "expected": 70, "done": False},
    ],
    "systems": {"threat": 8, "drive": 0, "soothing": 2},
    "body": ["chest", "hands"],
}
"""What the record says, whoever gave the answers and wherever."""


def names_and_values() -> list[tuple[str, str]]:
    """Give the answers as a browser without scripts sends them."""
    pairs: list[tuple[str, str]] = []
    for key, answer in ANSWERS.items():
        if isinstance(answer, dict):
            pairs += [(f"{key}-{part}", str(value)) for part, value in answer.items()]
        elif isinstance(answer, list):
            pairs += _many(key, answer)
        else:
            pairs.append((key, str(answer)))
    return pairs


def as_the_script_sends() -> dict[str, object]:
    """Give the answers as autosave.js does: what is typed is text, what is tapped a number."""
    typed = {key: _as_typed(ANSWERS[key]) for key in ("minutes", "strength", "log", "steps")}
    return {**ANSWERS, **typed}


def filled(pdf: bytes) -> bytes:
    """Fill the PDF in as a viewer does: values by name, and the state of each button."""
    values = {name: value for name, value in names_and_values() if name not in ("tried", "body")}
    values |= {f"{key}-{part}": "on" for key in ("tried", "body") for part in _listed(key)}
    with pikepdf.open(BytesIO(pdf)) as document:
        fields = {str(field.T): field for field in document.Root.AcroForm.Fields}
        for name, value in values.items():
            fill(fields[name], "on" if name.endswith(("-done", "-kept")) else value)
        saved = BytesIO()
        document.save(saved)
    return saved.getvalue()


def sheet_for(db: Db, cast: Cast, name: str) -> Assignment:
    """Give somebody the sheet, open for two days."""
    therapist = Actor(cast.accounts["theresa"].id, NOW)
    window = Span(NOW - timedelta(days=1), NOW + timedelta(days=2))
    given = [cast.enrollments[name]], _row(db, therapist), window, Dose(1, 10)
    return assign(db, therapist, cast.sessions[3], *given)[0]


@operation
def _row(db: Db, actor: Actor) -> WorksheetRow:
    row = db.query(WorksheetRow).filter_by(code="W99").one_or_none()
    if row is None:
        row = WorksheetRow(code="W99", slug="every-kind", title="Every kind of place to write")
        row.source, row.content_hash = SOURCE, SourceText(SOURCE).sha256
        row.adopted_at = actor.at
        db.add(row)
    return row


def _as_typed(answer: object) -> object:
    if isinstance(answer, list):
        return [{column: _as_typed(cell) for column, cell in row.items()} for row in answer]
    return answer if isinstance(answer, bool) else str(answer)


def _listed(key: str) -> list[str]:
    answer = ANSWERS[key]
    assert isinstance(answer, list)
    return answer


def _many(key: str, answer: list[object]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for number, row in enumerate(answer):
        if isinstance(row, dict):
            cells = {column: "yes" if cell is True else cell for column, cell in row.items()}
            pairs += [(f"{key}-{number}-{c}", str(v)) for c, v in cells.items() if v is not False]
        else:
            pairs.append((key, str(row)))
    return pairs


def fill(field: pikepdf.Object, value: str) -> None:
    if str(field.FT) != "/Btn":
        field.V = pikepdf.String(value)
        return
    state = pikepdf.Name(f"/{value}")
    buttons = list(field.get("/Kids", [field]))
    chosen = [button for button in buttons if str(state) in button.AP.N]
    assert len(chosen) == 1, f"{field.T} can be {value}"
    chosen[0].AS = state
    field.V = state
