"""For what a page about somebody is open to whoever works with her for a while only."""

from dataclasses import replace

from sqlalchemy import exists, select

from clinic.db import Db
from clinic.domain.access import Action, Reader, reach_of
from clinic.domain.clinic.trail import Subject
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.queries.scope import client_ids, cohort_ids


def narrow_reach(db: Db, reader: Reader, subject: Subject) -> frozenset[Action] | None:
    """Give the actions of a page that no whole part opens; `None` where one does, or none need.

    So that such a page has no button that leads nowhere.
    """
    if not reader.narrow_relations or _is_whole(db, reader, subject):
        return None
    return reach_of(reader.narrow_relations)


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
