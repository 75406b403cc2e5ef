"""Who waits for a place in the demo clinic: an offer is held longer, one was declined."""

from dataclasses import replace
from datetime import timedelta

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.domain.people.waiting import WaitingEnd
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.waiting import Waiting
from clinic.operations.groups.cohorts import change_cohort
from clinic.operations.people.place_offers import decline_offer, extend_offer, offer_place
from clinic.operations.people.waiting import put_on_list, take_off_list

PEOPLE = (
    ("Hugo", "Weber", Medium.PAPER, 24, "Works shifts; call after four."),
    ("Rosa", "Marin", Medium.PORTAL, 30, "Was in a talk with us in the spring."),
    ("Petra", "Novak", Medium.PORTAL, 21, ""),
    ("Ivo", "Kos", Medium.PAPER, 19, ""),
)
"""Name, medium, how many days ago the referral came, and what to know."""
_PLACES = 4


def wait_for(db: Db, by: Actor, cohort: Cohort, clients: list[Client]) -> None:
    """Put people on the list of a group that begins soon, and let the list have a history."""
    now = by.at
    change_cohort(
        db,
        _at(by, 12),
        cohort,
        replace(cohort.details, capacity=_PLACES),
        cohort.version,
    )
    lines: list[Waiting] = []
    for number, (client, (_given, _family, _medium, ago, note)) in enumerate(
        zip(clients, PEOPLE, strict=True)
    ):
        referred_on = now.date() - timedelta(days=ago)
        doer = _at(by, 9 - number)
        lines.append(put_on_list(db, doer, cohort, client, referred_on, note or None))
    hugo, rosa, _petra, ivo = lines
    first = offer_place(db, _at(by, 5), hugo, now.date() + timedelta(days=1), None)
    decline_offer(db, _at(by, 3), first, "Away that month; would like the next one.")
    take_off_list(db, _at(by, 3), ivo, WaitingEnd.OWN_WISH, "Found something nearer to home.")
    open_one = offer_place(db, _at(by, 1), rosa, now.date() + timedelta(days=5), None)
    later = now.date() + timedelta(days=6)
    extend_offer(db, by, open_one, later, "Asked for one more day to talk it over.")


def _at(by: Actor, days: int) -> Actor:
    return Actor(by.account_id, by.at - timedelta(days=days), by.role)
