"""What was sent, told and noted of the ways in of people, for tests."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.clinic.credentials import AccountEventKind as Kind
from clinic.domain.post.messages import MessageKind
from clinic.lookups.people.contacts import contact_facts_of
from clinic.models.accounts import Account, AccountEvent
from clinic.models.audit import AuditEntry
from clinic.operations.people.contacts import note_contact_facts
from clinic.operations.post.deliveries import claim_next, mark_sent
from tests.cast import NOW, Cast


def by(cast: Cast, name: str, days: float = 0) -> Actor:
    account = cast.accounts[name]
    return Actor(account.id, NOW + timedelta(days=days), account.role)


def new_address(db: Db, cast: Cast, email: str | None, days: float = 0) -> None:
    mia = cast.clients["mia"]
    facts = replace(contact_facts_of(db, mia), email=email)
    seen = mia.facts_changed_at.isoformat() if mia.facts_changed_at else ""
    note_contact_facts(db, by(cast, "theresa", days), mia, facts, seen=seen)


def mails(db: Db, days: float = 0) -> list[tuple[MessageKind, str, str]]:
    """Send all that is due, and give what went where with which link."""
    sent, doer = [], Actor(None, NOW + timedelta(days=days))
    while (letter := claim_next(db, doer, "example.org")) is not None:
        mark_sent(db, doer, letter)
        sent.append((letter.kind, letter.to, letter.path))
    return sorted(sent)


def told(db: Db, account: Account) -> list[Kind]:
    found = select(AccountEvent.kind).where(AccountEvent.account_id == account.id)
    return list(db.scalars(found.order_by(AccountEvent.id)))


def last_deed(db: Db) -> str:
    return str(db.scalar(select(AuditEntry.deed).order_by(AuditEntry.id.desc())))
