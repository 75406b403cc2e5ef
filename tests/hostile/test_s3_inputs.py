"""S3: hostile inputs into every form: no 500, none over 2 s, no row of anybody else touched.

`make test` sends ten to every form on both databases, about half a minute of processor each; they
are the same on every machine, and each door has others. `make test-release` sends 500, and as many
as CLINIC_TEST_INPUTS says: 10,000 take a night.
"""

import os
from collections.abc import Callable

import pytest
from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.models.clients import Client
from tests.furniture import AT
from tests.hostile.bodies import all_sheets
from tests.hostile.generated import generated
from tests.hostile.sending import Post, is_kept_in_part
from tests.hostile.strangers import foreign_rows
from tests.hostile.watch import Watch
from tests.scenes import World

IN_EVERY_RUN = 10
BEFORE_A_RELEASE = int(os.environ.get("CLINIC_TEST_INPUTS", "500"))


def faults(world: World, post: Post, count: int) -> tuple[int, dict[tuple[str, str], str]]:
    """Send so many bodies to every form; gives how many were sent, and what went wrong."""
    sent, found = 0, {}
    for sheet in all_sheets(world):
        for told, body in generated(sheet.body, sheet.door, count):
            answer = post.send(sheet, body)
            sent += 1
            if answer.fault and not is_kept_in_part(sheet.door.endpoint, answer):
                found[sheet.door.endpoint, told] = answer.fault
    return sent, found


def forms_with_fields(world: World) -> int:
    sheets = all_sheets(world)
    return sum(any(name != "csrf_token" for name, _value in sheet.body) for sheet in sheets)


@pytest.mark.parametrize(
    "count", [IN_EVERY_RUN, pytest.param(BEFORE_A_RELEASE, marks=pytest.mark.release)]
)
def test_s3_no_input_breaks_a_form_or_reaches_somebody_else(
    world: World, post: Post, count: int, record_property: Callable[[str, object], None]
) -> None:
    sent, found = faults(world, post, count)
    record_property("inputs", sent)
    assert found == {}
    assert sent == count * forms_with_fields(world)


@operation
def rename_everybody(db: Db, actor: Actor) -> None:
    for row in db.scalars(select(Client)):
        row.preferred_name = "Somebody"


def test_s3_a_row_of_somebody_else_would_be_seen(world: World, watch: Watch, db: Db) -> None:
    rename_everybody(db, Actor(None, AT))
    assert foreign_rows(world, watch, "theresa") == ["clients of olga"]
    touched = {name.removeprefix("clients of ") for name in foreign_rows(world, watch, "mia")}
    assert touched >= {"max", "noor", "olga"}
    watch.restore()
