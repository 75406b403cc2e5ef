"""Markup in any stored text is shown as it was typed, on every page and on paper."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.homework.worksheets import FieldKind
from clinic.lookups.programs.content import worksheet_of
from clinic.models.accounts import Account, LoginSession
from clinic.models.base import Base
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.practice import PracticeEntry
from clinic.models.programs import WorksheetRow
from clinic.models.risk import RiskAction, RiskCase
from clinic.models.sealed import read_sealed, write_sealed
from clinic.models.sessions import GroupSession
from clinic.models.settings import Setting
from clinic.models.worksheets import WorksheetResponse
from tests.access.places import Door
from tests.client import Page
from tests.furniture import AT
from tests.hostile.bodies import pages_of
from tests.pages.handouts.papers import made, words
from tests.scenes import World

MARK = "<xss-mark>\"onx='{{7*7}}&lt;"
"""A tag, the end of an attribute and the begin of another, a template, and a sign in code."""

PLAIN: dict[type[Base], tuple[str, ...]] = {
    Account: ("name",),
    Client: ("preferred_name", "family_name", "phone"),
    Cohort: ("name", "discreet_name", "place"),
    Enrollment: ("reason",),
    GroupSession: ("title",),
    LoginSession: ("device",),
    RiskCase: ("contact",),
}
SEALED: dict[type[Base], tuple[str, ...]] = {
    PracticeEntry: ("private_note", "shared_note"),
    RiskCase: ("action", "words", "phone", "second_words"),
    RiskAction: ("words",),
}
SETTINGS = ("clinic_name", "discreet_name", "crisis_line", "crisis_text", "contact_text")
SHOWN = {
    "theresa": {
        *("accounts.name", "clients.preferred_name", "clients.family_name", "clients.phone"),
        *("cohorts.name", "cohorts.discreet_name", "cohorts.place", "enrollments.reason"),
        *("group_sessions.title", "login_sessions.device", "risk_cases.contact"),
        *(
            "practice_entries.shared_note",
            "risk_cases.action",
            "risk_actions.words",
            "answers",
            "settings.clinic_name",
        ),
        *("settings.crisis_text", "settings.contact_text"),
    },
    "mia": {
        *("accounts.name", "cohorts.discreet_name", "group_sessions.title", "answers"),
        *("practice_entries.private_note", "practice_entries.shared_note"),
        *("login_sessions.device", "settings.crisis_text", "settings.contact_text"),
    },
    "ada": {"accounts.name", *(f"settings.{name}" for name in SETTINGS)},
    "nobody": {"settings.crisis_text", "settings.contact_text"},
}
"""What must have come out somewhere, so that its absence of faults says something."""


@operation
def plant(db: Db, actor: Actor) -> None:
    """Write markup into everything that people type or that a browser says of itself."""
    for kind, columns in PLAIN.items():
        for row in db.scalars(select(kind)):
            for column in columns:
                if getattr(row, column) is not None:
                    setattr(row, column, _mark(f"{kind.__tablename__}.{column}"))
    for kind, columns in SEALED.items():
        for row in db.scalars(select(kind)):
            for column in columns:
                if read_sealed(db.keys, row, column):
                    write_sealed(db.keys, row, column, _mark(f"{kind.__tablename__}.{column}"))
    for row in db.scalars(select(Setting).where(Setting.name.in_(SETTINGS))):
        row.value = _mark(f"settings.{row.name}")


@operation
def plant_answers(db: Db, actor: Actor, worksheet_id: int | None) -> None:
    sheet = worksheet_of(db.get_one(WorksheetRow, worksheet_id))
    field = next(f for f in sheet.fields if f.kind in (FieldKind.LINE, FieldKind.LINES))
    for row in db.scalars(select(WorksheetResponse)):
        write_sealed(db.keys, row, "answers", json.dumps({field.key: _mark("answers")}))


def _mark(place: str) -> str:
    return f"{place}{MARK}"


def as_read(value: str) -> str:
    """Give an attribute as the program for which it is written reads it: an app, or a script."""
    if value.startswith("otpauth:"):
        return unquote(value)
    try:
        return " ".join(strings_in(json.loads(value))) if value.startswith('{"') else value
    except ValueError:
        return value


def strings_in(told: object) -> Iterator[str]:
    """Give every text of what was written as JSON."""
    match told:
        case str():
            yield told
        case dict():
            for part in told.values():
                yield from strings_in(part)
        case list():
            for part in told:
                yield from strings_in(part)


class Reader(HTMLParser):
    """Reads a page as a browser does, and notes what no page of ours holds."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.injected: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "input" and dict(attrs).get("name") in ("drawn", "base"):
            return  # what a page was drawn from goes along as JSON, which nobody is shown
        if (dict(attrs).get("type"), dict(attrs).get("name")) == ("checkbox", "words"):
            return  # names the column whose words stand beside it
        self.injected += [tag] if tag.startswith("xss") else []
        self.injected += [name for name, _value in attrs if name.startswith("onx")]
        self.words += [as_read(value or "") for _name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


PLACES = (
    *(f"{kind.__tablename__}.{name}" for kind, names in PLAIN.items() for name in names),
    *(f"{kind.__tablename__}.{name}" for kind, names in SEALED.items() for name in names),
    *(f"settings.{name}" for name in SETTINGS),
    "answers<",
)


@pytest.fixture
def planted(world: World, db: Db) -> World:
    plant(db, Actor(None, AT))
    plant_answers(db, Actor(None, AT), world.furniture["mia"].worksheet.worksheet_id)
    return world


def read(html: str) -> tuple[set[str], list[str]]:
    """Give the places whose words stand on a page, and what is wrong with it."""
    reader = Reader()
    reader.feed(html)
    text = " ".join(reader.words)
    told = {place.rstrip("<"): text.count(place) for place in PLACES}
    cut = [place for place, times in told.items() if text.count(_mark(place)) != times]
    return {place for place, times in told.items() if times}, reader.injected + cut


@pytest.mark.parametrize("name", SHOWN)
def test_markup_is_shown_as_it_was_typed_and_never_obeyed(planted: World, name: str) -> None:
    seen: set[str] = set()
    injected = {}
    for address, html in pages_of(planted, name):
        places, wrong = read(html)
        seen |= places
        if wrong or "49&lt;" in html:
            injected[address] = wrong
    assert injected == {}
    assert seen >= SHOWN[name], sorted(SHOWN[name] - seen)


def test_markup_stands_on_paper_as_it_was_typed(planted: World) -> None:
    theresa = planted.people["theresa"]
    pack = planted.address(Door("handouts.packs.show", "GET"), "mia")
    letter = planted.address(Door("handouts.letters.create", "POST"), "mia")
    printed = theresa.browser.post(letter)
    with printed:
        papers = [made(theresa, theresa.open(pack)), Page(printed)]
        told = ["".join(words(paper).split()) for paper in papers]
    assert [f"clients.preferred_name{MARK}" in each for each in told] == [True, True]
