"""A record opened in an emergency: its pages for an hour, to read; nothing beside or after."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.domain.access import Actor, Role
from clinic.domain.clinic.factors import FRESH_FOR
from clinic.domain.safety.emergencies import LASTS
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort
from clinic.models.emergencies import Emergency
from clinic.models.enrollments import Enrollment
from clinic.operations.safety.emergencies import end_emergency, open_group_in_emergency
from tests.access.crawling import canaries, crawl
from tests.access.matrix import rows
from tests.access.places import Door
from tests.conftest import Clock
from tests.emergencies import REASON, opened
from tests.furniture import AT
from tests.markup import Part, parsed
from tests.scenes import World

NEVER = ("charted", "private", "broke")
SHOW = Door("therapist.clients.show", "GET")


def sam(world: World) -> Actor:
    found = select(Account.id).where(Account.sign_in_name == "sam@example.org")
    return Actor(world.db.scalars(found).one(), AT, Role.THERAPIST)


def place(world: World) -> Enrollment:
    return world.furniture["mia"].enrollment


def group(world: World) -> Emergency:
    cohort = world.db.get_one(Cohort, place(world).cohort_id)
    return open_group_in_emergency(world.db, sam(world), cohort, REASON)


def doors_of_others() -> list[Door]:
    """Give what is Theresa's and nothing to Sam, who leads another group."""
    return sorted(door for door, who in rows().items() if who["sam"] == 404 != who["theresa"])


@pytest.mark.usefixtures("unprinted")
@pytest.mark.parametrize("whole_group", [False, True])
def test_what_is_open_is_read_and_nothing_is_written_printed_or_carried_away(
    world: World, whole_group: bool
) -> None:
    _ = group(world) if whole_group else opened(world.db, sam(world), place(world))
    before = world.rows()
    given = {door: world.ask("sam", door) for door in doors_of_others()}
    opens = {door for door, status in given.items() if status != 404}
    assert SHOW in opens
    assert {door.method for door in opens} == {"GET"}
    assert not [door for door in opens if door.endpoint.startswith("handouts.")]
    assert (Door("therapist.cohorts.show", "GET") in opens) is whole_group
    for door in opens:
        with world.people["sam"].browser.get(world.address(door, "mia")) as answer:
            assert "attachment" not in answer.headers.get("Content-Disposition", "")
            page = answer.get_data(as_text=True)
        assert "End now" in page or answer.mimetype != "text/html"
    assert world.rows() == before


def test_its_pages_have_no_button_that_leads_nowhere(world: World) -> None:
    group(world)
    for endpoint in ("clients.show", "cohorts.show", "sessions.show", "risk_cases.show"):
        door = Door(f"therapist.{endpoint}", "GET")
        page = Part(parsed(world.open("sam", door, world.address(door, "mia"))[1].decode()))
        forms = page.part("main").parts("form", method="post")
        assert [one["action"].rpartition("/")[2] for one in forms] == ["end"], endpoint


@pytest.mark.usefixtures("unprinted")
@pytest.mark.parametrize("whole_group", [False, True])
def test_one_person_is_found_and_no_other_of_her_group(world: World, whole_group: bool) -> None:
    _ = group(world) if whole_group else opened(world.db, sam(world), place(world))
    text = crawl(world, "sam")
    others = {"max", "noor"} if whole_group else set()
    assert canaries(text) == {"mia", "olga"} | others
    assert not [kind for kind in NEVER if f"{kind}-canary-mia" in text]


@pytest.mark.usefixtures("unprinted")
def test_it_ends_with_its_hour_and_by_its_button(world: World) -> None:
    statuses = []
    for ago in (LASTS - timedelta(seconds=1), LASTS):
        row = opened(world.db, replace(sam(world), at=AT - ago), place(world))
        statuses.append(world.ask("sam", SHOW))
        end_emergency(world.db, sam(world), row)
        statuses.append(world.ask("sam", SHOW))
    assert statuses == [200, 404, 404, 404]
    assert {world.ask("sam", door) for door in doors_of_others()} == {404}
    assert canaries(crawl(world, "sam")) == {"olga"}


def test_the_form_opens_it_after_a_fresh_proof_and_leads_there(world: World, clock: Clock) -> None:
    browser = world.people["sam"].browser
    address = world.address(Door("therapist.emergencies.create", "POST"), "mia")
    typed = {"person": "no such person", "group": "", "reason": REASON}
    with browser.post(address, data=typed) as answer:
        assert answer.status_code == 422
        assert "Nobody is known by exactly this" in answer.get_data(as_text=True)
    typed["person"] = world.furniture["mia"].client.code
    clock.at = AT + FRESH_FOR / 2
    assert world.ask("sam", SHOW) == 404
    clock.at = AT + FRESH_FOR + timedelta(seconds=1)
    with browser.post(address, data=typed) as answer:
        assert "Is it still you?" in answer.get_data(as_text=True)
    assert world.ask("sam", SHOW) == 404
    clock.at = AT
    with browser.post(address, data=typed, follow_redirects=True) as answer:
        assert "A record is open to you in an emergency until" in answer.get_data(as_text=True)
    assert world.ask("sam", SHOW) == 200
