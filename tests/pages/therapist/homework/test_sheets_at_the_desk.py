"""After a sheet was typed in, the desk stays with the person, then takes up the next one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from werkzeug.datastructures import MultiDict

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.enrollments import Medium
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.measures import Administration
from clinic.models.risk import RiskCase
from clinic.queries.homework.typing_desk import typing_desk
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.databases import engine_of
from tests.every_kind import sheet_for
from tests.homework import sheet_of
from tests.marks import marks

As = Callable[[str], Person]
SHEET = "therapist.responses"
MARK = next(mark for mark in marks() if mark.code == "W17")


@pytest.fixture
def theresa(as_: As, clock: Clock) -> Person:
    """Her desk, on the evening before the next meeting."""
    clock.at = NOW + timedelta(days=6)
    return as_("theresa")


def typed(theresa: Person, key: str, **values: str) -> Page:
    sent = {"word": "Calm", "version": "0", "then": "done"} | values
    return theresa.post(f"{SHEET}.update", sent, assignment_id=key)


def on_paper(db: Db, cast: Cast, *names: str) -> None:
    ids = [cast.clients[name].id for name in names]
    with engine_of(db).begin() as connection:
        change = update(Client).where(Client.id.in_(ids)).values(medium=Medium.PAPER)
        connection.execute(change)


def put_away(db: Db, cast: Cast, name: str) -> None:
    """Let nothing of somebody's wait at the desk."""
    place = cast.enrollments[name].id
    with engine_of(db).begin() as connection:
        ours = update(Administration).where(Administration.enrollment_id == place)
        connection.execute(ours.values(finished_at=NOW))
        weeks = update(Assignment).where(
            Assignment.enrollment_id == place, Assignment.exercise_id.is_not(None)
        )
        connection.execute(weeks.values(is_active=False))


def waiting(db: Db, cast: Cast, name: str) -> list[str]:
    """Give the papers of somebody that wait, in their order."""
    db.commit()
    reader = Reader(cast.accounts["theresa"].id, Role.THERAPIST, NOW)
    place = cast.enrollments[name].public_id
    lines = typing_desk(db, reader, NOW + timedelta(days=6)).lines
    return [line.key for line in lines if line.person == place]


@pytest.mark.parametrize("then", ["done", "later"])
def test_the_next_paper_is_one_of_the_same_person(
    theresa: Person, db: Db, cast: Cast, then: str
) -> None:
    on_paper(db, cast, "max")
    key = sheet_for(db, cast, "noor").public_id
    sent = typed(theresa, key, then=then)
    assert sent.status == 303
    assert waiting(db, cast, "noor")[0] in sent.location
    page = theresa.open(sent.location)
    assert "“Every kind of place to write” is entered." in page.text
    assert "Noor" in page.text


@pytest.mark.parametrize(("name", "following"), [("noor", "max"), ("max", "noor"), ("mia", "noor")])
def test_with_nothing_left_of_a_person_the_next_one_in_their_order_follows(
    theresa: Person, db: Db, cast: Cast, name: str, following: str
) -> None:
    on_paper(db, cast, "max")
    put_away(db, cast, name)
    sent = typed(theresa, sheet_for(db, cast, name).public_id)
    assert waiting(db, cast, following)[0] in sent.location


def test_it_goes_on_after_the_stop_page_of_a_case(theresa: Person, db: Db, cast: Cast) -> None:
    on_paper(db, cast, "max")
    key = sheet_of(db, cast, "noor", code="W17").public_id
    form = MultiDict([*MARK.pairs, ("version", "0"), ("then", "done")])
    stop = theresa.open(theresa.post(f"{SHEET}.update", form, assignment_id=key).location)
    assert stop.has_heading("Please look at this first")
    case = db.scalars(select(RiskCase)).one()
    assert stop.leads_to(f"/risk-cases/{case.public_id}")
    assert stop.leads_to(f"/{waiting(db, cast, 'noor')[0]}/")
    put_away(db, cast, "noor")
    stop = theresa.get(f"{SHEET}.stop", assignment_id=key)
    assert stop.leads_to(f"/{waiting(db, cast, 'max')[0]}/")


def test_where_nothing_waits_at_all_the_page_of_the_person_follows(
    theresa: Person, db: Db, cast: Cast
) -> None:
    put_away(db, cast, "noor")
    sent = typed(theresa, sheet_for(db, cast, "noor").public_id)
    assert f"/clients/{cast.clients['noor'].public_id}?place=" in sent.location
