"""Telling people what is missing before their group begins, each in the way that reaches her."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import CohortStatus
from clinic.domain.errors import Refused
from clinic.domain.people.readiness import TellingWay
from clinic.domain.post.messages import MessageKind
from clinic.domain.post.occasions import Cause, Occasion
from clinic.domain.post.recipients import Gist, Recipient
from clinic.domain.text import N_
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.operations.people.links import mail_client_invitation
from clinic.operations.post.outbox import queue


@operation
def tell_what_is_missing(
    db: Db, actor: Actor, cohort: Cohort, ways: Mapping[str, TellingWay]
) -> list[Enrollment]:
    """Queue what was shown, by the public id of each place; nobody is told twice on a day."""
    lock(db, cohort)
    if cohort.status is CohortStatus.CLOSED:
        raise Refused(N_("This cohort is closed."))
    found = select(Enrollment).where(
        Enrollment.cohort_id == cohort.id, Enrollment.public_id.in_(ways)
    )
    places = [
        place
        for place in db.scalars(found.order_by(Enrollment.id).with_for_update(of=Enrollment))
        if place.status.holds_a_place and not place.is_paused_at(actor.at)
    ]
    today = actor.at.astimezone(ZoneInfo(cohort.time_zone)).date()
    for place in places:
        if ways[place.public_id] is TellingWay.INVITATION:
            mail_client_invitation(db, actor, place)
            continue
        occasion = Occasion(Cause.READINESS, place.public_id, today.isoformat())
        gist = Gist(MessageKind.READINESS, "/portal/")
        queue(db, actor, occasion, Recipient(enrollment_id=place.id), gist, actor.at)
    return places
