"""Reading how to reach somebody, whom to call for her, and what she needs."""

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.models.clients import Client


def get_own_client(db: Db, reader: Reader) -> Client:
    """Give the reader's own row; staff have none."""
    is_client = reader.role is Role.CLIENT
    return db.scalars(
        select(Client).where(Client.account_id == (reader.account_id if is_client else None))
    ).one()
