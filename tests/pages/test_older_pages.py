"""An older page never overwrites newer work: two pages are open on the same rows."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.enrollments import AttendanceMark
from clinic.models.enrollments import Attendance
from clinic.models.measures import Administration
from clinic.models.preferences import MessagePreferences
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.homework import measure_of

As = Callable[[str], Person]
ALL = ("mia", "max", "noor")


@pytest.fixture
def row(db: Db, cast: Cast, clock: Clock) -> Administration:
    clock.at = NOW + timedelta(days=4)
    return measure_of(db, cast)


def mark(person: Person, cast: Cast, drawn: str, marks: Mapping[str, str]) -> Page:
    sent = {f"mark_{cast.enrollments[name].public_id}": marks.get(name, "") for name in ALL} | {
        f"minutes_{cast.enrollments[name].public_id}": "" for name in ALL
    }
    where = {"session_id": cast.sessions[3].public_id}
    return person.post("therapist.attendance.update", {**sent, "drawn": drawn}, **where)


def room(person: Person, cast: Cast) -> Page:
    return person.get("therapist.attendance.edit", session_id=cast.sessions[3].public_id)


def marks(db: Db, cast: Cast) -> dict[str, AttendanceMark]:
    db.commit()
    names = {row.id: name for name, row in cast.enrollments.items()}
    rows = select(Attendance).where(Attendance.group_session_id == cast.sessions[3].id)
    db.expire_all()
    return {names[row.enrollment_id]: row.mark for row in db.scalars(rows)}


def test_one_mark_on_an_older_page_leaves_those_of_a_colleague(as_: As, db: Db, cast: Cast) -> None:
    older = as_("tom")
    drawn = room(older, cast).drawn
    newer = as_("theresa")
    mark(newer, cast, room(newer, cast).drawn, {"mia": "present", "max": "absent"})
    assert mark(older, cast, drawn, {"noor": "present"}).status == 303
    assert marks(db, cast) == {
        "mia": AttendanceMark.PRESENT,
        "max": AttendanceMark.ABSENT,
        "noor": AttendanceMark.PRESENT,
    }


def test_a_mark_that_both_gave_is_shown_and_asked_and_the_rest_is_kept(
    as_: As, db: Db, cast: Cast
) -> None:
    older, newer = as_("tom"), as_("theresa")
    drawn = room(older, cast).drawn
    mark(newer, cast, room(newer, cast).drawn, {"mia": "present", "max": "absent"})
    page = mark(older, cast, drawn, {"mia": "absent", "noor": "present"})
    assert page.status == 422
    assert "now “Here”. You wrote “Not here”." in page.text
    assert marks(db, cast) == {"mia": AttendanceMark.PRESENT, "max": AttendanceMark.ABSENT}
    # Sent again without an answer, it is asked again; nothing is overwritten in silence.
    again = {"mia": "absent", "max": "absent", "noor": "present"}
    page = mark(older, cast, page.drawn, again)
    assert page.status == 422
    assert marks(db, cast)["mia"] is AttendanceMark.PRESENT
    where = {"session_id": cast.sessions[3].public_id}
    name = f"mark_{cast.enrollments['mia'].public_id}"
    sent = {f"mark_{cast.enrollments[who].public_id}": told for who, told in again.items()}
    answer = {**sent, "drawn": page.drawn, f"settle-{name}": "theirs"}
    assert older.post("therapist.attendance.update", answer, **where).status == 303
    assert marks(db, cast) == {
        "mia": AttendanceMark.PRESENT,
        "max": AttendanceMark.ABSENT,
        "noor": AttendanceMark.PRESENT,
    }


def test_answers_given_on_the_phone_outlive_one_tick_on_the_laptop(
    as_: As, db: Db, row: Administration
) -> None:
    laptop, phone = as_("mia"), as_("mia")
    where = {"administration_id": row.public_id}
    drawn = laptop.get("portal.measures.show", **where, mode="list").drawn
    for item in range(1, 7):
        phone.post("portal.measures.answer", {f"item_{item}": "1"}, item=item, **where)
    empty = {f"item_{item}": "" for item in range(1, 7)}
    sent = {**empty, "item_7": "2", "drawn": drawn}
    assert laptop.post("portal.measures.answer_all", sent, **where).status == 303
    assert _answers(db, row) == {**{str(item): 1 for item in range(1, 7)}, "7": 2}


def test_the_script_of_an_older_list_keeps_what_it_changed_and_nothing_else(
    as_: As, db: Db, row: Administration
) -> None:
    mia, where = as_("mia"), {"administration_id": row.public_id}
    drawn = mia.get("portal.measures.show", **where, mode="list").drawn
    mia.post("portal.measures.answer", {"item_1": "1"}, item=1, **where)
    body = {"answers": {"item_2": "2"}, "version": 1, "drawn": drawn}
    kept = mia.put_json("portal.measures.save_all", body, **where)
    assert kept.status == 200
    assert _answers(db, row) == {"1": 1, "2": 2}
    # The page goes on from what it shows, and still writes only what it changes.
    body = {"answers": {"item_2": "3"}, "version": 1, "drawn": kept.json["drawn"]}
    assert mia.put_json("portal.measures.save_all", body, **where).status == 200
    assert _answers(db, row) == {"1": 1, "2": 3}
    body = {"answers": {"item_1": "3", "item_2": "3"}, "version": 1, "drawn": drawn}
    clash = mia.put_json("portal.measures.save_all", body, **where)
    assert clash.status == 409
    assert "Question 1 was answered somewhere else in the meantime" in clash.json["message"]
    assert _answers(db, row) == {"1": 1, "2": 3}


def test_quiet_hours_stay_when_an_older_page_chooses_other_messages(as_: As, db: Db) -> None:
    older, newer = as_("mia"), as_("mia")
    told = {"wanted": ["homework-reminder"], "a_day": "one", "quiet_from": "21:00"}
    page = older.get("portal.messages.index")
    standing = {"quiet_until": "08:00"}
    first = newer.get("portal.messages.index")
    newer.post("portal.messages.update", {**told, **standing, "drawn": first.drawn})
    older.post("portal.messages.update", {**told, **standing, "drawn": page.drawn})
    db.commit()
    assert f"{db.scalars(select(MessagePreferences)).one().quiet_from:%H:%M}" == "21:00"


def _answers(db: Db, row: Administration) -> dict[str, int]:
    db.commit()
    db.refresh(row)
    return dict(row.answers or {})


@pytest.mark.parametrize(
    "drawn",
    [
        "",
        "x",
        "[]",
        "{}",
        "[" * 9000,
        '{"was": 1, "open": 2}',
        '{"was": {}, "open": {"zz": null}}',
        '{"was": {"zz": [1]}, "open": {"zz": {"a": 1}}}',
    ],
)
def test_what_a_page_was_drawn_from_may_be_illegible_and_overwrites_nothing(
    as_: As, db: Db, cast: Cast, drawn: str
) -> None:
    person = as_("theresa")
    mark(person, cast, room(person, cast).drawn, {"mia": "present"})
    assert mark(person, cast, drawn, {"mia": "absent"}).status in (303, 422)
    assert marks(db, cast) == {"mia": AttendanceMark.PRESENT}
