"""Rules of signing in: how long a sign-in lasts, how often one may try, what names look like."""

import hashlib
import hmac
import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from clinic.domain.access import Role

LONGEST_SIGN_IN = timedelta(hours=10)
SEEN_EVERY = timedelta(minutes=1)
"""So often it is noted that a sign-in is in use, so that reading costs no write."""
INVITATION_LASTS = timedelta(days=7)
TRIES_PER_NAME = 10
TRIES_PER_ADDRESS = 30
TRIES_PER_DEVICE = 10
CODES_PER_DAY = 30
"""Wrong codes from unknown devices: by luck one of 11,000 such days lets somebody in."""
CODES_TOLD = 3
"""How many wrong codes on such devices its owner hears of, once a day."""
TRIES_WINDOW = timedelta(hours=1)
TRIES_KEPT = timedelta(hours=24)
DEVICE_KNOWN = timedelta(days=180)
"""How long a device is known on which nobody signs in any more."""

_STAFF_IDLE = timedelta(minutes=15)
_CLIENT_IDLE = timedelta(minutes=20)

_FIRST_WORDS = (
    "amber",
    "apple",
    "birch",
    "bright",
    "cedar",
    "clover",
    "copper",
    "cotton",
    "garden",
    "gentle",
    "golden",
    "harbor",
    "hazel",
    "indigo",
    "ivory",
    "juniper",
    "linen",
    "maple",
    "marble",
    "meadow",
    "olive",
    "orchard",
    "pebble",
    "quiet",
    "river",
    "saffron",
    "silver",
    "summer",
    "velvet",
    "willow",
)
_SECOND_WORDS = (
    "anchor",
    "basket",
    "blanket",
    "bridge",
    "button",
    "candle",
    "canyon",
    "feather",
    "ferry",
    "fountain",
    "island",
    "kettle",
    "ladder",
    "lantern",
    "market",
    "mitten",
    "mountain",
    "paddle",
    "parcel",
    "pencil",
    "pillow",
    "ribbon",
    "saddle",
    "teapot",
    "thimble",
    "ticket",
    "tunnel",
    "village",
    "wagon",
    "window",
)


def idle_limit(role: Role) -> timedelta:
    """Say how long a sign-in may lie still before it ends."""
    return _CLIENT_IDLE if role is Role.CLIENT else _STAFF_IDLE


def is_live(role: Role, started_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Say whether a sign-in that nobody ended still holds."""
    return now - seen_at <= idle_limit(role) and now - started_at <= LONGEST_SIGN_IN


def ends_at(role: Role, started_at: datetime, seen_at: datetime) -> datetime:
    """Say when a sign-in ends in which nothing happens any more."""
    return min(seen_at + idle_limit(role), started_at + LONGEST_SIGN_IN)


def hash_of_token(token: str) -> str:
    """Give what a table keeps of a token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_of_try(key: bytes, kind: str, text: str) -> str:
    """Give what the count of tries keeps of a name or an address.

    Keyed, because a plain hash of either is found by trying all of them.
    """
    return hmac.new(key, f"{kind}:{text}".encode(errors="replace"), hashlib.sha256).hexdigest()


def may_try_here(bad_on_device: int) -> bool:
    """Say whether one more try is looked at on a device that the account knows.

    Nothing that happens elsewhere counts, or somebody could shut its owner out.
    """
    return bad_on_device < TRIES_PER_DEVICE


def may_try_elsewhere(bad_by_name: int, bad_by_address: int) -> bool:
    """Say whether one more try is looked at from a device that the account does not know.

    `bad_by_name` holds the tries of all strangers at one name together, and none of known devices.
    """
    return bad_by_name < TRIES_PER_NAME and bad_by_address < TRIES_PER_ADDRESS


def may_try_today(bad_codes: int) -> bool:
    """Say whether one more code is looked at from a device that the account does not know.

    `bad_codes` holds those of the last 24 hours: whoever comes to codes knows the passphrase.
    """
    return bad_codes < CODES_PER_DAY


def hash_of_miss(key: bytes, account_id: int | None) -> str:
    """Give what the count keeps of somebody signed in whose sheet code opened nothing."""
    return hash_of_try(key, "sheet code", str(account_id))


def plain_sign_in_name(typed: str) -> str:
    """Give a sign-in name as it is stored: one form of each letter, lower case, no space around."""
    return unicodedata.normalize("NFC", typed).strip().lower()


def new_sign_in_name(choose: Callable[[Sequence[str]], str]) -> str:
    """Make a name that is easy to read from paper, as "harbor-lantern-4821"."""
    digits = "".join(choose("0123456789") for _ in range(4))
    return f"{choose(_FIRST_WORDS)}-{choose(_SECOND_WORDS)}-{digits}"


def plain_passphrase(typed: str) -> str:
    """Give a passphrase as it is hashed: one form of each letter, and otherwise as it was typed.

    Keyboards write the same accented letter in two ways.
    """
    return unicodedata.normalize("NFC", typed)
