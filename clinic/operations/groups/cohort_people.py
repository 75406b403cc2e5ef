"""Who leads a cohort and who reads along: adding somebody, and ending somebody's part in it."""

from datetime import datetime
from typing import cast

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import CohortStatus
from clinic.domain.errors import Refused
from clinic.domain.groups.cohorts import MOST_FACILITATORS
from clinic.domain.groups.parts import Stretch, first_gap
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
def add_to_cohort(
    db: Db, actor: Actor, cohort: Cohort, person: Account, span: Stretch | None = None
) -> Place:
    """Let a therapist lead a cohort or a supervisor read along, from now or for a span.

    Whoever was there before has another spell; the one before stays as it was.
    """
    lock(db, cohort)
    if cohort.status is CohortStatus.CLOSED:
        raise Refused(N_("This cohort is closed."), field="person")
    kind, span = _kind_of(person), span or Stretch(actor.at)
    if _place_of(db, kind, cohort, person, actor.at) is not None:
        raise Refused(N_("This person works in the group already."), field="person")
    if span.ended_at is not None and span.ended_at <= max(span.since, actor.at):
        raise Refused(
            N_("The last day cannot lie before the first or before today."), field="last_on"
        )
    others = {account for account, _span in _leading(db, cohort, person, actor.at)}
    if kind is Facilitator and len(others) >= MOST_FACILITATORS:
        raise Refused(
            N_("A cohort has at most %(most)s facilitators."),
            {"most": MOST_FACILITATORS},
            "person",
        )
    place = kind(
        cohort_id=cohort.id, account_id=person.id, since=span.since, ended_at=span.ended_at
    )
    db.add(place)
    return place


@operation
def end_part_in_cohort(
    db: Db,
    actor: Actor,
    cohort: Cohort,
    person: Account,
    heir: Account | None = None,
    at: datetime | None = None,
) -> Place:
    """End somebody's part in a cohort, now or at an instant to come.

    Open risk cases go to a named colleague at once, so that none is left with somebody who goes.
    From the end on the group is not found for that person, and nothing more is sent about it.
    """
    lock(db, cohort)
    place = _standing(db, cohort, person, actor.at)
    if at is not None and at <= actor.at:
        raise Refused(N_("Choose today or a later day."), field="last_on")
    end = max(at or actor.at, place.since)
    _check_is_led(db, cohort, person, place, Stretch(place.since, end), actor.at)
    _hand_over(db, actor, cohort, person, heir)
    place.ended_at = end
    if at is None:
        _take_back_mail(db, cohort, person)
    return place


@operation
def keep_in_cohort(db: Db, actor: Actor, cohort: Cohort, person: Account) -> Place:
    """Take back an end that was set and has not come."""
    lock(db, cohort)
    place = _standing(db, cohort, person, actor.at)
    place.ended_at = None
    return place


def _standing(db: Db, cohort: Cohort, person: Account, now: datetime) -> Place:
    places = (_place_of(db, kind, cohort, person, now) for kind in (Facilitator, Supervision))
    place = next((each for each in places if each is not None), None)
    if place is None:
        raise Refused(N_("This person does not work in the group."))
    return place


def _check_is_led(
    db: Db, cohort: Cohort, person: Account, place: Place, span: Stretch, now: datetime
) -> None:
    """Refuse an end after which there would be an instant in which nobody leads."""
    if not isinstance(place, Facilitator):
        return
    others = [span for _account, span in _leading(db, cohort, person, now)]
    if first_gap([*others, span], now) is None:
        return
    if not others:
        raise Refused(N_("Nobody else leads this group. Add another facilitator first."))
    raise Refused(
        N_("For some days nobody would lead this group. Add another facilitator for them first."),
        field="last_on",
    )


def _hand_over(db: Db, actor: Actor, cohort: Cohort, person: Account, heir: Account | None) -> None:
    cases = open_cases_of(db, cohort, person)
    if cases and heir is None:
        raise Refused(
            N_("%(name)s looks after open risk cases of this group. Say who takes them over."),
            {"name": person.name},
            "heir",
        )
    if heir is not None and (
        heir.id == person.id or heir.id not in staff_of(db, cohort.id, actor.at)
    ):
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


def _place_of(
    db: Db, kind: type[Place], cohort: Cohort, person: Account, now: datetime
) -> Place | None:
    """Find the part that stands or is to begin; what is over is not touched any more."""
    found = select(kind).where(
        kind.cohort_id == cohort.id, kind.account_id == person.id, kind.is_not_over_at(now)
    )
    # The type checker joins the two tables to what they have in common.
    return cast("Place | None", db.scalar(found))


def _leading(db: Db, cohort: Cohort, beside: Account, now: datetime) -> list[tuple[int, Stretch]]:
    """Give who else leads a cohort or is to lead it, and can sign in, with when."""
    leading = (
        select(Account.id, Facilitator.since, Facilitator.ended_at)
        .select_from(Facilitator)
        .join(Facilitator.account)
        .where(
            Facilitator.cohort_id == cohort.id,
            Facilitator.is_not_over_at(now),
            Account.is_active,
            Account.id != beside.id,
        )
    )
    return [(account, Stretch(since, end)) for account, since, end in db.execute(leading)]
