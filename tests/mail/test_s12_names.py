"""S12: a thousand names that were typed to break a header, in every kind of mail: one recipient, no
header that we did not write, no word that tells what it is about."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.policy import SMTP, default
from itertools import islice, product

import pytest

from clinic.domain.people.clocks import Clock
from clinic.domain.post.mail import LetterPart, OutgoingLetter
from clinic.domain.post.messages import Attachment, MessageKind, clinical_words
from clinic.mail.composing import compose

TO = "mia@example.org"
FROM = "hello@riverside.example"
NAMES_IN_ALL = 1000
WORDS = (
    "Riverside",
    "O'Brien & Sons",
    "Zoë",
    "李雷",
    "محمد",
    "🌿",
    "-",
    "A" * 300,
    "a, b",
    "x;y",
    "",
    "%(when)s",
    "%s%n",
    "{0.__class__}",
    "${jndi:x}",
    "<b>",
    "\\",
    '"',
    "(",
    "e\u0301",
    "\u202eevil",
    "\ufeff",
    "=?utf-8?q?x?=",
    "=?utf-8?b?QmNjOiB4QHkueg==?=",
    "ﬁ",
)
TRICKS = (
    "\r\nBcc: eve@example.net",
    "\nBcc: eve@example.net",
    "\rBcc: eve@example.net",
    "\r\n\r\nbody",
    "\n\n<script>",
    "\r\n Bcc: eve@example.net",
    "\n\tTo: eve@example.net",
    "\u2028Bcc: eve@example.net",
    "\u2029X: y",
    "\x85X: y",
    "\x0bX: y",
    "\x0cX: y",
    "\x1cX: y",
    ", eve@example.net",
    "; eve@example.net",
    " <eve@example.net>",
    '" <eve@example.net>, "',
    ">, <eve@example.net>",
    "(eve@example.net)",
    "@example.net",
    "@",
    "eve@example.net",
    ":",
    "a:b;",
    "undisclosed-recipients:;",
    "\\",
    '\\"',
    "'",
    "`",
    "\t",
    "  ",
    "=0D=0ABcc: eve@example.net",
    "=?utf-8?q?=0ABcc:_eve@example.net?=",
    "%0ABcc: eve@example.net",
    "%(sender)s",
    "{name}",
    "=cmd()",
    "\u200b",
    "\u2066",
    "é" * 90,
)
NAMES = tuple(f"{word}{trick}" for word, trick in product(WORDS, TRICKS))
HEADERS = {
    "Subject",
    "From",
    "To",
    "Message-ID",
    "Auto-Submitted",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
}
KINDS = tuple(MessageKind)


def letter(kind: MessageKind, name: str) -> OutgoingLetter:
    """Give a letter of a clinic and of a group that both go by this name."""
    at = datetime(2026, 4, 7, 17, 0, tzinfo=UTC)
    return OutgoingLetter(
        message="m",
        claim="c",
        attempts=1,
        kind=kind,
        to=TO,
        message_id="1234@riverside.example",
        sender=name,
        name=name,
        clock=Clock.of("Europe/London", None, is_online=False),
        parts=(LetterPart(kind, at),),
        path="/m/message",
        stop_token="token",
        attachment=Attachment("invite.ics", "text/calendar", b"BEGIN:VCALENDAR"),
    )


def is_whole(kind: MessageKind, name: str) -> bool:
    """Read the mail as a mail program does: it has our headers once each, and nobody else in it."""
    sent = compose(letter(kind, name), FROM, "https://riverside.example").as_bytes(policy=SMTP)
    read = message_from_bytes(sent, policy=default)
    assert isinstance(read, EmailMessage)
    body = read.get_body()
    assert body is not None
    names = [header for header, _ in read.items()]
    said = "\n".join(f"{header}: {text}" for header, text in read.items())
    return (
        set(names) <= HEADERS
        and len(names) == len(set(names))
        and (addresses(read["To"]), addresses(read["From"])) == ([TO], [FROM])
        and [part.get_filename() for part in read.iter_attachments()] == ["invite.ics"]
        and clinical_words(f"{said}\n{body.get_content()}") == []
    )


def addresses(header: AddressHeader) -> list[str]:
    return [one.addr_spec for one in header.addresses]


def test_s12_there_are_a_thousand_of_them() -> None:
    assert len(set(NAMES)) == NAMES_IN_ALL


@pytest.mark.parametrize("kind", KINDS)
def test_s12_one_recipient_and_no_word_whatever_a_name_holds(kind: MessageKind) -> None:
    names = islice(NAMES, KINDS.index(kind), None, len(KINDS))
    assert [name for name in names if not is_whole(kind, name)] == []


@pytest.mark.release
@pytest.mark.parametrize("kind", KINDS)
def test_s12_every_name_in_every_kind(kind: MessageKind) -> None:
    assert [name for name in NAMES if not is_whole(kind, name)] == []
