"""Nothing but an operation can write, and what was changed and left lying is told by name."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Executable, delete, insert, inspect, select, text, update
from sqlalchemy.orm.exc import StaleDataError

from clinic.db import Db, WriteOutsideOperation, operation
from clinic.domain.access import Actor
from clinic.models.settings import Setting
from clinic.operations.groups.cohorts import change_cohort
from clinic.web.request_context import close_request
from clinic.web.request_context import db as request_db
from tests.cast import NOW, Cast

SYSTEM = Actor(None, NOW)


@operation
def keep(db: Db, actor: Actor, name: str) -> Setting:
    row = Setting(name=name, value="x", changed_at=actor.at)
    db.add(row)
    return row


def test_a_flush_outside_an_operation_is_refused_and_names_the_class(db: Db, cast: Cast) -> None:
    cast.cohort.place = "Elsewhere"
    with pytest.raises(WriteOutsideOperation, match="Cohort"):
        db.flush()


def test_a_commit_outside_an_operation_writes_nothing(db: Db) -> None:
    db.add(Setting(name="stray", value="x", changed_at=NOW))
    with pytest.raises(WriteOutsideOperation, match="Setting"):
        db.commit()
    db.rollback()
    assert db.scalar(select(Setting).where(Setting.name == "stray")) is None


def test_a_query_does_not_flush_what_was_changed_outside(db: Db, cast: Cast) -> None:
    cast.cohort.place = "Elsewhere"
    with pytest.raises(WriteOutsideOperation, match="Cohort"):
        db.scalars(select(Setting)).all()


def test_a_change_before_an_operation_is_refused(db: Db, cast: Cast) -> None:
    cast.cohort.place = "Elsewhere"
    with pytest.raises(WriteOutsideOperation, match="before an operation began: Cohort"):
        keep(db, SYSTEM, "later")
    db.rollback()
    assert db.scalar(select(Setting).where(Setting.name == "later")) is None


def test_a_value_set_to_what_it_was_is_no_change(db: Db, cast: Cast) -> None:
    cast.cohort.place = cast.cohort.place
    assert keep(db, SYSTEM, "later").id


@pytest.mark.parametrize(
    "statement",
    [
        update(Setting).values(value="other"),
        delete(Setting),
        insert(Setting).values(name="stray", value="x", changed_at=NOW),
    ],
    ids=["update", "delete", "insert"],
)
def test_a_bulk_statement_outside_an_operation_is_refused(db: Db, statement: Executable) -> None:
    with pytest.raises(WriteOutsideOperation, match="bulk"):
        db.execute(statement)


def test_textual_sql_is_refused_outside_and_inside(db: Db) -> None:
    with pytest.raises(WriteOutsideOperation, match="text"):
        db.execute(text("SELECT 1"))

    @operation
    def write_text(db: Db, actor: Actor) -> None:
        db.execute(text("DELETE FROM settings"))

    with pytest.raises(WriteOutsideOperation, match="text"):
        write_text(db, SYSTEM)


@pytest.mark.parametrize("deed", ["made", "changed", "removed"])
def test_what_was_never_written_is_told_when_the_request_ends(app: Flask, deed: str) -> None:
    with app.test_request_context():
        session = request_db()
        row = session.scalars(select(Setting).limit(1)).one()
        if deed == "made":
            session.add(Setting(name="stray", value="x", changed_at=NOW))
        elif deed == "changed":
            row.value = "other"
        else:
            session.delete(row)
        with pytest.raises(WriteOutsideOperation, match="never written: Setting"):
            close_request()


def test_a_request_that_failed_already_tells_its_own_fault(app: Flask) -> None:
    with app.test_request_context():
        request_db().add(stray := Setting(name="stray", value="x", changed_at=NOW))
        close_request(ValueError("the fault"))
        assert not inspect(stray).persistent, "it said nothing, and wrote nothing"


def test_of_two_who_change_the_same_row_the_second_is_told(app: Flask, cast: Cast) -> None:
    @operation
    def rename(db: Db, actor: Actor, name: str) -> None:
        db.get_one(type(cast.cohort), cast.cohort.id).name = name

    databases = app.extensions["hearth"].databases
    with databases() as one, databases() as other:
        seen = [session.get_one(type(cast.cohort), cast.cohort.id) for session in (one, other)]
        rename(one, SYSTEM, "First")
        with pytest.raises(StaleDataError):
            rename(other, SYSTEM, "Second")
        assert [row.name for row in seen] == ["First", "First"]


def test_rows_read_for_the_page_stay_usable_after_an_operation(db: Db, cast: Cast) -> None:
    keep(db, SYSTEM, "later")
    assert cast.cohort.name == "Tuesday evening group"


def test_an_operation_may_follow_another_in_the_same_session(db: Db, cast: Cast) -> None:
    for place in ("Room 3", "Room 4"):
        change_cohort(
            db,
            Actor(None, NOW + timedelta(minutes=1)),
            cast.cohort,
            replace(cast.cohort.details, place=place),
            cast.cohort.version,
        )
    assert cast.cohort.place == "Room 4"
