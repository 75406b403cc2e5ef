"""The furnished clinic of the access tests, and a guard that watches what is written."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from clinic.models.programs import ProgramRow
from clinic.models.sessions import GroupSession
from clinic.operations.clinic.accounts import add_account, deactivate_account
from clinic.operations.groups.cohorts import open_cohort
from clinic.operations.measures.administrations import answer_items
from tests.access.conftest import database_url, world
from tests.access.conftest import scene as furnished_scene
from tests.cast import PLAN, Cast
from tests.conftest import Sessions
from tests.databases import Stock
from tests.furniture import AT
from tests.hostile.corners import corners
from tests.hostile.sending import Post
from tests.hostile.watch import Watch
from tests.scenes import Scene, World, keys_of

__all__ = ["database_url", "furnished_scene", "world"]

YOUNG = replace(PLAN, name="A young group", first_on=date(2026, 4, 21))


@pytest.fixture(scope="session")
def scene(furnished_scene: Scene, databases: Stock, sessions: Sessions) -> Scene:
    """The clinic with what its pages need so that all of their forms can be sent.

    `young` are the ids of a cohort that has not begun, and of an account and a risk case that are
    closed. The other corners tell in what they differ.
    """
    url = databases.copy(furnished_scene.url)
    with sessions(url) as (db, cast):
        return _with_corners(replace(furnished_scene, url=url), db, cast)


def _with_corners(scene: Scene, db: Db, cast: Cast) -> Scene:
    furniture, ids_of = scene.furniture(db), {name: dict(ids) for name, ids in scene.ids_of.items()}
    furniture["young"] = own = furniture["mia"]
    ids_of["young"] = (
        ids_of["mia"]
        | _young(db, cast)
        | {
            "program_id": ids_of["mia"]["own_program_id"],
            "case_id": own.closed_case.public_id,
        }
    )
    answer_items(db, Actor(None, AT), own.open, {1: 1}, Medium.PORTAL)
    for name, (ids, stands) in corners(db, cast, furniture).items():
        furniture[name] = stands
        ids_of[name] = ids_of["mia"] | ids
    rows = {name: keys_of(own) for name, own in furniture.items()}
    return replace(scene, rows=rows, ids_of=ids_of)


def _young(db: Db, cast: Cast) -> dict[str, object]:
    doer, row = Actor(None, AT), db.get_one(ProgramRow, cast.cohort.program_id)
    cohort = open_cohort(db, doer, YOUNG, row, [cast.accounts["theresa"]])
    first = select(GroupSession).where(
        GroupSession.cohort_id == cohort.id, GroupSession.number == 1
    )
    closed = add_account(db, doer, "Nils Holm", "nils@example.org", Role.THERAPIST)
    deactivate_account(db, doer, closed)
    return {
        "cohort_id": cohort.public_id,
        "session_id": db.scalars(first).one().public_id,
        "account_id": closed.public_id,
    }


@pytest.fixture
def watch(world: World) -> Iterator[Watch]:
    """Watch the database of the requests from now on."""
    engine = world.app.extensions["hearth"].databases.kw["bind"]
    with Watch(engine) as watching:
        yield watching


@pytest.fixture
def post(world: World, watch: Watch) -> Post:
    return Post(world, watch)
