"""What a therapist's pages cost: one person in the cohort, and fifty."""

from collections.abc import Callable
from dataclasses import replace

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium, NewClient
from clinic.operations.groups.cohorts import change_cohort
from clinic.operations.people.enrollments import enroll_new_client
from tests.cast import BEFORE, Cast
from tests.client import Person
from tests.selects import selects_of


def test_one_person_and_fifty_cost_the_same_number_of_selects(
    as_: Callable[[str], Person], db: Db, cast: Cast
) -> None:
    sam = as_("sam")
    alone = costs(db, sam, cast)
    let_in(db, cast, 49)
    assert costs(db, sam, cast) == alone
    assert max(alone.values()) <= 29, alone


def costs(db: Db, person: Person, cast: Cast) -> dict[str, int]:
    cohort, olga = cast.other_cohort.public_id, cast.clients["olga"].public_id
    return {
        "dashboard": selects_of(db, person, "therapist.dashboard.show"),
        "cohort": selects_of(db, person, "therapist.cohorts.show", cohort_id=cohort),
        "client": selects_of(db, person, "therapist.clients.show", client_id=olga),
        "typing desk": selects_of(db, person, "therapist.keyings.index"),
        "asked": selects_of(db, person, "therapist.administrations.index", cohort_id=cohort),
        "clients": selects_of(db, person, "therapist.clients.index"),
    }


def let_in(db: Db, cast: Cast, people: int) -> None:
    cohort = cast.other_cohort
    by = Actor(cast.accounts["sam"].id, BEFORE, Role.THERAPIST)
    change_cohort(
        db,
        by,
        cohort,
        replace(cohort.details, capacity=people + 1),
        cohort.version,
    )
    for number in range(people):
        person = NewClient(preferred_name=f"Newcomer {number}", medium=Medium.PAPER)
        enroll_new_client(db, by, cohort, person)
