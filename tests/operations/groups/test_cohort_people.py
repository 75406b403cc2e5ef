"""Who leads a cohort and who supervises: added, and ended, with cases handed over first."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Reader, Role
from clinic.domain.errors import Refused
from clinic.domain.post.messages import MessageState
from clinic.domain.risk import MOST_CALLS_WAITING, RiskKind
from clinic.models.audit import AuditEntry
from clinic.models.cohorts import Facilitator, Supervision
from clinic.models.messages import Message
from clinic.models.risk import RiskAction
from clinic.operations.groups.cohort_people import add_to_cohort, end_part_in_cohort
from clinic.operations.safety.calls import ask_for_call
from clinic.operations.safety.risk import HANDED_OVER, open_risk_case
from clinic.queries.groups.cohorts import list_cohorts
from tests.cast import NOW, Cast


def theresa(cast: Cast) -> Actor:
    return Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)


def part_of(db: Db, cast: Cast, name: str) -> Facilitator | Supervision | None:
    for kind in (Facilitator, Supervision):
        found = select(kind).where(
            kind.cohort_id == cast.cohort.id, kind.account_id == cast.accounts[name].id
        )
        if (place := db.scalar(found)) is not None:
            assert isinstance(place, Facilitator | Supervision)
            assert isinstance(place, Facilitator | Supervision)
            return place
    return None


@pytest.mark.parametrize("name", ["tom", "sigrid"])
def test_a_part_ends_with_its_day_and_the_group_is_not_found_any_more(
    db: Db, cast: Cast, name: str
) -> None:
    account = cast.accounts[name]
    reader = Reader(account.id, account.role, NOW)
    assert list_cohorts(db, reader, NOW).running

    end_part_in_cohort(db, theresa(cast), cast.cohort, account)

    place = part_of(db, cast, name)
    assert place
    assert place.ended_at == NOW
    assert not list_cohorts(db, reader, NOW).running
    newest = db.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert newest
    assert newest.deed.endswith("end_part_in_cohort")


def test_the_last_who_leads_stays(db: Db, cast: Cast) -> None:
    end_part_in_cohort(db, theresa(cast), cast.cohort, cast.accounts["tom"])
    with pytest.raises(Refused, match="Nobody else leads this group"):
        end_part_in_cohort(db, theresa(cast), cast.cohort, cast.accounts["theresa"])


@pytest.mark.parametrize("heir", [None, "theresa", "sam"])
def test_open_cases_need_somebody_else_of_the_group(db: Db, cast: Cast, heir: str | None) -> None:
    open_risk_case(db, Actor(None, NOW), cast.enrollments["mia"], RiskKind.FELT_WORSE)
    to = cast.accounts[heir] if heir else None
    with pytest.raises(Refused) as refused:
        end_part_in_cohort(db, theresa(cast), cast.cohort, cast.accounts["theresa"], to)
    assert refused.value.field == "heir"
    place = part_of(db, cast, "theresa")
    assert place
    assert place.ended_at is None


def test_open_cases_go_to_the_named_colleague_who_is_told(db: Db, cast: Cast) -> None:
    case = open_risk_case(db, Actor(None, NOW), cast.enrollments["mia"], RiskKind.FELT_WORSE)
    tom = cast.accounts["tom"]

    end_part_in_cohort(db, theresa(cast), cast.cohort, cast.accounts["theresa"], tom)

    assert case.owner_id == tom.id
    assert case.closed_at is None
    ways = db.scalars(select(RiskAction.way).where(RiskAction.case_id == case.id)).all()
    assert ways == [HANDED_OVER]
    for account, state in ((tom, "queued"), (cast.accounts["theresa"], "withdrawn")):
        told = db.scalars(select(Message.state).where(Message.account_id == account.id))
        assert set(told) == {MessageState(state)}


def test_whoever_leaves_is_not_written_to_of_a_wish_that_was_said_again(db: Db, cast: Cast) -> None:
    by, wish = Actor(cast.accounts["mia"].id, NOW, Role.CLIENT), ("07700 900123", "please")
    for _ in range(MOST_CALLS_WAITING + 1):
        ask_for_call(db, by, cast.enrollments["mia"], *wish)
    lead, tom = cast.accounts["theresa"], cast.accounts["tom"]
    again = select(Message.state).where(
        Message.account_id == lead.id, Message.occasion.contains(":again:")
    )
    assert set(db.scalars(again)) == {MessageState.QUEUED}
    end_part_in_cohort(db, theresa(cast), cast.cohort, lead, tom)
    assert set(db.scalars(again)) == {MessageState.WITHDRAWN}


def test_somebody_comes_back_and_the_spell_before_stays_on_record(db: Db, cast: Cast) -> None:
    sam = cast.accounts["sam"]
    first = add_to_cohort(db, theresa(cast), cast.cohort, sam)
    end_part_in_cohort(db, theresa(cast), cast.cohort, sam)
    later = Actor(cast.accounts["theresa"].id, NOW + timedelta(days=1), Role.THERAPIST)
    again = add_to_cohort(db, later, cast.cohort, sam)

    assert again is not first
    assert (first.since, first.ended_at) == (NOW, NOW)
    assert (again.since, again.ended_at) == (later.at, None)


@pytest.mark.parametrize("name", ["tom", "sigrid", "ada"])
def test_who_is_there_already_or_cannot_lead_is_not_added(db: Db, cast: Cast, name: str) -> None:
    with pytest.raises(Refused) as refused:
        add_to_cohort(db, theresa(cast), cast.cohort, cast.accounts[name])
    assert refused.value.field == "person"
