"""A part with a last day: until then as ever, then nothing, and no case is without care."""

import sys
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from clinic.cli.worker import plan_due
from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.errors import Refused
from clinic.domain.groups.parts import Stretch
from clinic.domain.post.messages import MessageState
from clinic.domain.risk import RiskKind
from clinic.lookups.safety.left_cases import has_left_cases, left_cases
from clinic.lookups.safety.risk_people import staff_of
from clinic.models.accounts import Account
from clinic.models.messages import Message
from clinic.models.risk import RiskAction, RiskCase
from clinic.operations.groups.cohort_people import (
    add_to_cohort,
    end_part_in_cohort,
    keep_in_cohort,
)
from clinic.operations.safety.left_cases import hand_on_left_cases
from clinic.operations.safety.risk import PASSED_ON, open_risk_case
from tests.cast import NOW, Cast

DAY = timedelta(days=1)
END = NOW + 3 * DAY


def by(cast: Cast, at: datetime = NOW) -> Actor:
    return Actor(cast.accounts["theresa"].id, at, Role.THERAPIST)


@pytest.fixture
def theresa(db: Db, cast: Cast) -> Account:
    """Theresa, whose last day is set: Tom leads alone from then on."""
    leader = cast.accounts["theresa"]
    end_part_in_cohort(db, by(cast), cast.cohort, leader, at=END)
    return leader


def case_at(db: Db, cast: Cast, at: datetime) -> RiskCase:
    return open_risk_case(db, Actor(None, at), cast.enrollments["mia"], RiskKind.FELT_WORSE)


def sent_to(db: Db, account: Account) -> set[MessageState]:
    return set(db.scalars(select(Message.state).where(Message.account_id == account.id)))


def test_until_the_last_day_is_over_the_group_is_hers(db: Db, cast: Cast, theresa: Account) -> None:
    assert theresa.id in staff_of(db, cast.cohort.id, END - timedelta(microseconds=1))
    assert theresa.id not in staff_of(db, cast.cohort.id, END)


def test_a_case_goes_to_who_leads_when_it_opens(db: Db, cast: Cast, theresa: Account) -> None:
    assert case_at(db, cast, END - timedelta(seconds=1)).owner_id == theresa.id
    assert case_at(db, cast, END).owner_id == cast.accounts["tom"].id


def test_what_opened_before_the_end_goes_on_to_who_leads_then(
    db: Db, cast: Cast, theresa: Account
) -> None:
    case, tom = case_at(db, cast, END - timedelta(hours=1)), cast.accounts["tom"]
    assert not has_left_cases(db, END - timedelta(seconds=1))
    assert left_cases(db, END) == [case]

    hand_on_left_cases(db, Actor(None, END))

    assert (case.owner_id, case.closed_at) == (tom.id, None)
    noted = db.execute(select(RiskAction.way, RiskAction.account_id)).all()
    assert noted == [(PASSED_ON, theresa.id)]
    assert sent_to(db, theresa) == {MessageState.WITHDRAWN}
    assert sent_to(db, tom) == {MessageState.QUEUED}
    assert not has_left_cases(db, END)


def test_the_worker_hands_on_what_somebody_left(
    db: Db, cast: Cast, theresa: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = case_at(db, cast, END - timedelta(hours=1))
    # By its full name stands the command.
    worker = sys.modules["clinic.cli.worker"]
    monkeypatch.setattr(worker, "program_itself", lambda: Actor(None, END))
    plan_due(db)
    assert case.owner_id == cast.accounts["tom"].id
    assert theresa.id != case.owner_id


def test_an_end_that_has_not_come_is_taken_back(db: Db, cast: Cast, theresa: Account) -> None:
    keep_in_cohort(db, by(cast, NOW + DAY), cast.cohort, theresa)
    assert theresa.id in staff_of(db, cast.cohort.id, END)
    end_part_in_cohort(db, by(cast, NOW + DAY), cast.cohort, cast.accounts["tom"])


def test_an_end_that_has_come_stays(db: Db, cast: Cast, theresa: Account) -> None:
    with pytest.raises(Refused, match="does not work in the group"):
        keep_in_cohort(db, by(cast, END), cast.cohort, theresa)


def test_nobody_ends_a_part_so_that_a_later_day_has_no_leader(
    db: Db, cast: Cast, theresa: Account
) -> None:
    tom = cast.accounts["tom"]
    with pytest.raises(Refused, match="For some days nobody would lead") as refused:
        end_part_in_cohort(db, by(cast), cast.cohort, tom, at=END + DAY)
    assert refused.value.field == "last_on"
    add_to_cohort(db, by(cast), cast.cohort, cast.accounts["sam"], Stretch(END + 2 * DAY))
    with pytest.raises(Refused, match="For some days nobody would lead"):
        end_part_in_cohort(db, by(cast), cast.cohort, tom, at=END + DAY)
    end_part_in_cohort(db, by(cast), cast.cohort, tom, at=END + 2 * DAY)
    assert theresa.id not in staff_of(db, cast.cohort.id, END + 2 * DAY)
    assert staff_of(db, cast.cohort.id, END + 2 * DAY)[0] == cast.accounts["sam"].id
