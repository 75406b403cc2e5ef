"""What a mail says, to whoever looks at the envelope, the list of subjects or the source."""

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from clinic.domain.people.clocks import Clock
from clinic.domain.post.mail import LetterPart, OutgoingLetter
from clinic.domain.post.messages import Attachment, MessageKind, clinical_words
from clinic.mail.composing import compose

BASE = "https://riverside.example"
LETTER = OutgoingLetter(
    message="m",
    claim="c",
    attempts=1,
    kind=MessageKind.SESSION_REMINDER,
    to="mia@example.org",
    message_id="1234@riverside.example",
    sender="Riverside",
    name="Tuesdays",
    clock=Clock.of("Europe/London", None, is_online=False),
    parts=(LetterPart(MessageKind.SESSION_REMINDER, datetime(2026, 4, 7, 17, 0, tzinfo=UTC)),),
    path="/m/message",
    stop_token="token",
    attachment=None,
)


def written(letter: OutgoingLetter) -> EmailMessage:
    return compose(letter, "hello@riverside.example", BASE)


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body()
    assert body is not None
    return str(body.get_content())


@pytest.mark.parametrize("others", [(), (LetterPart(MessageKind.HOMEWORK_REMINDER),)])
@pytest.mark.parametrize("kind", MessageKind)
def test_no_mail_of_any_kind_tells_what_it_is_about(
    kind: MessageKind, others: tuple[LetterPart, ...]
) -> None:
    mail = written(replace(LETTER, kind=kind, parts=(LetterPart(kind), *others)))
    headers = "\n".join(f"{name}: {value}" for name, value in mail.items())
    assert clinical_words(f"{headers}\n{text_of(mail)}") == []
    assert mail["From"] == "Riverside <hello@riverside.example>"
    assert "%(" not in f"{headers}{text_of(mail)}"
    assert text_of(mail).count(BASE) == 2


def test_a_reminder_names_the_time_on_the_clock_of_the_cohort() -> None:
    mail = written(LETTER)
    assert mail["Subject"] == "Tuesdays: Tuesday, April 7, 18:00"
    assert "on Tuesday, April 7, 18:00." in text_of(mail)


def test_a_group_that_meets_by_video_names_its_clock_and_hers() -> None:
    clock = Clock.of("Europe/London", "America/New_York", is_online=True)
    mail = written(replace(LETTER, clock=clock))
    assert mail["Subject"] == "Tuesdays: Tuesday, April 7, 18:00 (London) · 13:00 for you"
    assert "on Tuesday, April 7, 18:00 (London) · 13:00 for you." in text_of(mail)


def test_the_link_to_stop_is_a_header_that_mail_programs_know() -> None:
    mail = written(LETTER)
    assert mail["List-Unsubscribe"] == f"<{BASE}/m/one-click/token>"
    assert f"{BASE}/m/stop/token" in text_of(mail)
    long = written(replace(LETTER, stop_token="t" * 43)).as_bytes()
    assert f"List-Unsubscribe: <{BASE}/m/one-click/{'t' * 43}>\r\n".encode() in long
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    bare = written(replace(LETTER, stop_token=None))
    assert bare["List-Unsubscribe"] is None
    assert "stop" not in text_of(bare)


def test_several_things_of_a_day_are_one_mail() -> None:
    things = (
        *LETTER.parts,
        LetterPart(MessageKind.HOMEWORK_REMINDER),
        LetterPart(MessageKind.HOMEWORK_REMINDER),
    )
    mail = written(replace(LETTER, parts=things))
    assert mail["Subject"] == "Today from Riverside"
    assert "Tuesday, April 7, 18:00" in text_of(mail)
    assert text_of(mail).count("Something you planned") == 1


def test_a_name_cannot_begin_another_header() -> None:
    mail = written(replace(LETTER, name="Tuesdays\nBcc: sam@example.org", sender="A\r\nB"))
    assert mail["Bcc"] is None
    assert mail["Subject"].startswith("Tuesdays Bcc: sam@example.org:")


def test_a_file_goes_with_it() -> None:
    file = Attachment("dates.ics", "text/calendar", b"BEGIN:VCALENDAR")
    mail = written(replace(LETTER, attachment=file))
    (attached,) = mail.iter_attachments()
    assert attached.get_filename() == "dates.ics"
    assert attached.get_content_type() == "text/calendar"


def test_the_same_letter_gives_the_same_mail() -> None:
    assert written(LETTER).as_bytes() == written(LETTER).as_bytes()
