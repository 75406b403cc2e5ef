"""When somebody reads is said in one voice on every page, and as staff are held to it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from sqlalchemy import create_engine, select
from sqlalchemy.orm import sessionmaker

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.lookups.clinic.settings import clinic_settings
from clinic.models.measures import Administration
from clinic.models.risk import RiskCase
from clinic.operations.clinic.settings import change_settings
from clinic.operations.groups.days_off import close_clinic
from clinic.web.at_hand import AtHand
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.homework import measure_of

As = Callable[[str], Person]
SATURDAY = datetime(2026, 2, 28, 20, 0, tzinfo=UTC)
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
PAGES = ("portal.calls.new", "auth.help.show")


@pytest.fixture
def row(db: Db, cast: Cast, clock: Clock) -> Administration:
    clock.at = SATURDAY
    return measure_of(db, cast)


def cry(mia: Person, row: Administration, item: int = 9, code: str = "1") -> str:
    key = row.public_id
    sent = mia.post(
        "portal.measures.answer", {f"item_{item}": code}, administration_id=key, item=item
    )
    return mia.open(sent.location).text


def test_on_a_saturday_nothing_says_that_it_is_seen_today(
    as_: As, db: Db, row: Administration
) -> None:
    mia = as_("mia")
    question = mia.get("portal.measures.answer", administration_id=row.public_id, item=9).text
    after = cry(mia, row)
    case = db.scalars(select(RiskCase)).one()
    assert case.due_at == datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
    for text in (question, after):
        assert "Nobody reads now. Somebody reads again on Monday from 9:00." in text
        assert "Somebody looks at it on Monday by 13:00 at the latest." in text
        assert "today" not in text.replace("Back to today", "").replace("Today", "")


@pytest.mark.parametrize("endpoint", PAGES)
def test_every_page_says_the_same(as_: As, row: Administration, endpoint: str) -> None:
    text = as_("mia").get(endpoint).text
    assert (
        "What you write here is read on Monday to Friday from 9:00 to 17:00 (UTC), and not on days "
        "on which the clinic is closed. Nobody reads now. Somebody reads again on Monday from 9:00."
    ) in text


@pytest.mark.parametrize("endpoint", PAGES)
def test_within_the_hours_the_end_is_said(as_: As, clock: Clock, endpoint: str) -> None:
    clock.at = MONDAY
    text = as_("mia").get(endpoint).text
    assert "Somebody reads today until 17:00." in text
    assert "Somebody looks at it today by 14:00 at the latest." in text


def test_the_clinics_hours_zone_and_closed_days_are_heard(as_: As, db: Db, clock: Clock) -> None:
    clock.at = MONDAY
    actor = Actor(None, NOW)
    settings = replace(
        clinic_settings(db),
        time_zone="Europe/Berlin",
        reading_days="1247",
        reading_until=time(10, 30),
        country="DE",
    )
    change_settings(db, actor, settings)
    close_clinic(db, actor, date(2026, 3, 3), date(2026, 3, 3), "Move", date(2026, 3, 1))
    text = as_("nobody").get("auth.help.show").text
    assert "on Monday, Tuesday, Thursday and Sunday from 9:00 to 10:30 (Berlin time)" in text
    assert "not on public holidays or on other days on which the clinic is closed" in text
    assert "Nobody reads now. Somebody reads again on Thursday from 9:00." in text


def test_a_public_holiday_is_no_day_of_reading(as_: As, db: Db, clock: Clock) -> None:
    change_settings(db, Actor(None, NOW), replace(clinic_settings(db), country="DE"))
    clock.at = datetime(2026, 4, 2, 18, 0, tzinfo=UTC)
    text = as_("nobody").get("auth.help.show").text
    assert "Somebody reads again on Tuesday from 9:00." in text


def test_beyond_a_week_the_day_is_said_with_its_date(as_: As, db: Db, clock: Clock) -> None:
    clock.at = MONDAY
    close_clinic(
        db, Actor(None, NOW), date(2026, 3, 2), date(2026, 3, 13), "Break", date(2026, 3, 1)
    )
    text = as_("nobody").get("auth.help.show").text
    assert "Somebody reads again on Monday, March 16, 2026 from 9:00." in text


def test_what_was_promised_stays_that_of_the_case_when_one_looks_again(
    as_: As, row: Administration, clock: Clock
) -> None:
    mia = as_("mia")
    cry(mia, row)
    clock.at = MONDAY
    help_again = (
        as_("mia").get("portal.measures.help", administration_id=row.public_id, item=9).text
    )
    assert "Somebody looks at it today by 13:00 at the latest." in help_again


def test_nothing_is_promised_once_somebody_has_looked(as_: As, db: Db, clock: Clock) -> None:
    clock.at = MONDAY
    mia = as_("mia")
    mia.post("portal.calls.create", {"other": "555 0177"})
    assert "by 14:00 at the latest" in mia.get("portal.calls.show").text
    db.commit()
    case = db.scalars(select(RiskCase)).one()
    as_("theresa").post("therapist.risk_cases.see", case_id=case.public_id)
    assert "at the latest" not in mia.get("portal.calls.show").text


def test_where_the_database_is_away_no_time_is_promised(app: Flask) -> None:
    held = app.extensions["hearth"]
    nowhere = sessionmaker(create_engine("sqlite:////nowhere/at/all.db"), class_=Db)
    app.extensions["hearth"] = replace(held, databases=nowhere, at_hand=AtHand())
    try:
        page = Person(app).get("auth.help.show")
    finally:
        app.extensions["hearth"] = held
    assert page.status == 200
    assert "read only when somebody of your clinic is there" in page.text
    assert "9:00" not in page.text
