"""A week of practice from paper: every line by itself, and the records as from a phone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from clinic.domain.homework.homework import key_of_line
from clinic.domain.risk import RiskKind
from clinic.models.practice import PracticeCorrection, PracticeEntry, PracticePaper
from clinic.models.risk import RiskAction, RiskCase
from clinic.operations.homework.practice import Practice, log_practice
from clinic.operations.homework.practice_papers import (
    PaperLine,
    TypedPaper,
    type_practice_paper,
)
from tests.cast import NOW, Cast
from tests.homework import exercise_of

TODAY = NOW.date()
SAID = Practice(practiced_on=TODAY, minutes=9, before=7, after=4)


@pytest.fixture
def tom(cast: Cast) -> Actor:
    return Actor(cast.accounts["tom"].id, NOW, Role.THERAPIST)


def line(db: Db, cast: Cast, said: Practice, entry: PracticeEntry | None = None) -> PaperLine:
    row = exercise_of(db, cast, "noor")
    key = key_of_line(row.public_id, said.practiced_on, 0)
    is_readable = said.minutes >= 0
    return PaperLine(key=key, about=entry or row, practice=said, is_readable=is_readable)


def typed(db: Db, cast: Cast, actor: Actor, *lines: PaperLine, reason: str = "") -> TypedPaper:
    return type_practice_paper(db, actor, exercise_of(db, cast, "noor"), lines, reason)


def test_what_is_typed_is_the_record_that_a_phone_would_have_made(
    db: Db, cast: Cast, tom: Actor
) -> None:
    (entry,) = typed(db, cast, tom, line(db, cast, SAID)).entries
    mia = Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)
    online = log_practice(db, mia, exercise_of(db, cast), SAID)
    same = ("practiced_on", "minutes", "before", "after", "has_stepped_down", "felt_worse")
    assert [getattr(entry, it) for it in same] == [getattr(online, it) for it in same]
    assert (entry.medium, online.medium) == (Medium.PAPER, Medium.PORTAL)


def test_a_sheet_comes_in_once_also_with_nothing_on_it(db: Db, cast: Cast, tom: Actor) -> None:
    first = typed(db, cast, tom)
    again = typed(db, cast, replace(tom, at=NOW + timedelta(hours=1)))
    assert first.paper is again.paper
    assert db.scalars(select(PracticePaper.typed_at)).one() == NOW
    assert db.scalars(select(PracticeEntry)).all() == []


def test_a_line_that_cannot_be_kept_keeps_no_other_and_the_sheet_stays_out(
    db: Db, cast: Cast, tom: Actor
) -> None:
    late = replace(SAID, practiced_on=TODAY + timedelta(days=1))
    came = typed(db, cast, tom, line(db, cast, late), line(db, cast, SAID))
    assert [str(fault) for fault in came.refused.values()] == ["That day is still to come."]
    assert [entry.minutes for entry in came.entries] == [9]
    assert came.paper is None


def test_a_tick_opens_a_case_as_on_the_portal(db: Db, cast: Cast, tom: Actor) -> None:
    said = replace(SAID, felt_worse=True, memories_broke_in=True)
    (entry,) = typed(db, cast, tom, line(db, cast, said)).entries
    cases = db.scalars(select(RiskCase).order_by(RiskCase.id)).all()
    assert {case.kind for case in cases} == {RiskKind.FELT_WORSE, RiskKind.MEMORIES}
    assert {case.practice_entry_id for case in cases} == {entry.id}


def test_a_tick_on_a_line_that_cannot_be_read_is_heard_once_and_goes_with_its_line(
    db: Db, cast: Cast, tom: Actor
) -> None:
    unread = replace(line(db, cast, replace(SAID, felt_worse=True)), is_readable=False)
    for _ in range(2):
        assert typed(db, cast, tom, unread).paper is None
    case = db.scalars(select(RiskCase)).one()
    assert case.practice_entry_id is None
    (entry,) = typed(db, cast, tom, replace(unread, is_readable=True)).entries
    db.refresh(case)
    assert [case.practice_entry_id, case.taken_back_at] == [entry.id, None]
    assert len(db.scalars(select(RiskCase)).all()) == 1


def test_what_was_typed_is_mended_with_its_history_when_the_week_is_long_over(
    db: Db, cast: Cast, tom: Actor
) -> None:
    (entry,) = typed(db, cast, tom, line(db, cast, SAID)).entries
    theresa = Actor(cast.accounts["theresa"].id, NOW + timedelta(days=60), Role.THERAPIST)
    moved = replace(SAID, practiced_on=TODAY - timedelta(days=1), minutes=5)
    typed(db, cast, theresa, line(db, cast, moved, entry))
    db.refresh(entry)
    assert (entry.practiced_on, entry.minutes) == (TODAY - timedelta(days=1), 5)
    stood = db.scalars(select(PracticeCorrection)).one()
    assert (stood.practiced_on, stood.minutes, stood.account_id) == (TODAY, 9, theresa.account_id)


def test_a_tick_that_opened_a_case_goes_only_with_a_reason(db: Db, cast: Cast, tom: Actor) -> None:
    (entry,) = typed(db, cast, tom, line(db, cast, replace(SAID, felt_worse=True))).entries
    came = typed(db, cast, tom, line(db, cast, SAID, entry))
    assert [fault.field for fault in came.refused.values()] == ["reason"]
    typed(db, cast, tom, line(db, cast, SAID, entry), reason="One box too far down")
    case = db.scalars(select(RiskCase)).one()
    assert (case.closed_at, case.taken_back_at) == (None, NOW)
    assert "corrected" in db.scalars(select(RiskAction.way)).all()


def test_what_the_person_wrote_online_is_not_mended_by_paper(
    db: Db, cast: Cast, tom: Actor
) -> None:
    noor = Actor(None, NOW)
    row = exercise_of(db, cast, "noor")
    entry = log_practice(db, noor, row, SAID, Medium.PORTAL)
    came = typed(db, cast, tom, line(db, cast, replace(SAID, minutes=1), entry))
    assert len(came.refused) == 1
    db.refresh(entry)
    assert entry.minutes == 9
