"""For what a page about somebody is open to whoever works with her for a while only."""

from dataclasses import replace

from sqlalchemy import exists, select

from clinic.db import Db
from clinic.domain.access import Action, Reader, Relation, reach_of
from clinic.domain.clinic.trail import Subject
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.sessions import StandIn
from clinic.queries.scope import client_ids, cohort_ids


def narrow_reach(db: Db, reader: Reader, subject: Subject) -> frozenset[Action] | None:
    """Give the actions of a page that no whole part opens; `None` where one does, or none need.

    So that such a page has no button that leads nowhere.
    """
    relations = _narrow_relations(db, reader)
    if not relations or _is_whole(db, reader, subject):
        return None
    return reach_of(relations)


def _narrow_relations(db: Db, reader: Reader) -> frozenset[Relation]:
    found = frozenset({Relation.IN_EMERGENCY} if reader.has_emergency else ())
    if Relation.STANDS_IN not in reader.wanting(Action.COHORT_READ).relations:
        return found
    standing = (
        select(StandIn.id)
        .join(StandIn.group_session)
        .where(StandIn.account_id == reader.account_id, StandIn.stands_at(reader.at))
    )
    return found | {Relation.STANDS_IN} if db.scalar(select(exists(standing))) else found


def _is_whole(db: Db, reader: Reader, subject: Subject) -> bool:
    # Without an action only those who lead or supervise are asked for.
    whole = replace(reader, action=None, has_emergency=False)
    if subject.cohort_id is not None:
        mine = select(Cohort.id).where(
            Cohort.id == subject.cohort_id, Cohort.id.in_(cohort_ids(whole))
        )
    elif subject.client_id is not None:
        mine = select(Client.id).where(
            Client.id == subject.client_id, Client.id.in_(client_ids(whole))
        )
    else:
        return True
    return bool(db.scalar(select(exists(mine))))
