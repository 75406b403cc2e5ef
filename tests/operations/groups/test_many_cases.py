"""Ending a part in a cohort that has had thousands of risk cases."""

from collections.abc import Sequence

from sqlalchemy import func, select

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.domain.post.occasions import Cause, Occasion
from clinic.domain.risk import RiskKind
from clinic.models.accounts import Account
from clinic.models.enrollments import Enrollment
from clinic.models.messages import Message
from clinic.models.risk import RiskCase
from clinic.operations.groups.cohort_people import end_part_in_cohort
from tests.cast import NOW, Cast

MANY = 2000


@operation
def have_many_cases(db: Db, actor: Actor, enrollment: Enrollment) -> list[RiskCase]:
    cases = [
        RiskCase(enrollment_id=enrollment.id, kind=RiskKind.FELT_WORSE, opened_at=NOW, due_at=NOW)
        for _ in range(MANY)
    ]
    db.add_all(cases)
    return cases


@operation
def tell_of(db: Db, actor: Actor, account: Account, abouts: Sequence[str]) -> None:
    db.add_all(
        Message(
            kind=MessageKind.RISK_WAITING,
            occasion=str(Occasion(Cause.RISK, about)),
            account_id=account.id,
            state=MessageState.QUEUED,
            queued_at=NOW,
            due_at=NOW,
            next_try_at=NOW,
        )
        for about in abouts
    )


def states_of(db: Db, account: Account) -> dict[MessageState, int]:
    counted = select(Message.state, func.count()).where(Message.account_id == account.id)
    rows = db.execute(counted.group_by(Message.state)).all()
    return {row[0]: row[1] for row in rows}


def test_a_part_ends_however_many_cases_there_were(db: Db, cast: Cast) -> None:
    lead, tom = cast.accounts["theresa"], cast.accounts["tom"]
    by = Actor(lead.id, NOW, Role.THERAPIST)
    cases = [case.public_id for case in have_many_cases(db, by, cast.enrollments["mia"])]
    before = states_of(db, lead)
    tell_of(db, by, tom, [*cases, "of-another-group"])
    tell_of(db, by, lead, cases[:1])

    end_part_in_cohort(db, by, cast.cohort, tom)

    found = states_of(db, tom)
    assert found[MessageState.WITHDRAWN] == MANY
    assert found[MessageState.QUEUED] == 1
    assert states_of(db, lead)[MessageState.QUEUED] == before.get(MessageState.QUEUED, 0) + 1
