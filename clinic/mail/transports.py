"""The ways by which mail leaves: a folder, the terminal, a mail server. Only here is smtplib."""

import os
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from threading import Event, Timer
from typing import Protocol, assert_never

from clinic.domain.post.mail import Fault, MailRoute, MailTransport, Undelivered, domain_of

STEP_SECONDS = 30.0
WHOLE_SECONDS = 180.0
"""A server may take so long for one answer, and for all of them together."""

_FOR_GOOD = 500


class Transport(Protocol):
    """Somewhere to deliver mail to."""

    def deliver(self, mail: EmailMessage, mail_from: str, to: str) -> None:
        """Hand a mail over, raising `Undelivered` when it was not taken for certain."""


class FolderTransport:
    """Writes each mail into a file, for a demo and for looking at what would be sent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def deliver(self, mail: EmailMessage, mail_from: str, to: str) -> None:
        """Write one file, named by the Message-ID: a second try is the same file again."""
        name = _file_of(str(mail["Message-ID"]))
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            half = self.folder / f".{name}.{os.getpid()}"
            half.write_bytes(bytes(mail))
            half.rename(self.folder / f"{name}.eml")
        except OSError as fault:
            raise Undelivered(Fault.NOT_WRITTEN) from fault

    def forget(self, message_ids: Iterable[str]) -> None:
        """Remove the files of these messages, where there are any."""
        for message_id in message_ids:
            (self.folder / f"{_file_of(message_id)}.eml").unlink(missing_ok=True)


class ConsoleTransport:
    """Prints each mail, for looking at what would be sent."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say

    def deliver(self, mail: EmailMessage, mail_from: str, to: str) -> None:
        """Print one mail as it would go over the line."""
        self.say(mail.as_string())


class SmtpTransport:
    """Hands each mail to a mail server, on a line of its own."""

    def __init__(
        self,
        route: MailRoute,
        step_seconds: float = STEP_SECONDS,
        whole_seconds: float = WHOLE_SECONDS,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.route = route
        self.step_seconds = step_seconds
        self.whole_seconds = whole_seconds
        self.tls = tls or ssl.create_default_context()

    def deliver(self, mail: EmailMessage, mail_from: str, to: str) -> None:
        """Send one mail and wait until the server says that it took it."""
        with _told_as_faults(), self._line(mail_from) as line:
            line.send_message(mail, mail_from, [to])

    @contextmanager
    def _line(self, mail_from: str) -> Iterator[smtplib.SMTP]:
        line = self._connect(domain_of(mail_from))
        # A server that sends one byte a minute never runs into the time of one step.
        is_cut = Event()
        watch = Timer(self.whole_seconds, _cut, [line, is_cut])
        watch.daemon = True
        watch.start()
        try:
            if self.route.way is MailTransport.STARTTLS:
                line.starttls(context=self.tls)
            if self.route.user:
                line.login(self.route.user, self.route.password)
            yield line
        except (smtplib.SMTPException, OSError) as fault:
            if is_cut.is_set():
                raise TimeoutError from fault
            raise
        finally:
            watch.cancel()
            _hang_up(line)

    def _connect(self, name: str) -> smtplib.SMTP:
        route, timeout = self.route, self.step_seconds
        if route.way is MailTransport.TLS:
            return smtplib.SMTP_SSL(
                route.host, route.port, local_hostname=name, timeout=timeout, context=self.tls
            )
        return smtplib.SMTP(route.host, route.port, local_hostname=name, timeout=timeout)


def mailbox_of(route: MailRoute, data: Path) -> Path:
    """Give the folder that mail is written into, where none leaves the machine."""
    return Path(route.folder) if route.folder else data / "mailbox"


def _file_of(message_id: str) -> str:
    return message_id.strip(" <>").partition("@")[0]


def open_transport(route: MailRoute, data: Path, say: Callable[[str], None]) -> Transport:
    """Give the way that the settings name."""
    match route.way:
        case MailTransport.FOLDER:
            return FolderTransport(mailbox_of(route, data))
        case MailTransport.CONSOLE:
            return ConsoleTransport(say)
        case MailTransport.PLAIN | MailTransport.STARTTLS | MailTransport.TLS:
            return SmtpTransport(route)
        case _:
            assert_never(route.way)


@contextmanager
def _told_as_faults() -> Iterator[None]:
    """Say every way in which a mail server can fail as one of the faults that staff can read."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refused:
        code = next(iter(refused.recipients.values()))[0]
        raise Undelivered(Fault.ADDRESS if code >= _FOR_GOOD else Fault.LATER, code) from refused
    except smtplib.SMTPSenderRefused as refused:
        fault = Fault.SENDER if refused.smtp_code >= _FOR_GOOD else Fault.LATER
        raise Undelivered(fault, refused.smtp_code) from refused
    except smtplib.SMTPAuthenticationError as refused:
        raise Undelivered(Fault.SIGN_IN, refused.smtp_code) from refused
    except smtplib.SMTPDataError as refused:
        fault = Fault.REFUSED if refused.smtp_code >= _FOR_GOOD else Fault.LATER
        raise Undelivered(fault, refused.smtp_code) from refused
    except smtplib.SMTPNotSupportedError as refused:
        # Either no protected line, or an address with letters that the server cannot write.
        is_address = "SMTPUTF8" in str(refused)
        raise Undelivered(Fault.ADDRESS if is_address else Fault.UNPROTECTED) from refused
    except smtplib.SMTPServerDisconnected as dropped:
        # smtplib makes a dropped line of an answer that did not come in time.
        is_slow = isinstance(dropped.__context__, TimeoutError)
        raise Undelivered(Fault.SLOW if is_slow else Fault.DROPPED) from dropped
    except smtplib.SMTPResponseException as refused:
        raise Undelivered(Fault.LATER, refused.smtp_code) from refused
    except TimeoutError as slow:
        raise Undelivered(Fault.SLOW) from slow
    except ssl.SSLError as bare:
        # No protection at that port, or the certificate of somebody else.
        raise Undelivered(Fault.UNPROTECTED) from bare
    except (OSError, smtplib.SMTPException, UnicodeError) as away:
        raise Undelivered(Fault.NOT_REACHED) from away


def _cut(line: smtplib.SMTP, is_cut: Event) -> None:
    is_cut.set()
    if line.sock is not None:
        line.sock.shutdown(socket.SHUT_RDWR)


def _hang_up(line: smtplib.SMTP) -> None:
    """Say goodbye where the server still listens; what it answers changes nothing any more."""
    try:
        line.quit()
    except (smtplib.SMTPException, OSError):
        line.close()
