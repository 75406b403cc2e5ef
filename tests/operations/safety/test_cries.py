"""What a sheet says is heard once, in every state of its page; a slip is corrected, not lost."""

from datetime import timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused, Stale
from clinic.domain.risk import RiskKind, RiskSign
from clinic.models.risk import RiskCase
from clinic.models.sealed import read_sealed
from clinic.operations.homework.worksheets import hear_unkept
from clinic.operations.safety.risk import close_risk_case
from tests.cast import NOW, Cast
from tests.crowd import theresa
from tests.homework import sheet_of
from tests.marks import cases
from tests.risk_actions import done
from tests.sheets import save

HARM = {"signs": ["self_harm"], "step_1": "I want to end it tonight"}
NO_HARM = {"signs": [], "step_1": "I want to end it tonight"}
ROWS = [{"date": "2026-02-24", "intrusions": "some"}, {"date": "2026-02-25", "intrusions": "some"}]


@pytest.fixture
def mia(cast: Cast) -> Actor:
    return Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)


def close(db: Db, cast: Cast, case: RiskCase) -> None:
    close_risk_case(db, theresa(cast), case, "We spoke on the phone.", "phone")


def test_a_mark_opens_one_case_in_the_words_of_the_sheet_and_never_of_the_person(
    db: Db, cast: Cast, mia: Actor
) -> None:
    sheet = sheet_of(db, cast, code="W28")
    first = save(db, mia, sheet, HARM, 0, Medium.PORTAL)
    save(db, mia, sheet, HARM | {"step_2": "Water"}, first.version, Medium.PORTAL)
    (case,) = cases(db, cast)
    assert (case.kind, case.sign, case.flag) == (
        RiskKind.SHEET,
        RiskSign.HARM,
        "signs.self_harm",
    )
    said = str(read_sealed(db.keys, case, "said"))
    assert said.endswith("Thoughts of harming myself or not wanting to live")
    assert "tonight" not in said
    assert case.worksheet_response_id == first.id


@pytest.mark.parametrize("answers", [{"signs": ["distress", "avoiding"]}, NO_HARM])
def test_what_carries_no_mark_opens_nothing_and_words_are_not_searched(
    db: Db, cast: Cast, mia: Actor, answers: dict[str, object]
) -> None:
    save(db, mia, sheet_of(db, cast, code="W28"), answers, 0, Medium.PORTAL)
    assert cases(db, cast) == []


def test_a_tick_taken_away_leaves_the_case_open_with_who_and_when(
    db: Db, cast: Cast, mia: Actor
) -> None:
    sheet = sheet_of(db, cast, code="W28")
    row = save(db, mia, sheet, HARM, 0, Medium.PORTAL)
    later = Actor(mia.account_id, NOW + timedelta(minutes=5), Role.CLIENT)
    row = save(db, later, sheet, NO_HARM, row.version, Medium.PORTAL)
    (case,) = cases(db, cast)
    assert (case.closed_at, case.seen_at, case.taken_back_at) == (None, None, later.at)
    assert done(db, case) == [(mia.account_id, "taken-back", None)]

    save(db, later, sheet, HARM, row.version, Medium.PORTAL)
    (case,) = cases(db, cast)
    assert case.taken_back_at is None
    assert [way for _who, way, _words in done(db, case)] == ["taken-back", "said-again"]


def test_said_again_after_the_case_was_closed_is_a_case_of_its_own(
    db: Db, cast: Cast, mia: Actor
) -> None:
    sheet = sheet_of(db, cast, code="W28")
    row = save(db, mia, sheet, HARM, 0, Medium.PORTAL)
    close(db, cast, cases(db, cast)[0])
    row = save(db, mia, sheet, HARM | {"step_2": "x"}, row.version, Medium.PORTAL)
    assert len(cases(db, cast)) == 1
    row = save(db, mia, sheet, NO_HARM, row.version, Medium.PORTAL)
    save(db, mia, sheet, HARM, row.version, Medium.PORTAL)
    assert [case.closed_at is None for case in cases(db, cast)] == [False, True]


def test_another_evening_is_heard_when_the_case_of_the_first_is_closed(
    db: Db, cast: Cast, mia: Actor
) -> None:
    sheet = sheet_of(db, cast, code="W17")
    row = save(db, mia, sheet, {"log": ROWS[:1]}, 0, Medium.PORTAL)
    row = save(db, mia, sheet, {"log": ROWS}, row.version, Medium.PORTAL)
    (case,) = cases(db, cast)
    close(db, cast, case)
    third = [*ROWS, {"date": "2026-02-26", "intrusions": "some"}]
    save(db, mia, sheet, {"log": third}, row.version, Medium.PORTAL)
    assert [case.flag for case in cases(db, cast)] == ["log.intrusions.some"] * 2


def test_the_desk_corrects_a_slip_with_a_reason_that_stands_in_the_case(
    db: Db, cast: Cast, mia: Actor
) -> None:
    sheet, desk = sheet_of(db, cast, code="W28"), theresa(cast)
    row = save(db, desk, sheet, HARM, 0, Medium.PAPER)
    with pytest.raises(Refused, match="Say why") as refused:
        save(db, desk, sheet, NO_HARM, row.version, Medium.PAPER)
    assert refused.value.field == "reason"
    db.refresh(row)
    save(db, desk, sheet, NO_HARM, row.version, Medium.PAPER, "One box too far down")
    (case,) = cases(db, cast)
    assert case.closed_at is None
    assert done(db, case) == [(desk.account_id, "corrected", "One box too far down")]


def test_a_mark_beside_an_answer_that_cannot_be_kept_is_heard_all_the_same(
    db: Db, cast: Cast, mia: Actor
) -> None:
    sheet = sheet_of(db, cast, code="W17")
    broken = {"log": [{"intrusions": "some", "ease": "eleven"}]}
    save(db, mia, sheet, broken, 0, Medium.PORTAL)
    assert [case.flag for case in cases(db, cast)] == ["log.intrusions.some"]
    save(db, mia, sheet, {"log": ROWS[:1]}, None, Medium.PORTAL)
    assert len(cases(db, cast)) == 1


def test_a_mark_on_an_old_page_and_after_the_window_is_heard(
    db: Db, cast: Cast, mia: Actor
) -> None:
    sheet = sheet_of(db, cast, code="W28")
    save(db, mia, sheet, {"step_1": "new"}, 0, Medium.PORTAL)
    with pytest.raises(Stale):
        save(db, mia, sheet, HARM, 0, Medium.PORTAL)
    late = Actor(mia.account_id, NOW + timedelta(days=9), Role.CLIENT)
    hear_unkept(db, late, sheet, HARM, Medium.PORTAL)
    assert [case.flag for case in cases(db, cast)] == ["signs.self_harm"]
    assert not hear_unkept(db, late, sheet, NO_HARM, Medium.PORTAL)
