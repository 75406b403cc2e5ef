"""Who leads a cohort and who reads along: adding somebody, and ending somebody's part in it."""

from typing import cast

from sqlalchemy import func, select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import CohortStatus
from clinic.domain.errors import Refused
from clinic.domain.groups.cohorts import MOST_FACILITATORS
from clinic.domain.post.messages import MessageState
from clinic.domain.post.occasions import Cause, read_occasion
from clinic.domain.text import N_
from clinic.lookups.groups.cohort_people import open_cases_of
from clinic.lookups.safety.risk_people import staff_of
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort, Facilitator, Supervision
from clinic.models.enrollments import Enrollment
from clinic.models.messages import Message
from clinic.models.risk import RiskCase
from clinic.operations.safety.risk import hand_over_risk_case

Place = Facilitator | Supervision


@operation
def add_to_cohort(db: Db, actor: Actor, cohort: Cohort, person: Account) -> Place:
    """Let a therapist lead a cohort or a supervisor read along; who was there before is back."""
    lock(db, cohort)
    if cohort.status is CohortStatus.CLOSED:
        raise Refused(N_("This cohort is closed."), field="person")
    kind = _kind_of(person)
    place = _place_of(db, kind, cohort, person)
    if place is not None and place.ended_at is None:
        raise Refused(N_("This person works in the group already."), field="person")
    if kind is Facilitator and _leading(db, cohort, person) >= MOST_FACILITATORS:
        raise Refused(
            N_("A cohort has at most %(most)s facilitators."),
            {"most": MOST_FACILITATORS},
            "person",
        )
    if place is None:
        place = kind(cohort_id=cohort.id, account_id=person.id)
        db.add(place)
    place.since, place.ended_at = actor.at, None
    return place


@operation
def end_part_in_cohort(
    db: Db, actor: Actor, cohort: Cohort, person: Account, heir: Account | None = None
) -> Place:
    """End somebody's part in a cohort; open risk cases go to a named colleague first.

    From then on the group is not found for that person, and nothing more is sent about it.
    """
    lock(db, cohort)
    places = (_place_of(db, kind, cohort, person) for kind in (Facilitator, Supervision))
    place = next((each for each in places if each is not None and each.ended_at is None), None)
    if place is None:
        raise Refused(N_("This person does not work in the group."))
    if isinstance(place, Facilitator) and not _leading(db, cohort, person):
        raise Refused(N_("Nobody else leads this group. Add another facilitator first."))
    _hand_over(db, actor, cohort, person, heir)
    place.ended_at = actor.at
    _take_back_mail(db, cohort, person)
    return place


def _hand_over(db: Db, actor: Actor, cohort: Cohort, person: Account, heir: Account | None) -> None:
    cases = open_cases_of(db, cohort, person)
    if cases and heir is None:
        raise Refused(
            N_("%(name)s looks after open risk cases of this group. Say who takes them over."),
            {"name": person.name},
            "heir",
        )
    if heir is not None and (heir.id == person.id or heir.id not in staff_of(db, cohort.id)):
        raise Refused(N_("Choose somebody else who works in this group."), field="heir")
    for case in cases:
        assert heir is not None  # noqa: S101 - refused above
        hand_over_risk_case(db, actor, case, heir)
    standing_in = (
        select(RiskCase)
        .join(RiskCase.enrollment)
        .where(
            Enrollment.cohort_id == cohort.id,
            RiskCase.cover_id == person.id,
            RiskCase.closed_at.is_(None),
        )
    )
    for case in db.scalars(standing_in):
        case.cover_id = None


def _take_back_mail(db: Db, cohort: Cohort, person: Account) -> None:
    here = Enrollment.cohort_id == cohort.id
    places = set(db.scalars(select(Enrollment.id).where(here)))
    cases = set(db.scalars(select(RiskCase.public_id).join(RiskCase.enrollment).where(here)))
    queued = select(Message).where(
        Message.account_id == person.id,
        Message.state.in_((MessageState.QUEUED, MessageState.BY_HAND)),
    )
    for message in db.scalars(queued.order_by(Message.id).with_for_update(of=Message)):
        # Occasions are read here: with a term of SQL for each, five hundred cases are too many.
        if message.enrollment_id in places or _case_of(message) in cases:
            message.state = MessageState.WITHDRAWN
            message.carrier_id = None
            message.path = None


def _case_of(message: Message) -> str | None:
    """Give the risk case that a message is about, by its public id."""
    occasion = read_occasion(message.occasion)
    return occasion.about if occasion and occasion.cause is Cause.RISK else None


def _kind_of(person: Account) -> type[Facilitator] | type[Supervision]:
    if person.role is Role.THERAPIST and person.is_active:
        return Facilitator
    if person.role is Role.SUPERVISOR and person.is_active:
        return Supervision
    raise Refused(N_("Choose a therapist or a supervisor of the clinic."), field="person")


def _place_of(db: Db, kind: type[Place], cohort: Cohort, person: Account) -> Place | None:
    found = select(kind).where(kind.cohort_id == cohort.id, kind.account_id == person.id)
    # The type checker joins the two tables to what they have in common.
    return cast("Place | None", db.scalar(found))


def _leading(db: Db, cohort: Cohort, beside: Account) -> int:
    """Count who else leads a cohort and can sign in."""
    leading = (
        select(func.count())
        .select_from(Facilitator)
        .join(Facilitator.account)
        .where(
            Facilitator.cohort_id == cohort.id,
            Facilitator.ended_at.is_(None),
            Account.is_active,
            Account.id != beside.id,
        )
    )
    return db.scalar(leading) or 0
