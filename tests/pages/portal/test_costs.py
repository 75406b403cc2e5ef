"""What the portal asks of the database does not grow with what a person has done."""

from collections.abc import Callable

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from clinic.operations.homework.practice import Practice, log_practice
from tests.cast import NOW, Cast
from tests.client import Person
from tests.homework import exercise_of, sheet_of
from tests.selects import selects_of
from tests.sheets import finish

As = Callable[[str], Person]


def do(db: Db, cast: Cast, times: int) -> None:
    mia = Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)
    for slug in ("safe-place", "emotion-journal"):
        row = exercise_of(db, cast, slug=slug)
        for _ in range(times):
            log_practice(db, mia, row, Practice(practiced_on=NOW.date(), minutes=1, note="n"))


@pytest.mark.parametrize(
    ("endpoint", "most"),
    [("portal.today.show", 12), ("portal.weeks.index", 10), ("portal.done.index", 8)],
)
def test_a_page_asks_as_often_for_one_as_for_many(
    as_: As, db: Db, cast: Cast, endpoint: str, most: int
) -> None:
    mia = as_("mia")
    do(db, cast, 1)
    few = selects_of(db, mia, endpoint)
    do(db, cast, 20)
    actor = Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)
    for code in ("W01", "W04", "W06", "W22"):
        finish(db, actor, sheet_of(db, cast, code=code), {}, 0, Medium.PORTAL)
    assert selects_of(db, mia, endpoint) == few
    assert few <= most
