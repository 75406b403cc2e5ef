"""The one place that says which cohorts, places and people a reader may see.

Somebody may have places in several groups. What is kept of her belongs to one of them and is asked
by `place_ids` or `cohort_ids`; by `client_ids` only what is about her as such, as
docs/developers.md lists it. Two groups share a person and learn nothing of each other through her.
"""

from typing import assert_never

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from clinic.domain.access import Reader, Relation, Role
from clinic.domain.enrollments import OVER, CohortStatus
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort, Facilitator, Supervision
from clinic.models.emergencies import Emergency
from clinic.models.enrollments import Enrollment
from clinic.models.sessions import GroupSession, StandIn


def cohort_ids(reader: Reader) -> Select[int]:
    """Select the ids of the cohorts that are open to a member of staff for what is asked.

    That is by a relation that stands at the instant of asking; nothing for others.
    """
    by = [_cohorts_by(relation, reader) for relation in Relation if relation in reader.relations]
    if len(by) == 1:
        return by[0]
    is_open: ColumnElement[bool] = false()
    for cohorts in by:
        is_open = or_(is_open, Cohort.id.in_(cohorts))
    return select(Cohort.id).where(is_open)


def _cohorts_by(relation: Relation, reader: Reader) -> Select[int]:
    match relation:
        case Relation.LEADS:
            return select(Facilitator.cohort_id).where(
                Facilitator.account_id == reader.account_id, Facilitator.stands_at(reader.at)
            )
        case Relation.SUPERVISES:
            return select(Supervision.cohort_id).where(
                Supervision.account_id == reader.account_id, Supervision.stands_at(reader.at)
            )
        case Relation.STANDS_IN:
            return (
                select(GroupSession.cohort_id)
                .join(StandIn, StandIn.group_session_id == GroupSession.id)
                .where(StandIn.account_id == reader.account_id, StandIn.stands_at(reader.at))
            )
        case Relation.IN_EMERGENCY:
            opened = select(Cohort.id).join(Emergency, Emergency.cohort_id == Cohort.id)
            return opened.where(_is_opened_by(reader))
        case _:
            assert_never(relation)


def is_open_place(reader: Reader) -> ColumnElement[bool]:
    """Say in a query that joins the place whether it is open to a member of staff.

    That is with its cohort, or alone, where one person's record was opened in an emergency.
    """
    with_cohort = Enrollment.cohort_id.in_(cohort_ids(reader))
    if Relation.IN_EMERGENCY not in reader.relations:
        return with_cohort
    return or_(with_cohort, Enrollment.client_id.in_(_people_opened(reader)))


def _people_opened(reader: Reader) -> Select[int]:
    opened = select(Client.id).join(Emergency, Emergency.client_id == Client.id)
    return opened.where(_is_opened_by(reader))


def _is_opened_by(reader: Reader) -> ColumnElement[bool]:
    return and_(Emergency.account_id == reader.account_id, Emergency.stands_at(reader.at))


def place_ids(reader: Reader) -> Select[int]:
    """Select the ids of the places that are open to a member of staff."""
    return select(Enrollment.id).where(is_open_place(reader))


def client_ids(reader: Reader) -> Select[int]:
    """Select the ids of the people a member of staff works with, or has worked with.

    That is everybody with a place in one of her cohorts, and for a therapist whoever she entered
    and nobody has enrolled yet. Ask by it for what is about a person as such, and for nothing that
    was said, answered, planned or sent in a group.
    """
    enrolled = select(Enrollment.client_id)
    mine = Client.id.in_(enrolled.where(is_open_place(reader)))
    if reader.role is not Role.THERAPIST:
        return select(Client.id).where(mine)
    waiting = and_(Client.created_by_id == reader.account_id, Client.id.not_in(enrolled))
    return select(Client.id).where(or_(mine, waiting))


def present_client_ids(reader: Reader) -> Select[int]:
    """Select the ids of the people whom a member of staff looks after now.

    Where somebody has, or waits for, a place in a group that runs, that is the staff of such a
    group; where all her places are over, those she was last with can still be asked.
    """
    standing = (
        select(Enrollment.client_id)
        .join(Enrollment.cohort)
        .where(Enrollment.status.not_in(OVER), Cohort.status == CohortStatus.OPEN)
    )
    here = Client.id.in_(standing.where(Cohort.id.in_(cohort_ids(reader))))
    nowhere = and_(Client.id.in_(client_ids(reader)), Client.id.not_in(standing))
    return select(Client.id).where(or_(here, nowhere))


def own_enrollment_ids(reader: Reader) -> Select[int]:
    """Select the ids of a client's own places in cohorts; nothing for staff."""
    if reader.role is not Role.CLIENT:
        return select(Enrollment.id).where(false())
    return (
        select(Enrollment.id)
        .join(Client, Enrollment.client_id == Client.id)
        .where(Client.account_id == reader.account_id)
    )
