"""The page that must be there whatever becomes of the database."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from clinic.db import Db, open_engine, session_factory
from clinic.domain.access import Actor, Role
from clinic.domain.clinic.keys import KeyRing
from clinic.domain.clinic.settings import ClinicSettings
from clinic.lookups.clinic.settings import clinic_settings
from clinic.models.audit import AuditJournal
from clinic.operations.clinic.settings import change_settings
from clinic.settings import Settings
from clinic.web.at_hand import UNKNOWN_HOURS, AtHand, HelpWords
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock

As = Callable[[str], Person]


def acting(cast: Cast) -> Actor:
    return Actor(cast.accounts["ada"].id, NOW, Role.ADMINISTRATOR)


LINE = "555 0199, day and night"


@pytest.fixture
def told(db: Db, cast: Cast, as_: As) -> None:
    """The clinic has said whom to call."""
    settings = replace(
        clinic_settings(db), crisis_line=LINE, crisis_text="Call. Somebody is there."
    )
    change_settings(db, acting(cast), settings)


@pytest.fixture
def lost(app: Flask, keys: KeyRing, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Let the database be no database any more."""
    (tmp_path / "lost.db").write_bytes(b"nothing " * 1024)
    engine = open_engine(f"sqlite:///{tmp_path}/lost.db", keys)

    def lose() -> None:
        factory = session_factory(engine, keys, AuditJournal())
        app.extensions["hearth"] = replace(app.extensions["hearth"], databases=factory)

    yield lose
    engine.dispose()


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("who", ["nobody", "mia", "theresa", "ada"])
def test_without_a_database_the_line_is_there_for_everybody(
    as_: As, lost: Callable[[], None], who: str
) -> None:
    person = as_(who)
    assert LINE in person.get("auth.help.show").text
    lost()
    page = person.get("auth.help.show")
    assert page.status == 200
    assert LINE in page.text
    assert "Somebody is there." in page.text


@pytest.mark.usefixtures("told")
def test_with_a_database_it_knows_who_reads(as_: As) -> None:
    assert "Please call me" in as_("mia").get("auth.help.show").text
    assert "Please call me" not in as_("nobody").get("auth.help.show").text


def test_a_change_of_the_line_is_there_at_once(as_: As, db: Db, cast: Cast) -> None:
    for line in ("555 0101", "555 0102"):
        change_settings(db, acting(cast), replace(clinic_settings(db), crisis_line=line))
        assert line in as_("nobody").get("auth.help.show").text


def test_what_was_never_read_still_says_whom_to_call(
    app: Flask, as_: As, lost: Callable[[], None]
) -> None:
    nobody = as_("nobody")
    lost()
    app.extensions["hearth"] = replace(app.extensions["hearth"], at_hand=AtHand())
    page = nobody.get("auth.help.show")
    assert page.status == 200
    assert "call your emergency number now" in page.text
    assert "read only when somebody of your clinic is there" in page.text, "no hours are promised"


@pytest.mark.usefixtures("told")
def test_without_the_key_file_it_is_there(settings: Settings, as_: As) -> None:
    aside = settings.key_file.rename(settings.key_file.with_suffix(".aside"))
    try:
        assert LINE in as_("mia").get("auth.help.show").text
    finally:
        aside.rename(settings.key_file)


def test_a_page_that_needs_the_database_says_so_and_leads_to_help(
    app: Flask, as_: As, lost: Callable[[], None], clock: Clock
) -> None:
    mia = as_("mia")
    lost()
    page = mia.get("portal.today.show")
    assert page.status == 503
    assert page.has_heading("The records cannot be reached")
    assert "/help" in page.links


def test_a_reading_that_hangs_holds_up_nobody_and_is_begun_once() -> None:
    at_hand, may_end = AtHand(), threading.Event()
    begun: list[int] = []
    words = HelpWords(ClinicSettings(crisis_line=LINE), UNKNOWN_HOURS)

    def read() -> HelpWords:
        begun.append(1)
        may_end.wait(60)
        return words

    assert not at_hand.refresh(read, 0.0)
    assert not at_hand.refresh(read, 0.0)
    assert (begun, at_hand.words) == ([1], None)
    may_end.set()
    assert at_hand.refresh(read, 60)
    assert at_hand.words is words
