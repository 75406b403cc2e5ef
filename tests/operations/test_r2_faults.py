"""R2: whatever statement of a deed fails, once or from then on, all of it is done or nothing is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError, OperationalError

from clinic.backups.transfer import sums
from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import AttendanceMark
from clinic.lookups.clinic.settings import clinic_settings
from clinic.lookups.clinic.trail import broken_links
from clinic.models.accounts import Account
from clinic.models.enrollments import Enrollment
from clinic.models.sessions import GroupSession
from clinic.operations.clinic.accounts import set_passphrase
from clinic.operations.clinic.invitations import issue_invitation
from clinic.operations.clinic.login_sessions import start_login_session
from clinic.operations.clinic.settings import change_settings
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from clinic.operations.people.chart_notes import write_chart_note
from clinic.operations.people.pauses import pause
from clinic.operations.safety.calls import ask_for_call
from tests.cast import NOW, Cast
from tests.databases import engine_of

MOST_STATEMENTS = 200
PASSPHRASE = "seven quiet herons by the water"


def theresa(cast: Cast) -> Actor:
    return Actor(cast.accounts["theresa"].id, NOW, cast.accounts["theresa"].role)


def mia(db: Db, cast: Cast) -> Enrollment:
    return db.get_one(Enrollment, cast.enrollments["mia"].id)


def account(db: Db, cast: Cast, name: str) -> Account:
    return db.get_one(Account, cast.accounts[name].id)


def mark(db: Db, cast: Cast) -> object:
    room = db.get_one(GroupSession, cast.sessions[1].id)
    marks = {mia(db, cast).public_id: PersonMark(AttendanceMark.LATE, 5)}
    return mark_attendance(db, theresa(cast), room, marks)


DEEDS: dict[str, Callable[[Db, Cast], object]] = {
    "marks": mark,
    "note": lambda db, cast: write_chart_note(
        db, theresa(cast), mia(db, cast), NOW.date(), "Slept well", NOW.date()
    ),
    "pause": lambda db, cast: pause(
        db, theresa(cast), mia(db, cast), NOW.date() + timedelta(days=9), ""
    ),
    "call": lambda db, cast: ask_for_call(
        db, Actor(cast.accounts["mia"].id, NOW), mia(db, cast), "555 0100", "Please call"
    ),
    "sign-in": lambda db, cast: start_login_session(
        db, Actor(None, NOW), account(db, cast, "mia"), "a phone"
    ),
    "link": lambda db, cast: issue_invitation(db, Actor(None, NOW), account(db, cast, "olga")),
    "passphrase": lambda db, cast: set_passphrase(
        db, Actor(None, NOW), account(db, cast, "mia"), PASSPHRASE
    ),
    "settings": lambda db, cast: change_settings(
        db, theresa(cast), replace(clinic_settings(db), clinic_name="Changed")
    ),
}
"""What people do most, or must be able to do."""


@dataclass
class Failing:
    """Fails the statement of a number, or each from it on."""

    at: int
    goes_on: bool
    seen: int = 0

    def __call__(self, _line: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(("ROLLBACK", "PRAGMA")):
            return
        self.seen += 1
        if self.seen == self.at or (self.goes_on and self.seen > self.at):
            raise OperationalError(statement, None, OSError(5, "Input/output error"))


@contextmanager
def failing(engine: Engine, fault: Failing) -> Iterator[None]:
    event.listen(engine, "before_cursor_execute", fault)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", fault)


@pytest.mark.parametrize("goes_on", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("deed", DEEDS)
def test_r2_a_deed_that_fails_at_any_statement_is_not_done_at_all(
    db: Db, cast: Cast, deed: str, goes_on: bool
) -> None:
    engine = engine_of(db)
    with engine.connect() as line:
        before = sums(line)
    for number in range(1, MOST_STATEMENTS):
        with db.beside() as other:
            other.info["journal"] = db.info["journal"]
            fault = Failing(number, goes_on)
            try:
                with failing(engine, fault):
                    DEEDS[deed](other, cast)
            except DBAPIError:
                other.rollback()
            else:
                assert fault.seen < number, "it may not say that it is done"
                break
        if number % 5 == 1:
            with engine.connect() as line:
                assert sums(line) == before, number
    else:
        pytest.fail("it never came to an end")
    assert number > 3
    with engine.connect() as line:
        assert sums(line) != before, "and in the end it is done"
    assert broken_links(db) == []
