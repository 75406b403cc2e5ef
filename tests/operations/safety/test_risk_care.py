"""Who looks after a risk case, what is done about it, and the second look."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Executable, delete, select, update
from sqlalchemy.exc import IntegrityError

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.clinic.settings import ClinicSettings
from clinic.domain.errors import Refused
from clinic.domain.risk import RiskKind, SecondLook, to_be_told
from clinic.models.risk import RiskAction, RiskCase
from clinic.models.sealed import read_sealed
from clinic.operations.clinic.settings import change_settings
from clinic.operations.safety.calls import ask_for_call
from clinic.operations.safety.covers import arrange_cover, end_cover
from clinic.operations.safety.risk import (
    close_risk_case,
    look_again,
    note_risk_action,
    open_risk_case,
    take_over_risk_case,
)
from tests.cast import NOW, Cast

DONE = "Called her; she is with her sister tonight."


def by(cast: Cast, name: str, minutes: int = 60) -> Actor:
    account = cast.accounts[name]
    return Actor(account.id, NOW + timedelta(minutes=minutes), account.role)


def opened(db: Db, cast: Cast, name: str = "mia") -> RiskCase:
    return open_risk_case(db, Actor(None, NOW), cast.enrollments[name], RiskKind.FELT_WORSE)


@pytest.fixture
def case(db: Db, cast: Cast) -> RiskCase:
    return opened(db, cast)


def test_a_case_belongs_to_the_lead_facilitator_and_is_due_as_the_clinic_says(
    db: Db, cast: Cast
) -> None:
    change_settings(db, Actor(None, NOW), ClinicSettings(risk_look_hours=2))
    case = opened(db, cast)
    assert case.owner_id == cast.accounts["theresa"].id
    assert case.due_at == NOW + timedelta(hours=2)
    assert case.cover_id is None


@pytest.mark.parametrize(("first", "last", "stands_in"), [(25, 25, True), (26, 28, False)])
def test_who_stands_in_is_asked_on_the_days_of_the_absence(
    db: Db, cast: Cast, first: int, last: int, stands_in: bool
) -> None:
    days = (date(2026, 2, first), date(2026, 2, last))
    arrange_cover(db, by(cast, "theresa", 0), cast.accounts["tom"], *days)
    assert (opened(db, cast).cover_id == cast.accounts["tom"].id) is stands_in


def test_an_arrangement_that_is_taken_back_covers_nothing(db: Db, cast: Cast) -> None:
    theresa, day = by(cast, "theresa", 0), NOW.date()
    period = arrange_cover(db, theresa, cast.accounts["sigrid"], day, day)
    with pytest.raises(Refused, match="Only the person who is away"):
        end_cover(db, by(cast, "tom"), period)
    end_cover(db, theresa, period)
    assert opened(db, cast).cover_id is None


@pytest.mark.parametrize("name", ["sam", "ada", "mia", "theresa"])
def test_only_a_colleague_of_the_same_group_stands_in(db: Db, cast: Cast, name: str) -> None:
    with pytest.raises(Refused) as caught:
        arrange_cover(db, by(cast, "theresa"), cast.accounts[name], NOW.date(), NOW.date())
    assert caught.value.field == "cover"


def test_a_case_knocks_at_owner_and_cover_and_at_all_where_neither_is_there() -> None:
    assert to_be_told(1, None, [1, 2, 3], is_owner_away=False) == [1]
    assert to_be_told(1, 2, [1, 2, 3], is_owner_away=True) == [1, 2]
    assert to_be_told(1, None, [1, 2, 3], is_owner_away=True) == [1, 2, 3]
    assert to_be_told(None, None, [2, 3], is_owner_away=False) == [2, 3]


def test_somebody_of_the_group_takes_a_case_over_and_nobody_else(
    db: Db, cast: Cast, case: RiskCase
) -> None:
    with pytest.raises(Refused, match="lead or supervise"):
        take_over_risk_case(db, by(cast, "sam"), case)
    take_over_risk_case(db, by(cast, "sigrid"), case)
    assert case.owner_id == cast.accounts["sigrid"].id
    with pytest.raises(Refused, match="already yours"):
        take_over_risk_case(db, by(cast, "sigrid"), case)


def test_what_was_done_is_noted_sealed_under_a_name_and_closes_nothing(
    db: Db, cast: Cast, case: RiskCase
) -> None:
    note_risk_action(db, by(cast, "tom", 5), case, "not-reached", "Rang twice.")
    note_risk_action(db, by(cast, "theresa", 9), case, "telephone", None)
    rows = db.scalars(select(RiskAction).order_by(RiskAction.at)).all()
    assert [row.way for row in rows] == ["not-reached", "telephone"]
    assert read_sealed(db.keys, rows[0], "words") == "Rang twice."
    assert "Rang" not in str(rows[0].words)
    assert case.closed_at is None
    assert case.seen_by_id == cast.accounts["tom"].id


def test_nobody_confirms_her_own_closing(db: Db, cast: Cast, case: RiskCase) -> None:
    close_risk_case(db, by(cast, "theresa"), case, DONE, "telephone")
    with pytest.raises(Refused, match="closed this case yourself"):
        look_again(db, by(cast, "theresa", 90), case, SecondLook.AGREES, None)
    look_again(db, by(cast, "tom", 90), case, SecondLook.AGREES, None)
    assert case.second_by_id == cast.accounts["tom"].id
    with pytest.raises(Refused, match="already"):
        look_again(db, by(cast, "sigrid", 95), case, SecondLook.AGREES, None)


def test_a_second_look_that_finds_more_to_do_opens_a_new_case(
    db: Db, cast: Cast, case: RiskCase
) -> None:
    close_risk_case(db, by(cast, "theresa"), case, DONE, "telephone")
    tom = by(cast, "tom", 90)
    with pytest.raises(Refused, match="still to be done"):
        look_again(db, tom, case, SecondLook.MORE_TO_DO, "  ")
    again = look_again(db, tom, case, SecondLook.MORE_TO_DO, "The safety plan is old.")
    assert (again.follows_id, again.closed_at) == (case.id, None)
    assert case.closed_by_id == cast.accounts["theresa"].id


def test_a_clinic_that_wants_a_second_look_gets_one_asked_for(
    db: Db, cast: Cast, case: RiskCase
) -> None:
    change_settings(db, Actor(None, NOW), ClinicSettings(risk_second_look=True))
    close_risk_case(db, by(cast, "theresa"), case, DONE, "telephone")
    assert case.wants_second_look


def test_a_wish_for_a_call_opens_a_case_with_its_words_sealed(db: Db, cast: Cast) -> None:
    mia = Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)
    case = ask_for_call(db, mia, cast.enrollments["mia"], "555 0177", "My brother again")
    assert (case.kind, case.owner_id) == (RiskKind.CALL_ME, cast.accounts["theresa"].id)
    assert read_sealed(db.keys, case, "phone") == "555 0177"
    assert "brother" not in str(case.words)
    with pytest.raises(Refused, match="number"):
        ask_for_call(db, mia, cast.enrollments["mia"], "please", None)


@operation
def _force(db: Db, _actor: Actor, statement: Executable) -> None:
    db.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        {"closed_at": NOW},
        {"closed_at": NOW, "action": "x" * 20},
        {"closed_by_id": 1},
        {"action": "x"},
        {"second_at": NOW, "second_by_id": 1, "second_look": SecondLook.AGREES},
    ],
)
def test_the_database_refuses_an_end_without_name_action_and_time(
    db: Db, case: RiskCase, change: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError):
        _force(db, Actor(None, NOW), update(RiskCase).values(**change))


def test_the_database_keeps_an_open_case_and_how_a_closed_one_ended(
    db: Db, cast: Cast, case: RiskCase
) -> None:
    with pytest.raises(IntegrityError):
        _force(db, Actor(None, NOW), delete(RiskCase))
    close_risk_case(db, by(cast, "theresa"), case, DONE, "telephone")
    for change in ({"closed_by_id": cast.accounts["tom"].id}, {"closed_at": NOW}):
        with pytest.raises(IntegrityError):
            _force(db, Actor(None, NOW), update(RiskCase).values(**change))
    own_second = {"second_at": NOW, "second_by_id": case.closed_by_id, "second_look": "agrees"}
    with pytest.raises(IntegrityError):
        _force(db, Actor(None, NOW), update(RiskCase).values(**own_second))
