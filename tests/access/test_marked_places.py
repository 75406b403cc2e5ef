"""On every page of the rooms one entry of the navigation is marked: the one it lies below."""

import re

import pytest

from tests.client import Page
from tests.navigation import places
from tests.scenes import World

BELOW = (
    (r"/therapist/$", "Today"),
    (r"/therapist/administrations/\w+/(keyed|keying|settlement)$", "Typing desk"),
    (r"/therapist/typing-desk$", "Typing desk"),
    (r"/therapist/assignments/\w+/practice-paper\b", "Typing desk"),
    (r"/therapist/(clients|enrollments|administrations|amendments|record-copies)\b", "Clients"),
    (r"/therapist/(assignments|worksheet-responses)\b", "Clients"),
    (r"/therapist/(cohorts|sessions|notes|make-ups|waiting|offers|leave)\b", "Cohorts"),
    (r"/therapist/(programs|program-versions|exercises)\b", "Programs"),
    (r"/therapist/worksheets\b", "Worksheets"),
    (r"/therapist/measures\b", "Measures"),
    (r"/therapist/risk-cases\b", "Risk cases"),
    (r"/therapist/messages\b", "Reminders"),
    (r"/therapist/emergencies\b", "Emergency"),
    (r"/handouts/enrollments/", "Clients"),
    (r"/handouts/", "Cohorts"),
    (r"/portal/weeks\b", "Weeks"),
    (r"/portal/done\b", "Done"),
    (r"/portal/call\b", "Help now"),
    (r"/portal/", "Today"),
    (r"/help$", "Help now"),
    (r"/admin/accounts\b", "Accounts"),
    (r"/admin/(settings|closed-days|consent-texts)\b", "Clinic"),
    (r"/admin/messages\b", "Mail"),
    (r"/admin/audit\b", "Audit trail"),
    (r"/admin/backups\b", "Backups"),
    (r"/admin/emergencies\b", "Emergency"),
    (r"/admin/endings\b", "Retention"),
)
"""Addresses, and the entry that their pages lie below; an account's own pages lie below none."""


def below(address: str) -> list[str]:
    return next(([name] for pattern, name in BELOW if re.match(pattern, address)), [])


@pytest.mark.usefixtures("unprinted")
@pytest.mark.parametrize(("name", "fewest"), [("theresa", 70), ("mia", 15), ("ada", 8)])
def test_every_page_marks_the_entry_it_lies_below(world: World, name: str, fewest: int) -> None:
    wrong, seen = {}, 0
    for door in world.doors:
        address = world.address(door, "mia")
        if door.method != "GET" or address.endswith((".pdf", ".json", ".ics", ".js", ".css")):
            continue
        answer = world.people[name].browser.open(address)
        if answer.status_code != 200 or b'aria-label="Main"' not in answer.data:
            continue
        seen += 1
        marked = places(Page(answer))
        # For those who work here help stands apart, at the foot.
        expected = [] if address == "/help" and name != "mia" else below(address)
        if marked != expected:
            wrong[address] = f"{marked}, not {expected}"
    assert wrong == {}
    assert seen >= fewest
