"""A device that somebody is known on."""

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.models.accounts import Account, KnownDevice
from clinic.operations.login_sessions import know_device
from tests.cast import NOW


def known_device_of(db: Db, account: Account) -> KnownDevice:
    """Let an account be known on one device more, and give it."""
    know_device(db, Actor(account.id, NOW, account.role), account, "a tablet")
    found = select(KnownDevice).where(KnownDevice.account_id == account.id)
    return db.scalars(found.order_by(KnownDevice.id.desc()).limit(1)).one()
