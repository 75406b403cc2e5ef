"""What people of a group are called where they stand beside each other: in a room, on a list."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Select, select

from clinic.db import Db
from clinic.domain.enrollments import PaperNames
from clinic.domain.text import Named, names_apart
from clinic.lookups.snapshots import read_before
from clinic.lookups.statements import kept, rows_of
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment


@dataclass(frozen=True, slots=True)
class Names:
    """What each person of some groups is called there."""

    by_place: dict[int, str]
    """By the row id of the place."""
    by_person: dict[tuple[int, int], str]
    """By the row ids of group and client."""

    def __getitem__(self, place: int) -> str:
        """Name whoever has a place, by its row id."""
        return self.by_place[place]

    def of(self, cohort_id: int, client_id: int) -> str:
        """Name somebody in one of her groups, by the row ids of both."""
        return self.by_person[cohort_id, client_id]

    def in_full(self, place: Enrollment) -> str:
        """Name somebody with both names, and by her number where another one has the same.

        The place has its client read already.
        """
        name, apart = full_name(place.client), self.by_place[place.id]
        return apart if apart.startswith(f"{name} ") else name


def names_in(db: Db, cohort_ids: Iterable[int]) -> Names:
    """Name everybody who has, had or waits for a place in these groups, apart within each.

    It is one question however many groups there are, and none where a page asked before. Whoever
    asks has been given the groups.
    """
    wanted = set(cohort_ids)
    known: dict[int, Names] = read_before(db).setdefault(names_in, {})
    if unread := wanted - known.keys():
        known |= _read(db, unread)
    found = [known[one] for one in wanted]
    return Names(
        {place: name for one in found for place, name in one.by_place.items()},
        {person: name for one in found for person, name in one.by_person.items()},
    )


def _read(db: Db, cohort_ids: Collection[int]) -> dict[int, Names]:
    groups: dict[int, list[Named]] = {cohort_id: [] for cohort_id in cohort_ids}
    keys: dict[int, tuple[int, int]] = {}
    for cohort_id, client_id, place, preferred, family in rows_of(db, _people(cohort_ids)):
        groups[cohort_id].append(Named(place, preferred, family))
        keys[place] = cohort_id, client_id
    apart = {cohort_id: names_apart(of) for cohort_id, of in groups.items()}
    return {
        cohort_id: Names(names, {keys[place]: name for place, name in names.items()})
        for cohort_id, names in apart.items()
    }


@kept
def _people(cohort_ids: Collection[int]) -> Select[int, int, int, str, str]:
    return (
        select(
            Enrollment.cohort_id,
            Enrollment.client_id,
            Enrollment.id,
            Client.preferred_name,
            Client.family_name,
        )
        .join(Client, Enrollment.client_id == Client.id)
        .where(Enrollment.cohort_id.in_(cohort_ids))
    )


def name_in(db: Db, enrollment: Enrollment) -> str:
    """Name one person as her group does."""
    return names_in(db, [enrollment.cohort_id])[enrollment.id]


def full_name(client: Client) -> str:
    """Name a person to staff, as "Mia Rossi"."""
    return f"{client.preferred_name} {client.family_name}".strip()


def printed_name(db: Db, cohort: Cohort, client: Client) -> str:
    """Name somebody on paper as her cohort chose to, apart from all others of it."""
    return name_on_paper(names_in(db, [cohort.id]), cohort, client)


def name_on_paper(names: Names, cohort: Cohort, client: Client) -> str:
    if cohort.paper_names is PaperNames.CODE:
        return client.code
    return names.of(cohort.id, client.id)
