"""Where mail goes out, what one letter carries, and why one could not be delivered."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from ipaddress import ip_address
from typing import assert_never
from urllib.parse import SplitResult, unquote, urlsplit

from clinic.domain.people.clocks import Clock
from clinic.domain.post.messages import Attachment, MessageKind
from clinic.domain.text import N_

_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9.-]{1,190}")


class MailTransport(StrEnum):
    """How mail leaves the program."""

    FOLDER = "file"
    CONSOLE = "console"
    PLAIN = "smtp"
    STARTTLS = "smtp+starttls"
    TLS = "smtps"


_PORTS = {MailTransport.PLAIN: 25, MailTransport.STARTTLS: 587, MailTransport.TLS: 465}


@dataclass(frozen=True, slots=True)
class MailRoute:
    """A mail server with what it wants to know, or a folder, or the terminal."""

    way: MailTransport = MailTransport.FOLDER
    folder: str = ""
    """Empty: a folder of the name "mailbox" in the data folder."""
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)


def read_route(text: str) -> MailRoute:
    """Read an address such as smtps://user:password@mail.example.org:465; raises ValueError."""
    parts = urlsplit(text)
    try:
        way = MailTransport(parts.scheme)
        port = parts.port
    except ValueError:
        raise ValueError(
            "must begin with smtp://, smtps:// or smtp+starttls://, or be file: or console:"
        ) from None
    match way:
        case MailTransport.CONSOLE:
            return MailRoute(way)
        case MailTransport.FOLDER:
            return MailRoute(way, folder=unquote(parts.path))
        case MailTransport.PLAIN | MailTransport.STARTTLS | MailTransport.TLS:
            return _server(way, parts, port)
        case _:
            assert_never(way)


def _server(way: MailTransport, parts: SplitResult, port: int | None) -> MailRoute:
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment or port == 0:
        raise ValueError("must look like smtps://user:password@mail.example.org:465")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise ValueError("must name both a user and a password, or neither")
    if password and way is MailTransport.PLAIN and not _is_here(parts.hostname):
        raise ValueError(
            "would send the password unprotected; begin it with smtp+starttls:// or smtps://"
        )
    return MailRoute(
        way, host=parts.hostname, port=port or _PORTS[way], user=user, password=password
    )


def is_address(text: str) -> bool:
    """Say whether a text is one plain e-mail address."""
    return bool(_ADDRESS.fullmatch(text))


def domain_of(address: str) -> str:
    """Give the part of an address behind its last at sign."""
    return address.rpartition("@")[2]


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True, slots=True)
class LetterPart:
    """One thing that a letter is about."""

    kind: MessageKind
    meets_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OutgoingLetter:
    """What a worker needs to send one message; all of it is neutral but `to`."""

    message: str
    """Its public id."""
    claim: str
    attempts: int
    kind: MessageKind
    to: str
    message_id: str
    sender: str
    """The clinic's discreet name."""
    name: str
    """The discreet name of the cohort, or the clinic's."""
    clock: Clock
    parts: tuple[LetterPart, ...]
    """What travels in it: one thing, or all of a day."""
    path: str
    """Where the link leads: to a door that asks for a sign-in, whatever lies behind it."""
    stop_token: str | None
    attachment: Attachment | None


class Fault(StrEnum):
    """Why a try failed, as a sentence for staff. None of them names an address."""

    NOT_REACHED = N_("The mail server could not be reached.")
    SLOW = N_("The mail server took too long to answer.")
    DROPPED = N_("The connection broke before the mail server said whether it took the message.")
    SIGN_IN = N_("The mail server does not accept the clinic’s sign-in.")
    UNPROTECTED = N_("The mail server does not offer a secure connection that can be trusted.")
    SENDER = N_("The mail server refuses the address that the clinic sends from.")
    LATER = N_("The mail server asks to try again later.")
    ADDRESS = N_("The mail server refuses this person’s address. Please check it with the person.")
    REFUSED = N_("The mail server refuses the message for good.")
    CRASHED = N_("The worker stopped many times while it was sending this.")
    NOT_WRITTEN = N_("The mailbox could not be written.")

    @property
    def is_final(self) -> bool:
        """Whether trying again cannot help."""
        return self in (Fault.ADDRESS, Fault.REFUSED, Fault.CRASHED)


class Undelivered(Exception):
    """A message was not taken; `code` is the server's number for the log, where it gave one."""

    def __init__(self, fault: Fault, code: int | None = None) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.code = code
