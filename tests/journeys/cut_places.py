"""The places of a journey at which the line is cut, and what then stands in the database."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from playwright.sync_api import Locator, Page
from sqlalchemy import select

from clinic.db import Db
from clinic.models.base import Base
from clinic.models.clients import Client
from clinic.models.enrollments import Attendance
from clinic.models.measures import Administration
from clinic.models.practice import PracticeEntry
from clinic.models.readings import ChartNote
from clinic.models.risk import RiskCase
from clinic.models.sealed import read_sealed
from clinic.models.worksheets import WorksheetResponse
from tests.cast import NOW, Cast
from tests.every_kind import sheet_for
from tests.homework import exercise_of, measure_of
from tests.journeys.practice_notes import WORDS

HOME = "/portal/assignments"
MIDDLE = NOW + timedelta(days=4)
"""When the questionnaires in the middle of the program are open."""


@dataclass(frozen=True)
class CutPlace:
    """Where somebody writes or ticks, the button if one is needed, and what then stands."""

    who: str
    path: Callable[[Db, Cast], str]
    control: Callable[[Page], Locator]
    button: str
    stands: Callable[[Db, Cast], object]
    wanted: object
    tick: str = ""
    """What is ticked, where no words are written."""

    @property
    def is_tick(self) -> bool:
        return bool(self.tick)

    def told(self, stands: object) -> str:
        """Say what was typed or ticked, and what the database holds of it."""
        typed = self.tick or WORDS
        return f"{typed!r} | {stands if self.is_tick else f'{stands} time(s) {WORDS!r}'}"


def rows(db: Db, kind: type[Base]) -> list[Any]:
    db.commit()
    return list(db.scalars(select(kind).execution_options(populate_existing=True)))


def written(kind: type[Base], column: str) -> Callable[[Db, Cast], object]:
    return lambda db, _: [read_sealed(db.keys, row, column) for row in rows(db, kind)].count(WORDS)


def languages(db: Db, _cast: Cast) -> object:
    return [row.language for row in rows(db, Client)].count(WORDS)


def sheet_words(db: Db, _cast: Cast) -> object:
    texts = [read_sealed(db.keys, row, "answers") for row in rows(db, WorksheetResponse)]
    return [json.loads(text or "{}").get("word") for text in texts].count(WORDS)


def mood(db: Db, cast: Cast) -> object:
    mine = measure_of(db, cast).id
    return next(row.answers for row in rows(db, Administration) if row.id == mine)


def marks(db: Db, cast: Cast) -> object:
    here = [row for row in rows(db, Attendance) if row.group_session_id == cast.sessions[2].id]
    return [row.mark.value for row in here if row.enrollment_id == cast.enrollments["mia"].id]


PLACES = {
    "sheet": CutPlace(
        "mia",
        lambda db, cast: f"{HOME}/{sheet_for(db, cast, 'mia').public_id}/worksheet",
        lambda page: page.get_by_label("One word"),
        "",
        sheet_words,
        1,
    ),
    "practice": CutPlace(
        "mia",
        lambda db, cast: f"{HOME}/{exercise_of(db, cast).public_id}/practice/new",
        lambda page: page.locator("textarea"),
        "Keep it",
        written(PracticeEntry, "private_note"),
        1,
    ),
    "call": CutPlace(
        "mia",
        lambda _db, _cast: "/portal/call",
        lambda page: page.locator("textarea"),
        "Please call me",
        written(RiskCase, "words"),
        1,
    ),
    "contacts": CutPlace(
        "mia",
        lambda _db, _cast: "/portal/about-you",
        lambda page: page.locator("#language"),
        "Save",
        languages,
        1,
    ),
    "question": CutPlace(
        "mia",
        lambda db, cast: f"/portal/measures/{measure_of(db, cast).public_id}/items/1",
        lambda page: page.get_by_label("Several days"),
        "",
        mood,
        {"1": 1},
        tick="Several days",
    ),
    "chart note": CutPlace(
        "theresa",
        lambda _db, cast: f"/therapist/enrollments/{cast.enrollments['mia'].public_id}/chart-notes",
        lambda page: page.locator("#words"),
        "Add the note",
        written(ChartNote, "words"),
        1,
    ),
    "attendance": CutPlace(
        "theresa",
        lambda _db, cast: f"/therapist/sessions/{cast.sessions[2].public_id}/attendance",
        lambda page: page.get_by_role("radiogroup").filter(has_text="Mia").get_by_label("Late"),
        "Save attendance",
        marks,
        ["late"],
        tick="Late",
    ),
}
