"""A risk case ends only with a name, an action and a time."""

from datetime import timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.errors import Refused
from clinic.domain.risk import RiskKind
from clinic.models.risk import RiskCase
from clinic.models.sealed import read_sealed
from clinic.operations.safety.risk import close_risk_case, open_risk_case, see_risk_case
from tests.cast import NOW, Cast

DONE = "Called her; she is with her sister tonight."


@pytest.fixture
def theresa(cast: Cast) -> Actor:
    return Actor(cast.accounts["theresa"].id, NOW + timedelta(hours=1), Role.THERAPIST)


@pytest.fixture
def case(db: Db, cast: Cast) -> RiskCase:
    mia = Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)
    return open_risk_case(db, mia, cast.enrollments["mia"], RiskKind.FELT_WORSE)


def test_looking_is_noted_once_and_closes_nothing(
    db: Db, cast: Cast, case: RiskCase, theresa: Actor
) -> None:
    see_risk_case(db, theresa, case)
    see_risk_case(db, Actor(cast.accounts["tom"].id, NOW + timedelta(hours=2)), case)
    assert (case.seen_at, case.seen_by_id) == (theresa.at, theresa.account_id)
    assert case.closed_at is None


def test_closing_keeps_who_what_and_when(db: Db, case: RiskCase, theresa: Actor) -> None:
    close_risk_case(db, theresa, case, f"  {DONE} ", "telephone")
    assert (case.closed_by_id, case.closed_at) == (theresa.account_id, theresa.at)
    assert read_sealed(db.keys, case, "action") == DONE
    assert "sister" not in str(case.action)
    assert case.contact == "telephone"
    assert case.seen_at == theresa.at


@pytest.mark.parametrize("action", ["", "   ", "called", "         x"])
def test_a_case_without_an_action_stays_open(
    db: Db, case: RiskCase, theresa: Actor, action: str
) -> None:
    with pytest.raises(Refused, match="at least 10 characters") as caught:
        close_risk_case(db, theresa, case, action, None)
    assert caught.value.field == "action"
    db.refresh(case)
    assert case.closed_at is None


def test_a_contact_that_does_not_fit_is_refused(db: Db, case: RiskCase, theresa: Actor) -> None:
    with pytest.raises(Refused, match="longer than the 40") as caught:
        close_risk_case(db, theresa, case, DONE, "x" * 41)
    assert caught.value.field == "contact"


def test_a_closed_case_cannot_be_closed_again(db: Db, case: RiskCase, theresa: Actor) -> None:
    close_risk_case(db, theresa, case, DONE, None)
    with pytest.raises(Refused, match="closed already"):
        close_risk_case(db, theresa, case, "Something else was done.", None)
    assert read_sealed(db.keys, case, "action") == DONE


def test_the_program_itself_closes_nothing(db: Db, case: RiskCase) -> None:
    with pytest.raises(Refused, match="Only a person"):
        close_risk_case(db, Actor(None, NOW), case, DONE, None)
    with pytest.raises(Refused, match="Only a person"):
        see_risk_case(db, Actor(None, NOW), case)
