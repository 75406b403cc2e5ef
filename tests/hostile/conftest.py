"""The furnished clinic of the access tests, and a guard that watches what is written."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from clinic.models.programs import Program
from clinic.models.sessions import GroupSession
from clinic.operations.accounts import add_account, deactivate_account
from clinic.operations.administrations import answer_items
from clinic.operations.cohorts import open_cohort
from clinic.queries.content import program_of
from tests.access.conftest import World
from tests.access.conftest import world as access_world
from tests.cast import PLAN, Cast
from tests.furniture import AT
from tests.hostile.corners import corners
from tests.hostile.sending import Post
from tests.hostile.watch import Watch

__all__ = ["access_world"]

YOUNG = replace(PLAN, name="A young group", first_on=date(2026, 4, 21))


@pytest.fixture
def world(access_world: World, db: Db, cast: Cast) -> World:
    """The clinic with what its pages need so that all of their forms can be sent.

    `young` are the ids of a cohort that has not begun, and of an account and a risk case that are
    closed. The other corners tell in what they differ.
    """
    doer = Actor(None, AT)
    row = db.get_one(Program, cast.cohort.program_id)
    cohort = open_cohort(db, doer, YOUNG, row, program_of(row), [cast.accounts["theresa"]])
    first = select(GroupSession).where(
        GroupSession.cohort_id == cohort.id, GroupSession.number == 1
    )
    closed = add_account(db, doer, "Nils Holm", "nils@example.org", Role.THERAPIST)
    deactivate_account(db, doer, closed)
    access_world.furniture["young"] = own = access_world.furniture["mia"]
    access_world.ids_of["young"] = access_world.ids_of["mia"] | {
        "cohort_id": cohort.public_id,
        "session_id": db.scalars(first).one().public_id,
        "account_id": closed.public_id,
        "program_id": access_world.ids_of["mia"]["own_program_id"],
        "case_id": own.closed_case.public_id,
    }
    answer_items(db, doer, own.open, {1: 1}, Medium.PORTAL)
    for name, (ids, furniture) in corners(db, cast, access_world).items():
        access_world.furniture[name] = furniture
        access_world.ids_of[name] = access_world.ids_of["mia"] | ids
    db.commit()
    return access_world


@pytest.fixture
def watch(world: World) -> Iterator[Watch]:
    """Watch the database of the requests from now on."""
    engine = world.app.extensions["hearth"].databases.kw["bind"]
    with Watch(engine) as watching:
        yield watching


@pytest.fixture
def post(world: World, watch: Watch) -> Post:
    return Post(world, watch)
