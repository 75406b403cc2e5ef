"""Who reads the note of a practice: its writer says so, and may say otherwise later."""

from collections.abc import Callable

from sqlalchemy import select

from clinic.db import Db
from clinic.models.practice import PracticeEntry
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.homework import exercise_of

As = Callable[[str], Person]
NOTE = "The bus stop worked."


def written(as_: As, db: Db, cast: Cast, **more: str) -> str:
    """Let Mia write a practice down, and give the key of the entry."""
    sent = {"practiced_on": NOW.date().isoformat(), "minutes": "5", "note": NOTE} | more
    key = exercise_of(db, cast).public_id
    assert as_("mia").post("portal.practice.create", sent, assignment_id=key).status == 303
    db.commit()
    return db.scalars(select(PracticeEntry)).one().public_id


def seen_by_theresa(as_: As, cast: Cast) -> Page:
    key = cast.enrollments["mia"].client.public_id
    return as_("theresa").get("therapist.clients.show", client_id=key)


def choose(as_: As, entry: str, who: str, reader: str) -> Page:
    return as_(who).post("portal.practice.update", {"reader": reader}, entry_id=entry)


def test_a_note_that_was_shared_is_taken_back(as_: As, db: Db, cast: Cast) -> None:
    entry = written(as_, db, cast, is_note_shared="y")
    assert NOTE in seen_by_theresa(as_, cast).text
    mia = as_("mia")
    named = 'Keep it to myself<span class="visually-hidden">: A place that welcomes you</span>'
    assert named in mia.get("portal.done.index").html
    assert mia.post("portal.practice.update", {"reader": "me"}, entry_id=entry).status == 303
    done = mia.get("portal.done.index").text
    assert f"Only you {NOTE}" in done
    assert "Somebody may have read it before." in done
    assert NOTE not in seen_by_theresa(as_, cast).text


def test_a_note_that_was_kept_is_shared_later(as_: As, db: Db, cast: Cast) -> None:
    entry = written(as_, db, cast)
    assert NOTE not in seen_by_theresa(as_, cast).text
    assert choose(as_, entry, "mia", "facilitators").status == 303
    assert NOTE in seen_by_theresa(as_, cast).text
    assert choose(as_, entry, "mia", "facilitators").status == 303, "twice is once"
    assert NOTE in seen_by_theresa(as_, cast).text


def test_nobody_else_says_who_reads_it(as_: As, db: Db, cast: Cast) -> None:
    entry = written(as_, db, cast)
    assert choose(as_, entry, "max", "facilitators").status == 404
    assert choose(as_, entry, "theresa", "facilitators").status == 403
    assert NOTE not in seen_by_theresa(as_, cast).text
