"""The outcomes that NHS Talking Therapies counts, from PHQ-9 with GAD-7.

The thresholds were read second-hand, as the service's manual is quoted at cbtwatch.com; that both
measures take part in improvement and deterioration is from memory of the NHS Digital metadata.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from clinic.domain.measures.instruments import Source
from clinic.domain.outcomes.releases import Releases
from clinic.domain.outcomes.reports import GroupScores, Member
from clinic.domain.outcomes.suppression import SMALLEST_GROUP, Gate
from clinic.domain.text import N_

PHQ_9, GAD_7 = "phq-9", "gad-7"
CASE_PHQ_9, CASE_GAD_7 = 10, 8
"""At or above either of these a person is a case."""
RELIABLE_PHQ_9, RELIABLE_GAD_7 = 6, 4
"""A change of at least so many points is reliable."""
FEWEST_CONTACTS = 2
"""Who came less often has not finished a course of treatment."""

_MANUAL = Source(
    "NHS Talking Therapies manual, as quoted at cbtwatch.com",
    is_verified=False,
    is_second_hand=True,
)
_GLOSSARY = Source("glossary of fingertips.phe.org.uk", is_verified=True)
_METADATA = Source("NHS Digital metadata, from memory", is_verified=False)


class CountedTerm(StrEnum):
    """What is counted."""

    CASE = "case"
    RECOVERY = "recovery"
    RELIABLE_IMPROVEMENT = "reliable-improvement"
    RELIABLE_RECOVERY = "reliable-recovery"
    RELIABLE_DETERIORATION = "reliable-deterioration"
    NO_RELIABLE_CHANGE = "no-reliable-change"


@dataclass(frozen=True)
class CountingRule:
    """A term, what it says, and where it was read."""

    term: CountedTerm
    text: str
    source: Source


RULES: Sequence[CountingRule] = (
    CountingRule(
        CountedTerm.CASE,
        N_("At the first score PHQ-9 is 10 or more, or GAD-7 is 8 or more."),
        _MANUAL,
    ),
    CountingRule(
        CountedTerm.RECOVERY,
        N_("A case at the first score; at the last, PHQ-9 is below 10 and GAD-7 below 8."),
        _MANUAL,
    ),
    CountingRule(
        CountedTerm.RELIABLE_IMPROVEMENT,
        N_(
            "PHQ-9 fell by 6 or more, or GAD-7 by 4 or more, and the other did not rise by as much"
            " as is reliable for it."
        ),
        _METADATA,
    ),
    CountingRule(
        CountedTerm.RELIABLE_RECOVERY, N_("Recovery and reliable improvement, both."), _METADATA
    ),
    CountingRule(
        CountedTerm.RELIABLE_DETERIORATION,
        N_(
            "PHQ-9 rose by 6 or more, or GAD-7 by 4 or more, and the other did not fall by as much"
            " as is reliable for it."
        ),
        _METADATA,
    ),
    CountingRule(
        CountedTerm.NO_RELIABLE_CHANGE,
        N_("Neither, and also one up and the other down by as much as is reliable."),
        _METADATA,
    ),
)
_AMONG_CASES = frozenset({CountedTerm.RECOVERY, CountedTerm.RELIABLE_RECOVERY})
POPULATION = CountingRule(
    CountedTerm.CASE,
    N_("Counted are people with two sessions or more, and a first and a last score of both."),
    _GLOSSARY,
)


@dataclass(frozen=True)
class Scores:
    """Both measures on one occasion."""

    phq_9: float
    gad_7: float

    @property
    def is_case(self) -> bool:
        """Whether either measure is at or above its threshold."""
        return self.phq_9 >= CASE_PHQ_9 or self.gad_7 >= CASE_GAD_7


def first_and_last(phq_9: Sequence[float], gad_7: Sequence[float]) -> tuple[Scores, Scores] | None:
    """Give the first and the last score of both measures; nothing where one was scored once."""
    if min(len(phq_9), len(gad_7)) < 2:
        return None
    return Scores(phq_9[0], gad_7[0]), Scores(phq_9[-1], gad_7[-1])


def outcomes_of(first: Scores, last: Scores) -> frozenset[CountedTerm]:
    """Name everything that one person's first and last scores show."""
    phq_9, gad_7 = last.phq_9 - first.phq_9, last.gad_7 - first.gad_7
    has_fallen = phq_9 <= -RELIABLE_PHQ_9 or gad_7 <= -RELIABLE_GAD_7
    has_risen = phq_9 >= RELIABLE_PHQ_9 or gad_7 >= RELIABLE_GAD_7
    found = set()
    if first.is_case:
        found.add(CountedTerm.CASE)
        if not last.is_case:
            found.add(CountedTerm.RECOVERY)
    if has_fallen == has_risen:
        found.add(CountedTerm.NO_RELIABLE_CHANGE)
    else:
        found.add(
            CountedTerm.RELIABLE_IMPROVEMENT if has_fallen else CountedTerm.RELIABLE_DETERIORATION
        )
    if {CountedTerm.RECOVERY, CountedTerm.RELIABLE_IMPROVEMENT} <= found:
        found.add(CountedTerm.RELIABLE_RECOVERY)
    return frozenset(found)


@dataclass(frozen=True)
class Tally:
    """A term with how many it holds for, and of how many: recoveries are counted among cases."""

    rule: CountingRule
    count: int | None
    of: int | None
    """`None` is left out: it would tell of too few."""


def tally(
    outcomes: Sequence[frozenset[CountedTerm]], *, is_inside: bool = True
) -> tuple[Tally, ...]:
    """Count the outcomes of a group, each among the people for whom it is possible.

    In what leaves the clinic every count is a group that must be releasable, and none may be all
    of those it is counted among: that would tell it of each of them.
    """
    everybody = frozenset(range(len(outcomes)))
    having = {term: {n for n in everybody if term in outcomes[n]} for term in CountedTerm}
    gate = Gate([everybody, *having.values()], is_open=is_inside)
    return tuple(_tally(rule, having, everybody, gate, is_inside) for rule in RULES)


def untold() -> tuple[Tally, ...]:
    """Give every term without a count."""
    return tuple(Tally(rule, None, None) for rule in RULES)


def _tally(
    rule: CountingRule,
    having: Mapping[CountedTerm, Collection[int]],
    everybody: Collection[int],
    gate: Gate,
    is_inside: bool,
) -> Tally:
    among = having[CountedTerm.CASE] if rule.term in _AMONG_CASES else everybody
    found = having[rule.term]
    if is_inside:
        return Tally(rule, len(found), len(among))
    may = gate.lets(found) and len(found) < len(among)
    return Tally(
        rule, len(found) if may else None, len(among) if may and gate.lets(among) else None
    )


@dataclass(frozen=True, slots=True)
class Services:
    """The counts, and how many people they are of; `None` where that is too few to be told."""

    people: int | None
    tallies: tuple[Tally, ...]


def services_of(
    members: Sequence[Member],
    scores: Mapping[str, GroupScores],
    *,
    is_inside: bool,
    releases: Releases | None = None,
) -> Services | None:
    """Count who came often enough and has a first and a last score of both.

    `scores` are those of the main scale of each instrument, by its key.
    """
    if PHQ_9 not in scores or GAD_7 not in scores:
        return None
    found = [
        (
            member.key,
            first_and_last(_course(scores[PHQ_9], member.key), _course(scores[GAD_7], member.key)),
        )
        for member in members
        if member.attended >= FEWEST_CONTACTS
    ]
    outcomes = [outcomes_of(*ends) for _key, ends in found if ends is not None]
    facts = [(key, repr(ends)) for key, ends in found if ends is not None]
    beside = releases or Releases()
    if not is_inside and (len(facts) < SMALLEST_GROUP or not beside.lets("services", facts)):
        return Services(None, untold())
    return Services(len(outcomes), tally(outcomes, is_inside=is_inside))


def _course(one: GroupScores, key: int) -> list[float]:
    """Give somebody's scores up to the end of the program: what comes later is follow-up."""
    names = one.occasions
    course = names[: names.index("post") + 1] if "post" in names else names
    own = one.values.get(key, {})
    return [own[name] for name in course if name in own]
