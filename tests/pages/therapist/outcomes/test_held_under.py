"""After a move to another version, a session goes on showing the plan by which it was held."""

from collections.abc import Callable

from sqlalchemy import select

from clinic.db import Db
from clinic.lookups.programs.content import program_of
from clinic.models.cohorts import Cohort
from clinic.models.programs import ProgramRow
from clinic.models.sessions import GroupSession
from tests.cast import Cast
from tests.client import Person
from tests.edited_programs import edited, move
from tests.pages.handouts.papers import printed, words

As = Callable[[str], Person]
PAST, TO_COME = 2, 5


def only_in(row: ProgramRow, number: int) -> str:
    """Give the title of something in the plan of a session that stands nowhere else."""
    planned = next(each for each in program_of(row).sessions if each.number == number)
    return next(item.title for item in planned.plan if row.source.count(item.title) == 1)


def change(db: Db, cast: Cast, number: int) -> tuple[str, str]:
    """Move the cohort to a version that names one thing of a session otherwise; give both names."""
    shipped = db.get_one(ProgramRow, cast.cohort.program_id)
    old = only_in(shipped, number)
    new = f"{old}, differently"
    move(db, cast, edited(db, cast, old, new))
    db.commit()
    return old, new


def shown(as_: As, cast: Cast, number: int) -> str:
    session = {"session_id": cast.sessions[number].public_id}
    return as_("theresa").get("therapist.sessions.show", **session).text


def test_a_past_session_shows_the_plan_by_which_it_was_held(as_: As, db: Db, cast: Cast) -> None:
    old, new = change(db, cast, PAST)
    assert new not in shown(as_, cast, PAST)
    assert old in shown(as_, cast, PAST)
    session = {"session_id": cast.sessions[PAST].public_id}
    pack = words(printed(as_("theresa"), parts="plan", sides="single", **session))
    assert old in pack
    assert new not in pack
    assert as_("theresa").get("therapist.make_ups.new", **session).status == 200


def test_a_session_to_come_shows_the_new_one(as_: As, db: Db, cast: Cast) -> None:
    _old, new = change(db, cast, TO_COME)
    assert new in shown(as_, cast, TO_COME)


def test_what_was_kept_once_stays_whatever_comes_after(db: Db, cast: Cast) -> None:
    first = cast.cohort.program_id
    change(db, cast, TO_COME)
    second = db.get_one(Cohort, cast.cohort.id).program_id
    move(db, cast, db.get_one(ProgramRow, first))
    db.commit()
    db.expire_all()
    rows = db.scalars(select(GroupSession).where(GroupSession.cohort_id == cast.cohort.id))
    kept = {row.number: row.held_under_id for row in rows}
    assert second != first
    assert {kept[number] for number in (1, 2, 3)} == {first}
    assert {kept[number] for number in (5, 6, 7, 8)} == {None}
