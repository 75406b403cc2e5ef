"""The page of a file of scores: what it brought, what goes with it, and taking it back."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration, ScoreImport
from clinic.operations.measures.import_undoing import undo_import
from clinic.operations.people.chart_notes import write_chart_note
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.imported_scores import BY, add_later, read_first

As = Callable[[str], Person]


@pytest.fixture
def first(db: Db, cast: Cast) -> ScoreImport:
    return read_first(db, cast)


def page_of(as_: As, file: ScoreImport, who: str = "theresa") -> Page:
    return as_(who).get("therapist.score_files.show", file_id=file.public_id)


def take_back(theresa: Person, file: ScoreImport) -> Page:
    return theresa.post("therapist.score_files.remove", file_id=file.public_id)


def count(db: Db, kind: type[Cohort | Client]) -> int:
    db.commit()
    return db.scalar(select(func.count()).select_from(kind)) or 0


def brought(db: Db) -> int:
    db.commit()
    held = select(func.count()).where(Administration.score_import_id.is_not(None))
    return db.scalar(held) or 0


def test_the_page_says_what_the_file_brought_and_what_goes(as_: As, first: ScoreImport) -> None:
    text = page_of(as_, first).text
    assert "2 scores of 2 people" in text
    assert "BDI-II 2" in text
    assert "2 scores and 2 people will be removed" in text
    assert (
        "The cohort Group of 2019 was recorded for this file and will be removed with it." in text
    )


def test_it_is_taken_back_and_nothing_else_is_touched(
    as_: As, db: Db, cast: Cast, first: ScoreImport
) -> None:
    later = add_later(db, first)
    first_id, later_id = first.public_id, later.public_id
    before = count(db, Cohort), count(db, Client)
    told = page_of(as_, later).text
    assert "2 scores and 1 person will be removed" in told
    assert "Everything else in this cohort stays as it is." in told

    theresa = as_("theresa")
    answer = take_back(theresa, later)

    assert answer.status == 303
    assert "Taken back: 2 scores and 1 person." in theresa.open(answer.location).text
    assert (count(db, Cohort), count(db, Client)) == (before[0], before[1] - 1)
    assert brought(db) == 2
    files = dict(db.execute(select(ScoreImport.public_id, ScoreImport.undone_at)).all())
    assert files[first_id] is None
    assert files[later_id] is not None


def test_with_the_last_file_its_cohort_goes_and_the_list_of_cohorts_says_so(
    as_: As, db: Db, first: ScoreImport
) -> None:
    theresa = as_("theresa")
    text = theresa.open(take_back(theresa, first).location).text
    assert "The cohort Group of 2019 was recorded for this file and went with it." in text
    assert brought(db) == 0


def test_somebody_of_whom_something_else_tells_is_said_to_stay(
    as_: As, db: Db, cast: Cast, first: ScoreImport
) -> None:
    place = db.scalars(select(Enrollment).join(Client).where(Client.preferred_name == "7")).one()
    theresa = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    write_chart_note(db, theresa, place, NOW.date(), "Asked about this row.", NOW.date())
    text = page_of(as_, first).text
    assert "2 scores and 1 person will be removed" in text
    assert "1 person of this file stays" in text


def test_taking_it_back_twice_is_told_and_changes_nothing(
    as_: As, db: Db, first: ScoreImport
) -> None:
    later = add_later(db, first)
    undo_import(db, BY, later)
    db.commit()
    answer = take_back(as_("theresa"), later)
    assert answer.status == 422
    assert "This import was taken back already" in answer.text
    assert "Take it back" not in page_of(as_, later).text


def test_the_page_of_the_group_leads_to_it(as_: As, db: Db, first: ScoreImport) -> None:
    cohort = db.get_one(Cohort, first.cohort_id)
    page = as_("theresa").get("therapist.cohort_measures.show", cohort_id=cohort.public_id)
    assert page.leads_to(f"/score-files/{first.public_id}")


@pytest.mark.parametrize("who", ["sam", "mia", "ada"])
def test_nobody_else_learns_of_it(as_: As, first: ScoreImport, who: str) -> None:
    assert page_of(as_, first, who).status in (403, 404)
    assert as_(who).post("therapist.score_files.remove", file_id=first.public_id).status in (
        403,
        404,
    )
