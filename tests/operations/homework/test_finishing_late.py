"""What was begun before a window closed is kept until the meeting behind it ends."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused
from clinic.lookups.homework.windows import may_be_finished_until
from clinic.models.measures import Administration
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse
from clinic.operations.measures.administrations import answer_items
from tests.cast import Cast
from tests.homework import measure_of, sheet_of
from tests.sheets import save

SECONDS = timedelta(seconds=3)


def mia_at(cast: Cast, at: datetime, opened: str | None = None) -> Actor:
    return Actor(cast.accounts["mia"].id, at, Role.CLIENT, opened=opened)


@pytest.fixture
def phq(db: Db, cast: Cast) -> Administration:
    return measure_of(db, cast)


def test_the_last_words_of_a_sheet_are_kept(db: Db, cast: Cast) -> None:
    sheet = sheet_of(db, cast)
    end = may_be_finished_until(db, cast.cohort.id, sheet.closes_at)
    early = mia_at(cast, sheet.closes_at - SECONDS)
    version = save(db, early, sheet, {"hopes": "one"}, 0, Medium.PORTAL).version
    for at, words in ((sheet.closes_at + SECONDS, "two"), (end - SECONDS, "three")):
        row = save(db, mia_at(cast, at), sheet, {"hopes": words}, version, Medium.PORTAL)
        version = row.version
        assert read_sealed(db.keys, row, "answers") == f'{{"hopes": "{words}"}}'
    with pytest.raises(Refused, match="you can copy it"):
        save(db, mia_at(cast, end), sheet, {"hopes": "four"}, version, Medium.PORTAL)


def test_what_nobody_had_opened_is_not_begun_late(db: Db, cast: Cast) -> None:
    sheet = sheet_of(db, cast)
    late = mia_at(cast, sheet.closes_at + SECONDS, opened="of another piece")
    with pytest.raises(Refused, match="closed now"):
        save(db, late, sheet, {"hopes": "one"}, 0, Medium.PORTAL)


def test_a_form_opened_in_time_brings_its_first_words_late(db: Db, cast: Cast) -> None:
    sheet = sheet_of(db, cast)
    late = mia_at(cast, sheet.closes_at + SECONDS, opened=sheet.public_id)
    save(db, late, sheet, {"hopes": "one"}, 0, Medium.PORTAL)
    row = db.scalars(select(WorksheetResponse)).one()
    assert row.started_at < sheet.closes_at < row.saved_at
    again = mia_at(cast, sheet.closes_at + 2 * SECONDS)
    save(db, again, sheet, {"hopes": "two"}, row.version, Medium.PORTAL)


def test_begun_questions_are_answered_to_the_end(db: Db, cast: Cast, phq: Administration) -> None:
    answer_items(db, mia_at(cast, phq.closes_at - SECONDS), phq, {1: 1}, Medium.PORTAL)
    answer_items(db, mia_at(cast, phq.closes_at + SECONDS), phq, {2: 2}, Medium.PORTAL)
    assert phq.answers == {"1": 1, "2": 2}
    end = may_be_finished_until(db, cast.cohort.id, phq.closes_at)
    with pytest.raises(Refused, match="closed now"):
        answer_items(db, mia_at(cast, end), phq, {3: 3}, Medium.PORTAL)


def test_a_question_opened_in_time_is_answered_late(
    db: Db, cast: Cast, phq: Administration
) -> None:
    late = mia_at(cast, phq.closes_at + SECONDS, opened=phq.public_id)
    answer_items(db, late, phq, {1: 1}, Medium.PORTAL)
    answer_items(db, mia_at(cast, phq.closes_at + 2 * SECONDS), phq, {2: 2}, Medium.PORTAL)
    assert phq.answers == {"1": 1, "2": 2}
