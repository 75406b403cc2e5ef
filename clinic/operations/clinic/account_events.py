"""Telling the owner of an account what happened to its way in, by mail and on her pages."""

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.clinic.credentials import AccountEventKind
from clinic.domain.post.messages import MessageKind
from clinic.domain.post.occasions import Cause, Occasion
from clinic.domain.post.recipients import Gist, Recipient
from clinic.models.accounts import Account, AccountEvent
from clinic.models.clients import known_address_of
from clinic.operations.post.outbox import queue

_GIST = Gist(MessageKind.ACCOUNT_CHANGED, "/account/news")


@operation
def tell_owner(
    db: Db,
    actor: Actor,
    account: Account,
    kind: AccountEventKind,
    *,
    old_address: str = "",
    device: str | None = None,
) -> AccountEvent:
    """Write down what happened and tell the owner.

    Where staff entered an address that may not be hers, she hears of it at the one before too.
    """
    event = AccountEvent(
        account_id=account.id, kind=kind, at=actor.at, device=device, by_id=actor.account_id
    )
    db.add(event)
    db.flush()
    account.news_at = actor.at
    known = known_address_of(db, account)
    addresses = {known.address or "", old_address}
    if not known.is_owners(actor.at):
        addresses.add(account.confirmed_address or account.sign_in_name)
    for address in sorted(one for one in addresses if "@" in one):
        to = Recipient(account_id=account.id, address=address)
        queue(db, actor, Occasion(Cause.ACCOUNT, str(event.id), address), to, _GIST, actor.at)
    return event


@operation
def mark_news_seen(db: Db, actor: Actor, account: Account) -> Account:
    """Note that the owner has looked at all that happened up to now."""
    lock(db, account)
    unseen = select(AccountEvent).where(
        AccountEvent.account_id == account.id,
        AccountEvent.seen_at.is_(None),
        AccountEvent.at <= actor.at,
    )
    for event in db.scalars(unseen):
        event.seen_at = actor.at
    account.news_at = None
    return account
