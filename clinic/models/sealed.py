"""Sealed text: AES-256-GCM bound to its table, row and column, with the key's id in front."""

import base64
import os
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import ColumnElement, Text, func
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from clinic.domain.clinic.keys import KeyRing
from clinic.models.base import Base

_NONCE_BYTES = 12


def seal(keys: KeyRing, binding: str, text: str) -> str:
    """Seal text under the current key; `binding` says where it may be read again."""
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(keys.keys[keys.current]).encrypt(nonce, text.encode(), binding.encode())
    return f"{keys.current}:{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(keys: KeyRing, binding: str, sealed: str) -> str:
    """Read sealed text; raises InvalidTag when it was moved or changed, KeyError without a key."""
    key_id, _, body = sealed.partition(":")
    raw = base64.urlsafe_b64decode(body)
    plain = AESGCM(keys.keys[key_id]).decrypt(
        raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], binding.encode()
    )
    return plain.decode()


def sealed_column() -> Mapped[str | None]:
    """Declare a column of sealed text, written and read by the two functions below."""
    return mapped_column(Text, nullable=True, info={"is_sealed": True})


def write_sealed(keys: KeyRing, row: Any, column: str, text: str | None) -> None:
    """Seal a text into a column of a row; `None` empties it, and the same text stays as it is."""
    if text and read_sealed(keys, row, column) == text:
        return
    binding = binding_of(row, row.public_id, column)
    setattr(row, column, seal(keys, binding, text) if text else None)


def read_sealed(keys: KeyRing, row: Any, column: str) -> str | None:
    """Read a sealed column of a row; `None` where there is nothing."""
    sealed = getattr(row, column)
    return unseal(keys, binding_of(row, row.public_id, column), sealed) if sealed else None


def binding_of(table: Any, public_id: str, column: str) -> str:
    """Say where a sealed text may be read: in this column of this row of a table."""
    return f"{table.__tablename__}:{public_id}:{column}"


def sealed_columns() -> list[tuple[type[Any], str]]:
    """Name every sealed column there is: its class, and its name there."""
    found = {
        (mapper.class_, mapper.get_property_by_column(column).key)
        for mapper in Base.registry.mappers
        for column in mapper.columns
        if column.info.get("is_sealed")
    }
    return sorted(found, key=lambda one: (one[0].__tablename__, one[1]))


def is_under_former_key(keys: KeyRing, column: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Say of a sealed column that its text is not under the current key."""
    mark = f"{keys.current}:"
    return func.substr(column, 1, len(mark)) != mark
