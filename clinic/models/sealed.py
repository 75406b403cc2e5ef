"""Sealed text: AES-256-GCM bound to its table, row and column, with the key's id in front."""

import base64
import os
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from clinic.domain.clinic.keys import KeyRing

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
    setattr(row, column, seal(keys, _binding(row, column), text) if text else None)


def read_sealed(keys: KeyRing, row: Any, column: str) -> str | None:
    """Read a sealed column of a row; `None` where there is nothing."""
    sealed = getattr(row, column)
    return unseal(keys, _binding(row, column), sealed) if sealed else None


def _binding(row: Any, column: str) -> str:
    return f"{row.__tablename__}:{row.public_id}:{column}"
