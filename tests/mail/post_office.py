"""A real mail server on this machine that can be told to misbehave."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

TAKEN = "250 taken"


def nothing() -> None:
    """Do nothing, where a test wants no more."""


@dataclass(frozen=True)
class Delivery:
    """One mail that the server took, in which life of the worker."""

    life: int
    message_id: str
    to: str
    mail: EmailMessage = field(repr=False)


@dataclass
class PostOffice:
    """What the server does, and what it took."""

    port: int = 0
    life: int = 0
    taken: list[Delivery] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    """Answers to RCPT, by address."""
    answers: list[str] = field(default_factory=list)
    """What to say to the next mails instead of taking them."""
    drops: int = 0
    """How many times to take a mail and drop the line before saying so."""
    wait_seconds: float = 0
    is_busy: Event = field(default_factory=Event)
    """Set when somebody begins to send."""
    before_answer: Callable[[], None] = nothing
    after_answer: Callable[[], None] = nothing

    async def handle_RCPT(  # noqa: N802 - the name that the server calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.is_busy.set()
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(  # noqa: N802 - the name that the server calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        await asyncio.sleep(self.wait_seconds)
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        sent_as = str(mail["Message-ID"]).strip(" <>")
        self.taken.append(Delivery(self.life, sent_as, envelope.rcpt_tos[0], mail))
        self.before_answer()
        if self.drops:
            self.drops -= 1
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            return TAKEN
        asyncio.get_running_loop().call_later(0.001, self.after_answer)
        return TAKEN

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


@contextmanager
def open_post_office() -> Iterator[PostOffice]:
    """Open a post office on a free port, for as long as it is needed."""
    office = PostOffice(port=free_port())
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def free_port() -> int:
    """Give a port at which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
