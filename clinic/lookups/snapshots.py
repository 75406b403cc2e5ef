"""What was read in the snapshot that a page is drawn from, so that it is asked only once."""

from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.orm import SessionTransaction

from clinic.db import Db

_READ: WeakKeyDictionary[SessionTransaction, dict[Any, Any]] = WeakKeyDictionary()


def read_before(db: Db) -> dict[Any, Any]:
    """Give a place for what is read; it ends with the snapshot, and there is none in a deed."""
    snapshot = None if db.is_writing else db.get_transaction()
    return {} if snapshot is None else _READ.setdefault(snapshot, {})
