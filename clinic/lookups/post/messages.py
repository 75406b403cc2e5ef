"""The message whose link to stop somebody holds."""

from sqlalchemy import select

from clinic.db import Db
from clinic.models.messages import Message


def find_by_stop_token(db: Db, token: str) -> Message | None:
    """Find the message whose link to stop somebody holds, signed in or not."""
    return db.scalar(
        select(Message).where(Message.stop_token == token, Message.client_id.is_not(None))
    )
