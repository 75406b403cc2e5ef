"""A kept statement is built once, and asks each time for what it is given."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Select, select

from clinic.db import Db
from clinic.domain.access import Action, Reader, Role
from clinic.lookups.statements import kept, ones_of
from clinic.models.enrollments import Enrollment, taking_part
from clinic.models.sessions import GroupSession
from clinic.queries.scope import cohort_ids
from tests.cast import NOW, Cast


def test_it_is_built_once(db: Db, cast: Cast) -> None:
    built: list[None] = []

    @kept
    def meetings(ids: Sequence[int], before: datetime, number: int) -> Select[int]:
        built.append(None)
        return (
            select(GroupSession.id)
            .where(
                GroupSession.cohort_id.in_(ids),
                GroupSession.starts_at < before,
                GroupSession.number >= number,
            )
            .order_by(GroupSession.id)
        )

    rows = list(db.scalars(select(GroupSession).order_by(GroupSession.id)))
    cohorts = sorted({row.cohort_id for row in rows})
    assert len(rows) > 1
    for ids in (cohorts, cohorts[:1], []):
        for days in (-400, 0, 400):
            for number in (1, 3):
                before = NOW + timedelta(days=days)
                found = ones_of(db, meetings(ids, before, number=number)).all()
                assert found == [
                    row.id
                    for row in rows
                    if row.cohort_id in ids and row.starts_at < before and row.number >= number
                ]
    assert len(built) == 1


def test_one_value_may_stand_in_several_places(db: Db, cast: Cast) -> None:
    @kept
    def here(ids: Collection[int], now: datetime) -> Select[int]:
        return select(Enrollment.id).where(
            Enrollment.cohort_id.in_(ids), taking_part(now), Enrollment.enrolled_at <= now
        )

    ids = {cast.cohort.id}
    for at in (NOW, NOW - timedelta(days=4000)):
        fresh = select(Enrollment.id).where(
            Enrollment.cohort_id.in_(ids), taking_part(at), Enrollment.enrolled_at <= at
        )
        assert set(ones_of(db, here(ids, at))) == set(db.scalars(fresh))
    assert set(ones_of(db, here(ids, NOW)))


def test_without_an_argument_it_is_the_same_each_time(db: Db) -> None:
    @kept
    def every() -> Select[int]:
        return select(Enrollment.id)

    assert every()[0] is every()[0]
    assert every()[1] == {}


def test_nothing_is_compared_with_none(db: Db) -> None:
    @kept
    def since(at: datetime) -> Select[int]:
        return select(Enrollment.id).where(Enrollment.ended_at == at)

    with pytest.raises(ValueError, match="None"):
        since(None)  # type: ignore[arg-type]  # as a careless caller might


def test_an_instant_may_be_moved_by_some_time(db: Db, cast: Cast) -> None:
    @kept
    def around(at: datetime) -> Select[int]:
        return select(GroupSession.id).where(
            GroupSession.starts_at > at - timedelta(days=8),
            GroupSession.starts_at < at + timedelta(days=8),
        )

    rows = list(db.scalars(select(GroupSession)))
    for days in (0, 30):
        at = NOW + timedelta(days=days)
        near = {row.id for row in rows if abs(row.starts_at - at) < timedelta(days=8)}
        assert near
        assert set(ones_of(db, around(at))) == near


def test_each_reader_is_given_what_is_hers(db: Db, cast: Cast) -> None:
    built: list[Role] = []

    @kept
    def mine(reader: Reader) -> Select[int]:
        built.append(reader.role)
        return select(Enrollment.id).where(Enrollment.cohort_id.in_(cohort_ids(reader)))

    for _ in range(2):
        for name, account in cast.accounts.items():
            reader = Reader(account.id, account.role, NOW)
            fresh = select(Enrollment.id).where(Enrollment.cohort_id.in_(cohort_ids(reader)))
            assert set(ones_of(db, mine(reader))) == set(db.scalars(fresh)), name
    theresa, sam = (Reader(cast.accounts[n].id, Role.THERAPIST, NOW) for n in ("theresa", "sam"))
    assert set(ones_of(db, mine(theresa))).isdisjoint(ones_of(db, mine(sam)))
    assert set(ones_of(db, mine(theresa)))
    early = replace(theresa, at=NOW - timedelta(days=4000))
    assert not set(ones_of(db, mine(early)))
    assert sorted(built) == sorted(set(built))
    ones_of(db, mine(theresa.wanting(Action.PACK_PRINT)))
    assert built.count(Role.THERAPIST) == 2
    ones_of(db, mine(replace(theresa, has_emergency=True)))
    assert built.count(Role.THERAPIST) == 3
