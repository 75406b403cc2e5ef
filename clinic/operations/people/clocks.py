"""Choosing the clock one lives by, and saying no to the one that a browser shows."""

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import CohortStatus
from clinic.domain.people.clocks import check_zone
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.operations.post.reminders import plan_reminders


@operation
def choose_clock(db: Db, actor: Actor, client: Client, zone: str | None) -> None:
    """Keep a person's own clock, or none for that of her group; what is to come follows it."""
    check_zone(zone)
    lock(db, client)
    is_same = client.time_zone == zone
    client.time_zone = zone
    client.zone_declined = None
    if is_same:
        return
    db.flush()
    running = (
        select(Cohort.id)
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .where(Enrollment.client_id == client.id, Cohort.status == CohortStatus.OPEN)
        .order_by(Cohort.id)
    )
    for cohort_id in db.scalars(running).all():
        plan_reminders(db, actor, cohort_id)


@operation
def decline_clock(db: Db, actor: Actor, client: Client, zone: str) -> None:
    """Keep that a person does not want the clock of her device, so that nobody asks again."""
    check_zone(zone)
    lock(db, client)
    client.zone_declined = zone
