"""The one place that says which cohorts and enrollments a reader may see."""

from sqlalchemy import Select, and_, false, or_, select

from clinic.domain.access import Reader, Role
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort, Facilitator, Supervision
from clinic.models.enrollments import Enrollment


def cohort_ids(reader: Reader) -> Select[int]:
    """Select the ids of the cohorts a member of staff leads or supervises; nothing for others."""
    if reader.role is Role.THERAPIST:
        return select(Facilitator.cohort_id).where(
            Facilitator.account_id == reader.account_id, Facilitator.ended_at.is_(None)
        )
    if reader.role is Role.SUPERVISOR:
        return select(Supervision.cohort_id).where(
            Supervision.account_id == reader.account_id, Supervision.ended_at.is_(None)
        )
    return select(Cohort.id).where(false())


def client_ids(reader: Reader) -> Select[int]:
    """Select the ids of the people a member of staff works with.

    That is everybody enrolled in one of her cohorts, and for a therapist whoever she entered and
    nobody has enrolled yet.
    """
    enrolled = select(Enrollment.client_id)
    mine = Client.id.in_(enrolled.where(Enrollment.cohort_id.in_(cohort_ids(reader))))
    if reader.role is not Role.THERAPIST:
        return select(Client.id).where(mine)
    waiting = and_(Client.created_by_id == reader.account_id, Client.id.not_in(enrolled))
    return select(Client.id).where(or_(mine, waiting))


def own_enrollment_ids(reader: Reader) -> Select[int]:
    """Select the ids of a client's own places in cohorts; nothing for staff."""
    if reader.role is not Role.CLIENT:
        return select(Enrollment.id).where(false())
    return (
        select(Enrollment.id)
        .join(Client, Enrollment.client_id == Client.id)
        .where(Client.account_id == reader.account_id)
    )
