"""Turning a letter into mail: neutral words, one link, and a way to stop it."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from unicodedata import category
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from clinic.domain.people.clocks import Hours, as_read
from clinic.domain.post.mail import LetterPart, OutgoingLetter
from clinic.domain.post.messages import FOOT, OPEN_DOOR, STOP_FOOT, MessageKind, words_of

_LOCALE = "en_US"
_LONGEST_NAME = 120
_BREAKING = {"Cc", "Cs", "Zl", "Zp"}
_POLICY = SMTP.clone(max_line_length=900)
# Folded at 78 characters, a long link in a header would be encoded, and no program could read it.


def compose(letter: OutgoingLetter, mail_from: str, base_url: str) -> EmailMessage:
    """Write the mail. The same letter gives the same mail, whichever worker writes it."""
    bodies = list(
        dict.fromkeys(words_of(part.kind).body % _places(letter, part) for part in letter.parts)
    )
    is_digest = len(letter.parts) > 1
    words = words_of(MessageKind.DIGEST if is_digest else letter.kind)
    places = _places(letter, letter.parts[0])
    foot = OPEN_DOOR if letter.kind.is_secret else FOOT
    paragraphs = [words.body % places, *bodies] if is_digest else bodies
    paragraphs.append(foot % {"link": base_url + letter.path})
    mail = EmailMessage(policy=_POLICY)
    mail["Subject"] = words.subject % places
    user, _, domain = mail_from.rpartition("@")
    mail["From"] = Address(_line(letter.sender), user, domain)
    mail["To"] = letter.to
    mail["Message-ID"] = f"<{letter.message_id}>"
    mail["Auto-Submitted"] = "auto-generated"
    if letter.stop_token:
        stop = f"{base_url}/m/stop/{letter.stop_token}"
        paragraphs.append(STOP_FOOT % {"link": stop})
        mail["List-Unsubscribe"] = f"<{base_url}/m/one-click/{letter.stop_token}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    text = "\n\n".join(paragraphs) + "\n"
    mail.set_content(text, cte="7bit" if text.isascii() else "quoted-printable")
    if letter.attachment is not None:
        main, _, sub = letter.attachment.content_type.partition("/")
        mail.add_attachment(
            letter.attachment.content,
            maintype=main,
            subtype=sub,
            filename=letter.attachment.name,
        )
        # The library would draw one by lot, again for each worker.
        mail.set_boundary(f"part-{letter.message_id.partition('@')[0]}")
    return mail


def _places(letter: OutgoingLetter, part: LetterPart) -> dict[str, str]:
    when = ""
    if part.meets_at is not None:
        when = as_read(letter.clock, part.meets_at, _hours(part.meets_at), str)
    return {"sender": _line(letter.sender), "name": _line(letter.name), "when": when}


def _hours(at: datetime) -> Hours:
    def written(pattern: str, zone: str) -> str:
        return format_datetime(at, pattern, tzinfo=ZoneInfo(zone), locale=_LOCALE)

    return Hours(
        full=partial(written, "EEEE, MMMM d, HH:mm"),
        on_same_day=partial(written, "HH:mm"),
        on_other_day=partial(written, "EEE, MMM d, HH:mm"),
    )


def _line(text: str) -> str:
    # A name is typed by people. In a header, a line break would begin another header, an encoded
    # word is decoded to whatever is in it, and no quote holds a very long name together.
    plain = "".join(" " if category(sign) in _BREAKING else sign for sign in text)
    return " ".join(plain.replace("=?", "= ?").split())[:_LONGEST_NAME]
