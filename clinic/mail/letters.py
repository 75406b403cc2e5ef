"""Turning a letter into mail: neutral words, one link, and a way to stop it."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from clinic.domain.mail import Letter
from clinic.domain.messages import FOOT, OPEN_DOOR, STOP_FOOT, WORDS, MessageKind

_LOCALE = "en_US"


def compose(letter: Letter, mail_from: str, base_url: str) -> EmailMessage:
    """Write the mail. The same letter gives the same mail, whichever worker writes it."""
    kind = MessageKind.DIGEST if letter.things > 1 else letter.kind
    words = WORDS[kind]
    places = {
        "sender": _line(letter.sender),
        "name": _line(letter.name),
        "when": _when(letter),
    }
    foot = OPEN_DOOR if kind.is_secret else FOOT
    paragraphs = [words.body % places, foot % {"link": base_url + letter.path}]
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = words.subject % places
    user, _, domain = mail_from.rpartition("@")
    mail["From"] = Address(_line(letter.sender), user, domain)
    mail["To"] = letter.to
    mail["Message-ID"] = f"<{letter.message_id}>"
    mail["Auto-Submitted"] = "auto-generated"
    if letter.stop_token:
        stop = f"{base_url}/messages/stop/{letter.stop_token}"
        paragraphs.append(STOP_FOOT % {"link": stop})
        mail["List-Unsubscribe"] = f"<{stop}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content("\n\n".join(paragraphs) + "\n")
    if letter.attachment is not None:
        main, _, sub = letter.attachment.content_type.partition("/")
        mail.add_attachment(
            letter.attachment.content,
            maintype=main,
            subtype=sub,
            filename=letter.attachment.name,
        )
    return mail


def _when(letter: Letter) -> str:
    if letter.meets_at is None:
        return ""
    local = letter.meets_at.astimezone(ZoneInfo(letter.zone))
    return format_datetime(local, "EEEE, MMMM d, HH:mm", tzinfo=local.tzinfo, locale=_LOCALE)


def _line(text: str) -> str:
    # A name is typed by people; in a header a line break would begin another header.
    return " ".join(text.split())
