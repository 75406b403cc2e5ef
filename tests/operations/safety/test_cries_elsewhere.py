"""What a first talk, a practice and a questionnaire say: heard, and corrected by who may."""

from dataclasses import replace

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused
from clinic.domain.people.screenings import PointAnswer, PointKind, TalkPoint
from clinic.domain.risk import RiskKind, RiskSign
from clinic.operations.homework.practice import Practice, log_practice, take_back_ticks
from clinic.operations.measures.administrations import answer_items, hear_unkept_items
from clinic.operations.people.screenings import note_screening
from clinic.operations.safety.risk import close_risk_case
from tests.cast import NOW, Cast
from tests.crowd import theresa
from tests.homework import exercise_of, measure_of
from tests.marks import cases
from tests.risk_actions import done

CRISIS = TalkPoint(PointKind.EXCLUSION, "Is in an acute suicidal crisis", risk=RiskSign.HARM)
FAR_AWAY = TalkPoint(PointKind.EXCLUSION, "Loses time under stress", risk=RiskSign.AWAY)
SAFE = TalkPoint(PointKind.INCLUSION, "Is safe at home", risk=RiskSign.DANGER)
PLAIN = TalkPoint(PointKind.EXCLUSION, "Cannot come on Tuesdays")
YES, NO, NOT_SURE = PointAnswer.YES, PointAnswer.NO, PointAnswer.NOT_SURE


@pytest.fixture
def mia(cast: Cast) -> Actor:
    return Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)


@pytest.mark.parametrize(
    ("point", "answer", "is_heard"),
    [
        (CRISIS, YES, True),
        (CRISIS, NOT_SURE, True),
        (CRISIS, NO, False),
        (CRISIS, None, False),
        (FAR_AWAY, YES, True),
        (FAR_AWAY, NOT_SURE, False),
        (SAFE, NO, True),
        (SAFE, YES, False),
        (PLAIN, YES, False),
    ],
)
def test_a_first_talk_opens_a_case_for_what_a_point_says(
    db: Db, cast: Cast, point: TalkPoint, answer: PointAnswer | None, is_heard: bool
) -> None:
    found = [replace(point, answer=answer)]
    note_screening(db, theresa(cast), cast.enrollments["mia"], found, None, "", seen="")
    assert [case.sign for case in cases(db, cast)] == ([point.risk] if is_heard else [])


def test_a_talk_saved_twice_is_heard_once_and_a_correction_says_why(db: Db, cast: Cast) -> None:
    place, by = cast.enrollments["mia"], theresa(cast)
    said = replace(CRISIS, answer=YES)
    row = note_screening(db, by, place, [said], None, "", seen="")
    row = note_screening(db, by, place, [said, PLAIN], None, "more", seen=row.mark)
    (case,) = cases(db, cast)
    assert case.kind is RiskKind.SCREENING
    with pytest.raises(Refused, match="why it no longer holds") as refused:
        note_screening(db, by, place, [replace(CRISIS, answer=NO)], None, "", seen=row.mark)
    assert refused.value.field == "note_0"
    mended = replace(CRISIS, answer=NO, note="Wrong line")
    db.refresh(row)
    note_screening(db, by, place, [mended], None, "", seen=row.mark)
    (case,) = cases(db, cast)
    assert (case.closed_at, case.taken_back_at) == (None, NOW)
    assert done(db, case) == [(by.account_id, "corrected", "Wrong line")]


def test_a_point_that_another_version_does_not_ask_takes_nothing_back(db: Db, cast: Cast) -> None:
    place, by = cast.enrollments["mia"], theresa(cast)
    row = note_screening(db, by, place, [replace(CRISIS, answer=YES)], None, "", seen="")
    note_screening(db, by, place, [PLAIN], None, "", seen=row.mark)
    assert [case.taken_back_at for case in cases(db, cast)] == [None]


@pytest.mark.parametrize("medium", [Medium.PORTAL, Medium.PAPER])
def test_a_practice_in_which_memories_broke_in_opens_a_case_in_each_medium(
    db: Db, cast: Cast, mia: Actor, medium: Medium
) -> None:
    told = Practice(practiced_on=NOW.date(), minutes=5, memories_broke_in=True)
    entry = log_practice(db, mia, exercise_of(db, cast), told, medium)
    (case,) = cases(db, cast)
    assert (case.kind, case.practice_entry_id) == (RiskKind.MEMORIES, entry.id)


def test_ticks_of_a_practice_that_were_a_slip_leave_both_cases_open(
    db: Db, cast: Cast, mia: Actor
) -> None:
    told = Practice(practiced_on=NOW.date(), minutes=5, memories_broke_in=True, felt_worse=True)
    entry = log_practice(db, mia, exercise_of(db, cast), told)
    take_back_ticks(db, mia, entry)
    both = cases(db, cast)
    assert {case.kind for case in both} == {RiskKind.FELT_WORSE, RiskKind.MEMORIES}
    assert [(case.closed_at, case.taken_back_at) for case in both] == [(None, NOW)] * 2
    assert [done(db, case)[0][:2] for case in both] == [(mia.account_id, "taken-back")] * 2
    assert not entry.felt_worse


def test_an_answer_taken_back_is_noted_and_one_that_comes_again_is_heard(
    db: Db, cast: Cast, mia: Actor
) -> None:
    row = measure_of(db, cast)
    at = Actor(mia.account_id, row.opens_at, Role.CLIENT)
    answer_items(db, at, row, {9: 2}, Medium.PORTAL)
    answer_items(db, at, row, {9: 0}, Medium.PORTAL)
    (case,) = cases(db, cast)
    assert [way for _who, way, _words in done(db, case)] == ["taken-back"]
    close_risk_case(db, theresa(cast), case, "We spoke on the phone.", "phone")
    answer_items(db, at, row, {9: 1}, Medium.PORTAL)
    answer_items(db, at, row, {1: 1}, Medium.PORTAL)
    assert [(one.item, one.answer) for one in cases(db, cast)] == [(9, 2), (9, 1)]


def test_an_answer_on_a_page_that_was_sent_before_is_heard(db: Db, cast: Cast, mia: Actor) -> None:
    row = measure_of(db, cast)
    hear_unkept_items(db, mia, row, {9: 3, 1: 9})
    assert [(case.item, case.answer) for case in cases(db, cast)] == [(9, 3)]
