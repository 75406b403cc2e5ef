"""The clinic's keys as values: one for the database file, and numbered ones for sealed text."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Every key the clinic has used; `current` names the one that new text is sealed with."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)
    database: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if self.current not in self.keys:
            raise ValueError("the current key is not on the ring")
        if any(len(key) != KEY_BYTES for key in (*self.keys.values(), self.database)):
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
        return cls(str(raw["current"]), keys, bytes.fromhex(raw["database"]))

    def as_dict(self) -> dict[str, object]:
        """Give the ring as it stands in the key file: hexadecimal, key ids in front."""
        keys = {name: key.hex() for name, key in self.keys.items()}
        return {"current": self.current, "keys": keys, "database": self.database.hex()}

    def derive(self, purpose: str) -> bytes:
        """Derive a key for one purpose from the current key.

        HKDF-Expand (RFC 5869) with SHA-256 and a single block; the master key is already uniform,
        so the extract step is left out as the RFC allows (section 3.3).
        """
        return self._derived(self.current, purpose)

    def derive_all(self, purpose: str) -> tuple[bytes, ...]:
        """Derive it from every key of the ring, the current one first.

        For what lies where it cannot be sealed again when the clinic changes its key.
        """
        names = (self.current, *(name for name in self.keys if name != self.current))
        return tuple(self._derived(name, purpose) for name in names)

    def _derived(self, name: str, purpose: str) -> bytes:
        text = purpose.encode() + b"\x01"
        return hmac.new(self.keys[name], text, hashlib.sha256).digest()
