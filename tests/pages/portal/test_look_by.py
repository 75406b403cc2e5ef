"""The page after a cry says by when somebody looks: the deadline that its case has."""

from collections.abc import Callable

import pytest

from clinic.db import Db
from clinic.operations.safety.risk import see_risk_case
from tests.cast import NOW, Cast
from tests.client import Person
from tests.crowd import theresa
from tests.homework import exercise_of, sheet_of
from tests.marks import cases

As = Callable[[str], Person]
PROMISE = "Somebody looks at it today by 16:00 at the latest."


def after_practice(mia: Person, db: Db, cast: Cast) -> str:
    sent = {"practiced_on": NOW.date().isoformat(), "minutes": "2", "felt_worse": "y"}
    key = exercise_of(db, cast).public_id
    return mia.post("portal.practice.create", sent, assignment_id=key).location


def after_sheet(mia: Person, db: Db, cast: Cast) -> str:
    sent = {"signs": "self_harm", "version": "0", "then": "done"}
    key = sheet_of(db, cast, code="W28").public_id
    return mia.post("portal.worksheets.finish", sent, assignment_id=key).location


@pytest.mark.parametrize("cry", [after_practice, after_sheet])
def test_it_is_promised_until_somebody_has_looked(
    as_: As, db: Db, cast: Cast, cry: Callable[[Person, Db, Cast], str]
) -> None:
    mia = as_("mia")
    where = cry(mia, db, cast)
    text = mia.open(where).text
    assert PROMISE in text, text[400:2200]
    (case,) = cases(db, cast)
    see_risk_case(db, theresa(cast), case)
    assert "at the latest" not in mia.open(where).text
