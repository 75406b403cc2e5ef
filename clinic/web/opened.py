"""A sign in the address of a form that it was opened while its window was open."""

import hmac
from hashlib import sha256

from flask import request

from clinic.domain.clinic.keys import KeyRing

_NAME = "opened"
_LONG_ENOUGH = 22


def opened_sign(keys: KeyRing, account_id: int, public_id: str) -> str:
    """Make the sign that one person opened one piece to write in; it never changes."""
    return _signed(keys.derive(_NAME), account_id, public_id)


def opened_here(keys: KeyRing, account_id: int) -> str | None:
    """Give the piece of this address, if the form that is sent was opened in time by its sender."""
    sent = request.args.get(_NAME, "")
    for public_id in (request.view_args or {}).values() if sent else ():
        # A form lies open for hours, and the clinic's keys may be changed meanwhile.
        for key in keys.derive_all(_NAME):
            sign = _signed(key, account_id, str(public_id))
            if hmac.compare_digest(sign.encode(), sent.encode()):
                return str(public_id)
    return None


def _signed(key: bytes, account_id: int, public_id: str) -> str:
    told = f"{account_id}:{public_id}".encode()
    return hmac.new(key, told, sha256).hexdigest()[:_LONG_ENOUGH]
