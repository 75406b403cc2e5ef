"""Whoever is shown clinical data leaves one row in the trail, with nothing of what it says."""

import pytest
from sqlalchemy import select

from clinic.domain.access import NOT_CLINICAL, Action
from clinic.lookups.clinic.subjects import NAMED
from clinic.lookups.clinic.trail import broken_links
from clinic.models.audit import AuditEntry
from clinic.web.gate import is_poll, label_of
from clinic.web.page_reads import write_down
from clinic.web.request_context import hearth
from tests.access.places import Door
from tests.cast import load
from tests.scenes import World

ABOUT_NOBODY = {"item", "filename", "token", "message_id", "period_id", "worksheet_id"}
ABOUT_NOBODY |= {"account_id", "kind"}
"""Parameters of clinical pages that say nothing of whom they are about."""
READS = 180


def clinical(world: World) -> list[Door]:
    """Give every address that shows clinical data when it is asked for."""
    return [
        door for door in sorted(world.doors) if door.method == "GET" and is_clinical(world, door)
    ]


def is_clinical(world: World, door: Door) -> bool:
    action = label_of(door.endpoint, world.app)
    return action not in NOT_CLINICAL and not is_poll(door.endpoint, world.app)


def kind_of(world: World, door: Door) -> str:
    action = label_of(door.endpoint, world.app)
    assert action is not None
    return action.value


def written(world: World) -> list[AuditEntry]:
    """Write what waits, and give every read that the trail holds."""
    assert write_down(hearth(world.app))
    world.db.commit()
    entries = world.db.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [entry for entry in entries if ":" in entry.deed]


@pytest.fixture
def world(world: World) -> World:
    written(world)
    return world


def test_every_name_in_an_address_leads_to_somebody_or_to_nobody(world: World) -> None:
    """A new page about somebody cannot forget to say about whom."""
    names = {
        name for door, names in world.doors.items() if is_clinical(world, door) for name in names
    }
    assert names - NAMED <= ABOUT_NOBODY


@pytest.mark.usefixtures("unprinted")
def test_as_many_rows_as_reads(world: World) -> None:
    """Pages, PDFs and tables alike: 180 shown are 180 rows, each reader's in order."""
    before = len(written(world))
    shown: list[tuple[str, str]] = []
    while len(shown) < READS:
        for name in ("theresa", "sigrid", "mia", "sam"):
            for door in clinical(world):
                if len(shown) < READS and world.ask(name, door) == 200:
                    shown.append((name, kind_of(world, door)))
    entries = written(world)[before:]
    assert len(entries) == READS
    for name in {name for name, _kind in shown}:
        account = load(world.db).accounts[name].id
        kinds = [entry.deed for entry in entries if entry.account_id == account]
        assert kinds == [kind for who, kind in shown if who == name]
    assert broken_links(world.db) == []


@pytest.mark.usefixtures("unprinted")
def test_whose_record_it_was(world: World) -> None:
    mia = world.furniture["mia"]
    about_one = {"client_id", "enrollment_id", "assignment_id", "administration_id", "case_id"}
    about_one |= {"amendment_id", "copy_id", "waiting_id", "offer_id", "entry_id", "response_id"}
    checked = 0
    for door in clinical(world):
        before = len(written(world))
        reader = "mia" if door.endpoint.startswith("portal.") else "theresa"
        if world.ask(reader, door) != 200:
            continue
        [entry] = written(world)[before:]
        if reader == "mia" or about_one & set(world.doors[door]):
            assert entry.client_id == mia.client.id, door
            checked += 1
        elif set(world.doors[door]) & {"cohort_id", "session_id", "make_up_id", "file_id"}:
            assert (entry.client_id, entry.cohort_id) == (None, mia.enrollment.cohort_id), door
            checked += 1
    assert checked > 60


def test_what_was_not_shown_leaves_nothing(world: World) -> None:
    before = len(written(world))
    for name in ("sam", "olga", "ada", "nobody"):
        assert world.ask(name, Door("therapist.clients.show", "GET")) in (303, 403, 404)
    assert world.ask("theresa", Door("therapist.programs.index", "GET")) == 200
    assert len(written(world)) == before


def test_a_calendar_app_is_a_reader(world: World) -> None:
    before = len(written(world))
    assert world.ask("nobody", Door("auth.calendars.show", "GET")) == 200
    [entry] = written(world)[before:]
    assert (entry.deed, entry.account_id is None) == (Action.CALENDAR_OWN.value, False)
    assert "calendar_token" not in entry.rows
