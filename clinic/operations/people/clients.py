"""Entering people, whether they have an e-mail address or not."""

import secrets

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium, NewClient
from clinic.domain.errors import Refused
from clinic.domain.measures.administrations import QuestionLayout
from clinic.domain.text import N_
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@operation
def add_client(
    db: Db,
    actor: Actor,
    *,
    preferred_name: str,
    family_name: str,
    email: str | None,
    phone: str | None,
    medium: Medium,
) -> Client:
    """Enter a person, with a code for paper that carries no names."""
    client = Client(
        preferred_name=preferred_name,
        family_name=family_name,
        code=_free_code(db),
        email=email.lower() if email else None,
        phone=phone,
        medium=medium,
        created_at=actor.at,
        created_by_id=actor.account_id,
    )
    db.add(client)
    return client


@operation
def add_newcomer(db: Db, actor: Actor, cohort: Cohort, person: NewClient) -> Client:
    """Enter somebody who is new here, unless the cohort knows her address already.

    Somebody who may be known is entered only once it was said that it is another person.
    """
    if person.email and _is_known(db, cohort, person.email):
        raise Refused(
            N_("Somebody with this e-mail address is in this cohort or waits for it already."),
            field="email",
        )
    if person.may_be_known:
        raise Refused(N_("Perhaps this is somebody you know. Nobody is entered yet."))
    client = add_client(
        db,
        actor,
        preferred_name=person.preferred_name,
        family_name=person.family_name,
        email=person.email,
        phone=person.phone,
        medium=person.medium,
    )
    db.flush()
    return client


def _is_known(db: Db, cohort: Cohort, email: str) -> bool:
    same = (
        select(Enrollment.id)
        .join(Client, Enrollment.client_id == Client.id)
        .where(Enrollment.cohort_id == cohort.id, Client.email == email.lower())
    )
    return db.scalar(same.limit(1)) is not None


def _free_code(db: Db) -> str:
    while True:
        code = secrets.choice(_LETTERS) + f"{secrets.randbelow(9000) + 1000}"
        if db.scalar(select(Client.id).where(Client.code == code)) is None:
            return code


@operation
def choose_layout(db: Db, actor: Actor, client_id: int, layout: QuestionLayout) -> Client:
    """Keep whether a person likes one question at a time or all of them on one page."""
    client = db.get_one(Client, client_id)
    lock(db, client)
    client.question_layout = layout
    return client
