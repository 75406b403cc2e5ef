"""Entering people, whether they have an e-mail address or not."""

import secrets

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.administrations import QuestionLayout
from clinic.domain.enrollments import Medium
from clinic.models.accounts import Invitation
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.operations.invitations import (
    IssuedInvitation,
    issue_invitation,
    mail_invitation,
    make_client_account,
)

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
def invite_client(db: Db, actor: Actor, client: Client) -> IssuedInvitation:
    """Give a person an account where there is none, and a fresh link that opens it."""
    return issue_invitation(db, actor, make_client_account(db, actor, client))


@operation
def mail_client_invitation(db: Db, actor: Actor, enrollment: Enrollment) -> Invitation:
    """Invite a person by mail, making an account where there is none."""
    client = db.get_one(Client, enrollment.client_id)
    account = make_client_account(db, actor, client)
    db.flush()
    return mail_invitation(db, actor, account, enrollment)


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
