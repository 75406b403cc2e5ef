"""A once-only key makes one row however often and however much at once a form is sent."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.errors import Refused
from clinic.lookups.clinic.trail import broken_links
from clinic.models.audit import Submission
from clinic.models.enrollments import Enrollment
from clinic.models.settings import Setting
from tests.cast import NOW, Cast
from tests.enrolling import enroll_newcomer

KEY = "a-key-of-a-form"
TOGETHER = 20


@operation
def keep(db: Db, actor: Actor, name: str) -> Setting:
    row = Setting(name=name, value="x", changed_at=actor.at)
    db.add(row)
    return row


@operation
def keep_otherwise(db: Db, actor: Actor, name: str) -> Setting:
    return keep(db, actor, name)


@pytest.fixture
def theresa(cast: Cast) -> Actor:
    return Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST, KEY)


@pytest.fixture
def sam(cast: Cast) -> Actor:
    return Actor(cast.accounts["sam"].id, NOW, Role.THERAPIST, KEY)


def all_at_once(app: Flask, deeds: list[Callable[[Db], object]]) -> Iterator[object]:
    """Run deeds in as many threads, each with its own session, and give results and refusals."""
    databases = app.extensions["hearth"].databases
    start = Barrier(TOGETHER)

    def run(numbered: tuple[int, Callable[[Db], object]]) -> object:
        number, deed = numbered
        with databases() as session:
            if number < TOGETHER:
                start.wait(timeout=10)
            try:
                return deed(session)
            except Refused as refused:
                return refused

    with ThreadPoolExecutor(TOGETHER) as threads:
        yield from threads.map(run, enumerate(deeds))


def test_the_same_deed_twice_gives_one_row_and_the_same_one_back(db: Db, theresa: Actor) -> None:
    first = keep(db, theresa, "one")
    db.expunge_all()
    assert keep(db, theresa, "another").id == first.id
    assert db.scalar(select(func.count(Submission.id))) == 1
    assert db.scalar(select(Setting).where(Setting.name == "another")) is None


def test_without_a_key_each_deed_counts(db: Db, theresa: Actor) -> None:
    free = replace(theresa, once=None)
    assert keep(db, free, "one").id != keep(db, free, "two").id
    assert db.scalar(select(func.count(Submission.id))) == 0


def test_another_person_with_the_same_key_gets_a_row_of_their_own(
    db: Db, theresa: Actor, sam: Actor
) -> None:
    assert keep(db, theresa, "one").id != keep(db, sam, "two").id


def test_somebody_not_signed_in_is_another_person_too(db: Db, theresa: Actor) -> None:
    nobody = Actor(None, NOW, once=KEY)
    assert keep(db, theresa, "one").id != keep(db, nobody, "two").id
    assert keep(db, nobody, "three").name == "two"


def test_the_same_key_on_another_deed_makes_a_row_of_its_own(db: Db, theresa: Actor) -> None:
    assert keep(db, theresa, "one").id != keep_otherwise(db, theresa, "two").id


def test_a_refused_deed_does_not_use_up_its_key(db: Db, theresa: Actor) -> None:
    @operation
    def refuse(db: Db, actor: Actor, *, does: bool) -> Setting:
        if does:
            raise Refused("no")
        return keep(db, actor, "one")

    with pytest.raises(Refused):
        refuse(db, theresa, does=True)
    assert refuse(db, theresa, does=False).id


@pytest.mark.parametrize("key", ["k" * 10_000, "ключ 🌿", "' OR 1=1 --"])
def test_any_text_will_do_as_a_key(db: Db, theresa: Actor, key: str) -> None:
    odd = theresa.under(key)
    assert keep(db, odd, "one").id == keep(db, odd, "two").id


def test_the_same_form_sent_many_times_at_once_makes_one_row(
    app: Flask, db: Db, theresa: Actor
) -> None:
    def deed(number: int) -> Callable[[Db], object]:
        return lambda session: keep(session, theresa, f"row {number}").id

    ids = set(all_at_once(app, [deed(number) for number in range(TOGETHER)]))
    assert len(ids) == 1
    db.commit()
    made = db.scalars(select(Setting).where(Setting.name.startswith("row "))).all()
    assert [row.id for row in made] == list(ids)
    assert broken_links(db) == []


def test_however_many_enroll_at_once_a_cohort_takes_no_more_than_its_places(
    app: Flask, db: Db, cast: Cast, theresa: Actor
) -> None:
    free = replace(theresa, once=None)

    def deed(number: int) -> Callable[[Db], object]:
        return lambda session: enroll_newcomer(session, free, f"Person {number}").id

    results = list(all_at_once(app, [deed(number) for number in range(40)]))
    db.commit()
    taken = db.scalar(
        select(func.count(Enrollment.id)).where(
            Enrollment.cohort_id == cast.cohort.id,
            Enrollment.status == EnrollmentStatus.ENROLLED,
        )
    )
    assert cast.cohort.capacity == taken == 8
    assert len([one for one in results if isinstance(one, int)]) == 8 - len(["mia", "max", "noor"])
    assert broken_links(db) == []
