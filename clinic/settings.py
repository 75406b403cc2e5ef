"""Settings from the environment, read once; a wrong or unknown one stops the start by name."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from clinic.domain.clinic import providers
from clinic.domain.clinic.providers import Provider, read_provider
from clinic.domain.post.mail import MailRoute, MailTransport, is_address, read_route

ROOT = Path(__file__).resolve().parent.parent
_KNOWN = {
    "CLINIC_DATA",
    "CLINIC_DATABASE_URL",
    "CLINIC_KEY_FILE",
    "CLINIC_BASE_URL",
    "CLINIC_BIND",
    "CLINIC_PROXIES",
    "CLINIC_SMTP_URL",
    "CLINIC_MAIL_FROM",
    *providers.NAMES,
}
_FOR_TESTS = "CLINIC_TEST_"
_HERE = "127.0.0.1:8000"
MOST_PROXIES = 5


class WrongSetting(Exception):
    """A setting that cannot be used; its text names the setting and what was expected."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that may differ between two installations.

    `strict` makes a change that was made and never written an error rather than a line in the log;
    tests and the demo set it.
    """

    data: Path
    database_url: str
    key_file: Path
    base_url: str = "http://127.0.0.1:8000"
    bind: str = "127.0.0.1:8000"
    proxies: int = 0
    """How many servers stand in front and say whom they speak for; 0 believes nobody."""
    mail: MailRoute = MailRoute()
    mail_from: str = "hearth@localhost"
    provider: Provider | None = None
    """The clinic's own sign-in server for staff; off unless it is named."""
    content: Path = ROOT / "worksheets"
    templates: Path = ROOT / "templates"
    migrations: Path = ROOT / "migrations"
    strict: bool = False
    has_csrf: bool = True

    @property
    def has_data(self) -> bool:
        """Whether a database file is there already, in the data folder or where its URL says."""
        named = self.database_url.removeprefix("sqlite:///")
        is_named = named != self.database_url and Path(named).is_file()
        return is_named or any(self.data.glob("*.db"))

    @property
    def is_secure(self) -> bool:
        """Whether people reach the clinic over TLS, so that cookies may insist on it."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """The host name, with the port where there is one, that requests must name."""
        return urlsplit(self.base_url).netloc

    @property
    def address(self) -> tuple[str, int]:
        """The address and port that the server binds."""
        host, _, port = self.bind.rpartition(":")
        return host.strip("[]"), int(port)


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings, raising `WrongSetting` for an unknown name or a value of no use."""
    given = os.environ if environment is None else environment
    for name in given:
        if name.startswith("CLINIC_") and name not in _KNOWN and not name.startswith(_FOR_TESTS):
            raise WrongSetting(f"{name} is not a setting. Known are: {', '.join(sorted(_KNOWN))}.")
    data = Path(given.get("CLINIC_DATA") or Path.home() / ".local/share/hearth").expanduser()
    key_file = given.get("CLINIC_KEY_FILE") or str(data.parent / f"{data.name}-keys.json")
    return Settings(
        data=data,
        database_url=database_url(given.get("CLINIC_DATABASE_URL"), data),
        key_file=_outside(Path(key_file).expanduser(), data),
        bind=(bind := _bind(given.get("CLINIC_BIND") or _HERE)),
        base_url=_base_url(given.get("CLINIC_BASE_URL") or _own_address(bind)),
        proxies=_proxies(given.get("CLINIC_PROXIES") or "0"),
        mail=(mail := _mail(given.get("CLINIC_SMTP_URL") or "file:")),
        mail_from=_mail_from(given.get("CLINIC_MAIL_FROM"), mail),
        provider=_provider(given),
    )


def database_url(given: str | None, data: Path) -> str:
    """Read the address of a database; without one it is the file in the data folder."""
    if not given:
        return f"sqlite:///{data / 'clinic.db'}"
    if given.startswith("postgres://"):
        given = "postgresql://" + given.removeprefix("postgres://")
    if given.startswith("postgresql://"):
        return "postgresql+psycopg://" + given.removeprefix("postgresql://")
    if given.startswith(("sqlite:///", "postgresql+psycopg://")):
        return given
    raise WrongSetting("CLINIC_DATABASE_URL must begin with sqlite:/// or postgresql://.")


def _outside(key_file: Path, data: Path) -> Path:
    if key_file.resolve().is_relative_to(data.resolve()):
        raise WrongSetting(
            "CLINIC_KEY_FILE must lie outside CLINIC_DATA: a key beside the data protects nothing."
        )
    return key_file


def _base_url(given: str) -> str:
    try:
        parts = urlsplit(given)
        is_host = bool(parts.hostname) and parts.port != 0 and "@" not in parts.netloc
        rest = parts.path.strip("/") + parts.query + parts.fragment
        if parts.scheme in ("http", "https") and is_host and not rest:
            return given.rstrip("/")
    except ValueError:
        pass  # a port that is none, or half an IPv6 address
    raise WrongSetting("CLINIC_BASE_URL must look like https://clinic.example.org.")


def _bind(given: str) -> str:
    host, _, port = given.rpartition(":")
    try:
        ipaddress.ip_address(host.strip("[]"))
        if port.isascii() and port.isdigit() and 0 < int(port) < 65536:
            return given
    except ValueError:
        pass
    raise WrongSetting("CLINIC_BIND must be an address and a port, such as 127.0.0.1:8000.")


def _own_address(bind: str) -> str:
    """Give the address on this machine; where others may call, nobody knows by which name."""
    host = bind.rpartition(":")[0].strip("[]")
    return f"http://{bind if ipaddress.ip_address(host).is_loopback else _HERE}"


def _proxies(given: str) -> int:
    if given.isascii() and given.isdigit() and int(given) <= MOST_PROXIES:
        return int(given)
    raise WrongSetting(f"CLINIC_PROXIES must be a number from 0 to {MOST_PROXIES}.")


def _mail(given: str) -> MailRoute:
    try:
        return read_route(given)
    except ValueError as fault:
        raise WrongSetting(f"CLINIC_SMTP_URL {fault}.") from None


def _provider(given: Mapping[str, str]) -> Provider | None:
    named = given.get(providers.SECRET_FILE, "")
    try:
        path = Path(named).expanduser()
        if named and path.stat().st_mode & 0o077:
            raise WrongSetting(f"{providers.SECRET_FILE}: {path} may be read by others.")
        return read_provider(given, path.read_text(encoding="utf-8").strip() if named else "")
    except OSError as fault:
        raise WrongSetting(f"{providers.SECRET_FILE}: {named} cannot be read.") from fault
    except ValueError as fault:
        raise WrongSetting(str(fault)) from fault


def _mail_from(given: str | None, route: MailRoute) -> str:
    if not given and route.way in (MailTransport.FOLDER, MailTransport.CONSOLE):
        return "hearth@localhost"
    if given and is_address(given):
        return given
    raise WrongSetting(
        "CLINIC_MAIL_FROM must be the address that mail comes from, such as hello@example.org."
    )
