"""What NHS Talking Therapies would count of a cohort, where PHQ-9 and GAD-7 are both asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinic.domain.outcomes.releases import Releases
from clinic.domain.outcomes.reports import GroupScores
from clinic.domain.outcomes.suppression import SMALLEST_GROUP
from clinic.domain.outcomes.talking_therapies import (
    FEWEST_CONTACTS,
    GAD_7,
    PHQ_9,
    Tally,
    first_and_last,
    outcomes_of,
    tally,
    untold,
)
from clinic.queries.outcomes.cohort_reports import Group, Told


@dataclass(frozen=True, slots=True)
class Services:
    """The counts, and how many people they are of; `None` where that is too few to be told."""

    people: int | None
    tallies: tuple[Tally, ...]


def services_of(
    group: Group, *, is_inside: bool, releases: Releases | None = None
) -> Services | None:
    """Count who came often enough and has a first and a last score of both."""
    phq_9, gad_7 = _main_of(group.scales, PHQ_9), _main_of(group.scales, GAD_7)
    if phq_9 is None or gad_7 is None:
        return None
    found = [
        (
            member.key,
            first_and_last(_course(phq_9.scores, member.key), _course(gad_7.scores, member.key)),
        )
        for member in group.members
        if member.attended >= FEWEST_CONTACTS
    ]
    outcomes = [outcomes_of(*ends) for _key, ends in found if ends is not None]
    facts = [(key, repr(ends)) for key, ends in found if ends is not None]
    beside = releases or Releases()
    if not is_inside and (len(facts) < SMALLEST_GROUP or not beside.lets("services", facts)):
        return Services(None, untold())
    return Services(len(outcomes), tally(outcomes, is_inside=is_inside))


def _main_of(scales: Sequence[Told], key: str) -> Told | None:
    return next((one for one in scales if one.is_main and one.instrument.key == key), None)


def _course(one: GroupScores, key: int) -> list[float]:
    """Give somebody's scores up to the end of the program: what comes later is follow-up."""
    names = one.occasions
    course = names[: names.index("post") + 1] if "post" in names else names
    own = one.values.get(key, {})
    return [own[name] for name in course if name in own]
