"""`clinic worker`: what it sends, what it says, and what it does not."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.post.messages import MessageState
from clinic.models.messages import Message
from tests.cast import NOW, Cast
from tests.cli.conftest import Console, is_one_sentence
from tests.queued import queued


@pytest.fixture
def message(db: Db, cast: Cast) -> Message:
    return queued(db, Actor(None, NOW), cast.enrollments["mia"])


def mailbox(console: Console) -> list[Path]:
    return sorted((console.folder / "data" / "mailbox").glob("*.eml"))


def test_without_a_mail_server_mail_is_a_file_in_the_data_folder(
    clinic: Console, db: Db, message: Message
) -> None:
    answer = clinic("worker", "--once")
    assert answer.status == 0
    assert answer.err.strip().endswith(f"{message.public_id}: sent")
    assert "mia" not in answer.err
    (file,) = mailbox(clinic)
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert mail["To"] == "mia@example.org"
    db.refresh(message)
    assert message.state is MessageState.SENT


def test_on_the_console_mail_is_printed(clinic: Console, message: Message) -> None:
    clinic.set("CLINIC_SMTP_URL", "console:")
    answer = clinic("worker", "--once")
    assert "Subject: Tuesdays: please look at the dates" in answer.out
    assert mailbox(clinic) == []


def test_a_second_round_sends_nothing_more(clinic: Console, message: Message) -> None:
    clinic("worker", "--once")
    assert clinic("worker", "--once").err == ""
    assert len(mailbox(clinic)) == 1


def test_a_mailbox_that_cannot_be_written_is_a_fault_of_the_message(
    clinic: Console, db: Db, message: Message, tmp_path: Path
) -> None:
    (tmp_path / "in-the-way").write_text("no folder")
    clinic.set("CLINIC_SMTP_URL", f"file:{tmp_path}/in-the-way")
    answer = clinic("worker", "--once")
    assert (answer.status, "could not be written" in answer.err) == (0, True)
    db.refresh(message)
    assert message.state is MessageState.QUEUED


def test_a_sender_that_tells_too_much_is_pointed_out(clinic: Console) -> None:
    clinic.set("CLINIC_MAIL_FROM", "therapy@example.org")
    assert "CLINIC_MAIL_FROM holds “therapy”" in clinic("worker", "--once").err


def test_a_wrong_setting_stops_the_start_by_its_name(clinic: Console) -> None:
    clinic.set("CLINIC_SMTP_URL", "smtp://a:b@mail.example.org")
    answer = clinic("worker", "--once")
    assert is_one_sentence(answer)
    assert "CLINIC_SMTP_URL would send the password unprotected" in answer.err
