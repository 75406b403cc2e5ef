"""The clinic's keys as values: one for the database file, and numbered ones for sealed text."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

KEY_BYTES = 32


class Keys(Protocol):
    """Where the ring is found as it is now: the keys may be changed while the clinic runs."""

    def now(self) -> "KeyRing":
        """Give the ring."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Every key the clinic has used; `current` names the one that new text is sealed with.

    Sealing keys stay on it for good: with them go the chains of the audit trail, and words that
    wait in browsers. The database has one key, and two while it is changed.
    """

    current: str
    keys: Mapping[str, bytes] = field(repr=False)
    database: bytes = field(repr=False)
    coming: bytes | None = field(default=None, repr=False)
    """The next key of the database, from the first step of a change to its last."""

    def __post_init__(self) -> None:
        if self.current not in self.keys:
            raise ValueError("the current key is not on the ring")
        if any(len(key) != KEY_BYTES for key in (*self.keys.values(), *self.database_keys)):
            raise ValueError(f"a key has {KEY_BYTES} bytes")

    @classmethod
    def fresh(cls, random_bytes: Callable[[int], bytes]) -> "KeyRing":
        """Make a ring with new keys from a source of random bytes."""
        return cls("k1", {"k1": random_bytes(KEY_BYTES)}, random_bytes(KEY_BYTES))

    @classmethod
    def from_json(cls, text: str) -> "KeyRing":
        """Read what `as_dict` wrote; raises ValueError, KeyError or TypeError for anything else."""
        raw = json.loads(text)
        keys = {str(name): bytes.fromhex(value) for name, value in raw["keys"].items()}
        coming = bytes.fromhex(raw["coming"]) if "coming" in raw else None
        return cls(str(raw["current"]), keys, bytes.fromhex(raw["database"]), coming)

    def as_dict(self) -> dict[str, object]:
        """Give the ring as it stands in the key file: hexadecimal, key ids in front."""
        keys = {name: key.hex() for name, key in self.keys.items()}
        coming = {} if self.coming is None else {"coming": self.coming.hex()}
        return {"current": self.current, "keys": keys, "database": self.database.hex(), **coming}

    @property
    def database_keys(self) -> tuple[bytes, ...]:
        """Give the keys of which one opens the database."""
        return (self.database,) if self.coming is None else (self.database, self.coming)

    def now(self) -> "KeyRing":
        """Give this ring: it is one that stays as it is."""
        return self

    def follows(self, earlier: "KeyRing") -> bool:
        """Say whether it may be what became of an earlier ring, and not one of another clinic."""
        return all(self.keys.get(name) == key for name, key in earlier.keys.items())

    def begin_change(self, random_bytes: Callable[[int], bytes]) -> "KeyRing":
        """Add a new key of either kind; one that was begun goes on with the keys it has."""
        if self.coming is not None:
            return self
        number = 1 + len(self.keys)
        while (name := f"k{number}") in self.keys:
            number += 1
        keys = {**self.keys, name: random_bytes(KEY_BYTES)}
        return KeyRing(name, keys, self.database, random_bytes(KEY_BYTES))

    def opening_with(self, key: bytes) -> "KeyRing":
        """Leave of the keys of the database the one that opens it."""
        return replace(self, database=key, coming=None)

    def derive(self, purpose: str) -> bytes:
        """Derive a key for one purpose from the current key.

        HKDF-Expand (RFC 5869) with SHA-256 and a single block; the master key is already uniform,
        so the extract step is left out as the RFC allows (section 3.3).
        """
        return self._derived(self.current, purpose)

    def derive_all(self, purpose: str) -> tuple[bytes, ...]:
        """Derive it from every key of the ring, the current one first and then back in time.

        For what lies where it cannot be sealed again when the clinic changes its key.
        """
        names = [self.current, *(name for name in [*self.keys][::-1] if name != self.current)]
        return tuple(self._derived(name, purpose) for name in names)

    def _derived(self, name: str, purpose: str) -> bytes:
        text = purpose.encode() + b"\x01"
        return hmac.new(self.keys[name], text, hashlib.sha256).digest()
