"""The clinic's own sign-in server for staff, where it names one: what it is trusted to say."""

import ipaddress
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

ISSUER = "CLINIC_OIDC_ISSUER"
CLIENT_ID = "CLINIC_OIDC_CLIENT_ID"
SECRET_FILE = "CLINIC_OIDC_SECRET_FILE"  # noqa: S105 - the name of a setting
SECOND_FACTOR = "CLINIC_OIDC_SECOND_FACTOR"
PASSPHRASES = "CLINIC_OIDC_PASSPHRASES"
NAMES = frozenset({ISSUER, CLIENT_ID, SECRET_FILE, SECOND_FACTOR, PASSPHRASES})
_ANSWERS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Provider:
    """A server that says by OpenID Connect who somebody of the staff is."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    second_factor: frozenset[str] = frozenset()
    """The words of `amr` or `acr` that tell of a second factor; without one, ours is asked for."""
    keeps_passphrases: bool = True
    """Whether staff who are linked may come in by passphrase too, as when it does not answer."""

    def proves_second(self, methods: Collection[str], level: str) -> bool:
        """Say whether what the server tells of a sign-in counts as a second factor here."""
        return bool(self.second_factor & {*methods, level})


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is to a provider, as it has just signed; never found by an address."""

    issuer: str
    subject: str
    proved_at: datetime
    has_second: bool


def read_provider(given: Mapping[str, str], secret: str) -> Provider | None:
    """Read the settings of a provider; `None` where none is named, `ValueError` where one is half.

    The text of the error begins with the name of the setting.
    """
    named = {name: given.get(name, "").strip() for name in NAMES}
    if not any(named.values()):
        return None
    if not is_guarded(named[ISSUER]) or urlsplit(named[ISSUER]).query:
        raise ValueError(f"{ISSUER} must begin with https://.")
    for name, value in ((CLIENT_ID, named[CLIENT_ID]), (SECRET_FILE, secret)):
        if not value:
            raise ValueError(f"{name} is needed with {ISSUER}.")
    keeps = _ANSWERS.get(named[PASSPHRASES] or "yes")
    if keeps is None:
        raise ValueError(f"{PASSPHRASES} must be yes or no.")
    counts = frozenset(named[SECOND_FACTOR].split())
    return Provider(named[ISSUER], named[CLIENT_ID], secret, counts, keeps)


def is_guarded(address: object) -> bool:
    """Say whether what is sent to an address is read by nobody on the way."""
    try:
        parts = urlsplit(str(address))
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme == "http":
        return host == "localhost" or _is_loopback(host)
    return parts.scheme == "https" and bool(host) and "@" not in parts.netloc


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
