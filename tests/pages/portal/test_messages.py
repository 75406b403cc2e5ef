"""A client chooses what she is written about, and stops it with one press."""

from collections.abc import Callable
from datetime import time

from flask import Flask
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.models.messages import Message
from clinic.models.preferences import MessagePreferences, ReminderTime
from tests.cast import NOW, Cast
from tests.client import Person
from tests.homework import exercise_of
from tests.queued import queued

As = Callable[[str], Person]
CHOICE = {
    "wanted": ["measure-reminder", "schedule-changed"],
    "a_day": "each",
    "quiet_from": "20:00",
    "quiet_until": "09:30",
}


def tell(db: Db, cast: Cast, kind: MessageKind = MessageKind.SESSION_REMINDER) -> Message:
    return queued(db, Actor(None, NOW), cast.enrollments["mia"], kind)


def declined(db: Db, cast: Cast) -> list[str]:
    db.commit()
    db.expire_all()
    mine = MessagePreferences.client_id == cast.clients["mia"].id
    row = db.scalar(select(MessagePreferences).where(mine))
    return row.declined if row else []


def test_what_somebody_chose_is_kept_and_shown_again(as_: As, db: Db, cast: Cast) -> None:
    page = as_("mia").get("portal.messages.index")
    field = next(one["name"] for one in page.parts(name=True) if one["name"].startswith("at_"))
    answer = as_("mia").post("portal.messages.update", {**CHOICE, field: "07:15"})
    assert answer.status == 303
    assert declined(db, cast) == ["homework-reminder", "session-reminder"]
    assert [row.at for row in db.scalars(select(ReminderTime))] == [time(7, 15)]
    again = as_("mia").get("portal.messages.index")
    assert again.has_value("09:30")
    assert again.has_value("07:15")


def test_a_time_that_is_none_is_said_and_nothing_is_kept(as_: As, db: Db, cast: Cast) -> None:
    answer = as_("mia").post("portal.messages.update", {**CHOICE, "quiet_from": "25:00"})
    assert answer.status == 422
    assert declined(db, cast) == []


def test_what_is_no_longer_wanted_is_taken_back_and_then_shown_no_more(
    as_: As, db: Db, cast: Cast
) -> None:
    message = tell(db, cast)
    assert "The next meeting" in as_("mia").get("portal.messages.index").text
    as_("mia").post("portal.messages.update", CHOICE)
    db.refresh(message)
    assert message.state is MessageState.WITHDRAWN


def test_a_message_that_cannot_be_chosen_away_has_a_name_too(as_: As, db: Db, cast: Cast) -> None:
    tell(db, cast, MessageKind.PLACE_OFFERED)
    assert "A place that is free" in as_("mia").get("portal.messages.index").text


def test_the_link_in_a_mail_leads_on_only_after_the_sign_in(as_: As, db: Db, cast: Cast) -> None:
    message = tell(db, cast)
    there = as_("mia").get("auth.messages.open", message_id=message.public_id)
    assert there.location == "/portal/weeks"
    outside = as_("nobody").get("auth.messages.open", message_id=message.public_id)
    assert (outside.status, "weeks" in outside.location) == (303, False)
    assert as_("max").get("auth.messages.open", message_id=message.public_id).status == 404


def test_one_press_in_the_mail_program_ends_that_kind_without_cookie_or_token(
    app: Flask, db: Db, cast: Cast
) -> None:
    message = tell(db, cast)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = app.test_client().post(
            f"/m/one-click/{message.stop_token}", data={"List-Unsubscribe": "One-Click"}
        )
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 200
    assert declined(db, cast) == ["session-reminder"]


def test_opening_the_link_to_stop_changes_nothing_by_itself(as_: As, db: Db, cast: Cast) -> None:
    message = tell(db, cast)
    page = as_("nobody").get("auth.messages.stop", stop_token=message.stop_token)
    assert page.has_heading("No more messages like that one?")
    assert "Mia" not in page.text
    assert "meeting" not in page.text
    assert declined(db, cast) == []
    done = as_("nobody").post("auth.messages.end", stop_token=message.stop_token)
    assert done.has_heading("You will get no more messages like that one")
    assert declined(db, cast) == ["session-reminder"]
    assert as_("nobody").get("auth.messages.stop", stop_token="A" * 43).status == 404


def test_somebody_asks_to_be_reminded_in_an_hour(as_: As, db: Db, cast: Cast) -> None:
    key = exercise_of(db, cast).public_id
    as_("mia").post("portal.messages.snooze", {"when": "hour"}, assignment_id=key)
    db.commit()
    (message,) = db.scalars(select(Message).where(Message.occasion.startswith("later:")))
    assert (message.due_at - NOW).total_seconds() == 3600
