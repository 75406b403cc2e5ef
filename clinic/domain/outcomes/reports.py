"""What a report may hold, and a cohort's figures as they may leave the clinic."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from clinic.domain.measures.instruments import Scale, Source
from clinic.domain.outcomes.change import Category, Summary, summarize
from clinic.domain.outcomes.comparisons import Effects, within
from clinic.domain.outcomes.pairs import Pair, sample_of
from clinic.domain.outcomes.readings import (
    ChangeCriteria,
    OwnNorm,
    ScoreChange,
    criteria_of,
    read_change,
)
from clinic.domain.outcomes.releases import Fact, Releases, score_fact
from clinic.domain.outcomes.suppression import Gate

_GAINS = (Category.RECOVERED, Category.IMPROVED)


class ReportKind(StrEnum):
    """For whom a report is written."""

    CLIENT = "client"
    REFERRER = "referrer"
    COHORT = "cohort"


class ReportPart(StrEnum):
    """What may be left out of a report about one person."""

    ATTENDANCE = "attendance"
    PRACTICE = "practice"
    MEASURES = "measures"
    NOTES = "notes"
    """Only what the person shared, and only in the report for her."""
    CHART_NOTES = "chart-notes"
    """What staff wrote to days in the charts."""
    RISK = "risk"
    """Only for a referrer, and only where the clinician says so."""


class Class(StrEnum):
    """How much of the program somebody came to."""

    COMPLETER = "completer"
    PARTLY = "partly"
    NEVER = "never"


class Verdict(StrEnum):
    """Where changes beyond error of measurement went."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True)
class Member:
    """Somebody who began, by a key that never leaves the program."""

    key: int
    attended: int


@dataclass(frozen=True)
class GroupScores:
    """Everybody's scores on one scale, by person and occasion."""

    name: str
    scale: Scale
    occasions: tuple[str, ...]
    values: Mapping[int, Mapping[str, float]]
    own_norm: OwnNorm | None = None
    key_source: Source | None = None
    """Where the scoring key was read."""
    has_ended: bool = True
    """Whether the last regular session is over."""

    @property
    def about(self) -> str:
        """Name what its figures are about, among all that left about the cohort."""
        return f"{self.name} {self.scale.key}"

    @property
    def criteria(self) -> ChangeCriteria:
        """By what a change on the scale is read."""
        return criteria_of(self.scale, self.own_norm)

    def pre_and_post(self) -> tuple[str, str] | None:
        """Name the first and the last occasion with a score; `post` is the last where it is one.

        While the group still meets, the last is the latest that at least half have reached: whoever
        leaves is asked early what ends the program, and a week has just begun for others.
        """
        counts = {one: sum(one in own for own in self.values.values()) for one in self.occasions}
        seen = [one for one in self.occasions if counts[one]]
        if len(seen) < 2:
            return None
        first, *later = seen
        if self.has_ended:
            return first, "post" if "post" in later else later[-1]
        most = max(counts[one] for one in later)
        return first, next(one for one in reversed(later) if 2 * counts[one] >= most)


@dataclass(frozen=True)
class OccasionFigures:
    """One occasion: who was scored, or nothing where that would tell of too few."""

    occasion: str
    summary: Summary | None


@dataclass(frozen=True)
class GroupChange:
    """The change of some people from the first to the last score."""

    n: int | None
    carried: int | None
    """How many of them had no last score, so that the one before it stands in."""
    mean_change: float | None
    effects: Effects = field(default_factory=dict)
    verdicts: Mapping[Verdict, int | None] = field(default_factory=dict)
    categories: Mapping[Category, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class PersonChange:
    """One person's first and last score, with the change between them."""

    key: int
    change: ScoreChange
    is_carried: bool = False
    """The last score is missing, so that the one before it stands in."""


@dataclass(frozen=True)
class MeasureFigures:
    """One measure of a cohort as it may leave the clinic."""

    name: str
    scale: Scale
    criteria: ChangeCriteria
    everybody: tuple[OccasionFigures, ...]
    completers: tuple[OccasionFigures, ...]
    span: tuple[str, str] | None
    change_of_all: GroupChange | None
    change_of_completers: GroupChange | None
    change_of_pairs: GroupChange | None
    """Of everybody who has both scores, completer or not."""
    key_source: Source | None = None


@dataclass(frozen=True)
class CohortFigures:
    """A cohort without anybody in it: what may be said to people outside the clinic."""

    began: int | None
    held: int
    completer_at_least: int
    classes: Mapping[Class, int | None]
    mean_attended: float | None
    measures: tuple[MeasureFigures, ...]
    counts_make_ups: bool = False
    """Whether sessions that were made up are among those that somebody came to."""
    is_held_back: bool = False
    """Whether figures are left out because of what earlier reports told."""


def class_of(attended: int, at_least: int) -> Class:
    """Say how much of the program somebody came to."""
    if attended >= at_least:
        return Class.COMPLETER
    return Class.PARTLY if attended else Class.NEVER


def cohort_figures(
    members: Sequence[Member],
    held: int,
    at_least: int,
    scores: Sequence[GroupScores],
    *,
    is_inside: bool = False,
    counts_make_ups: bool = False,
    releases: Releases | None = None,
) -> CohortFigures:
    """Compute everything of a scale at once: what may leave depends on what is said beside it.

    `releases` knows what has left before, and notes what is told now. What stays inside the clinic
    holds the same figures, and none of them is left out.
    """
    beside = None if is_inside else releases or Releases()
    everybody = frozenset(member.key for member in members)
    completers = frozenset(m.key for m in members if m.attended >= at_least)
    gate = Gate([everybody, completers], is_open=is_inside)
    classes: dict[Class, set[int]] = {kind: set() for kind in Class}
    for member in members:
        classes[class_of(member.attended, at_least)].add(member.key)
    came = [(member.key, str(member.attended)) for member in members]
    is_told = gate.lets(everybody) and _adds(beside, "attendance", came)
    measures = tuple(_measure(one, everybody, completers, beside) for one in scores)
    return CohortFigures(
        began=len(members) if is_told else None,
        held=held,
        completer_at_least=at_least,
        classes=gate.counts([classes])[0] if is_told else dict.fromkeys(Class),
        mean_attended=sum(m.attended for m in members) / len(members) if is_told else None,
        measures=measures,
        counts_make_ups=counts_make_ups,
        is_held_back=beside is not None and beside.is_held_back,
    )


def changes_of(
    one: GroupScores, people: Collection[int], span: tuple[str, str], *, carries: bool
) -> list[PersonChange]:
    """Take who has a first score; who lacks the last keeps the one before it, where that is on."""
    pre, post = span
    criteria, found = one.criteria, []
    for key in sorted(people):
        own = one.values.get(key, {})
        if pre not in own or (post not in own and not carries):
            continue
        last = own[_reached(one, key, span)]
        found.append(PersonChange(key, read_change(own[pre], last, criteria), post not in own))
    return found


def _reached(one: GroupScores, key: int, span: tuple[str, str]) -> str:
    """Name the latest occasion, up to the last of the change, on which somebody has a score."""
    between = one.occasions[: one.occasions.index(span[1]) + 1]
    return [occasion for occasion in between if occasion in one.values[key]][-1]


def _groups(
    one: GroupScores, everybody: frozenset[int], completers: frozenset[int]
) -> Iterator[frozenset[int]]:
    """Name all whose scores are told of; nothing is subtracted from another scale's figures."""
    span = one.pre_and_post()
    for people in (everybody, completers):
        if span is not None:
            yield _keys(changes_of(one, people, span, carries=people is everybody))
        for occasion in one.occasions:
            yield _scored(one, people, occasion)
    if span is not None:
        yield _keys(changes_of(one, everybody, span, carries=False))


def _keys(changes: Sequence[PersonChange]) -> frozenset[int]:
    return frozenset(change.key for change in changes)


def _scored(one: GroupScores, people: Collection[int], occasion: str) -> frozenset[int]:
    return frozenset(key for key in people if occasion in one.values.get(key, {}))


def _adds(releases: Releases | None, about: str, *figures: Iterable[Fact]) -> bool:
    """Say whether figures may leave beside all others; what stays in the clinic always may."""
    return releases is None or releases.lets(about, *figures)


def _measure(
    one: GroupScores,
    everybody: frozenset[int],
    completers: frozenset[int],
    releases: Releases | None,
) -> MeasureFigures:
    gate = Gate(list(_groups(one, everybody, completers)), is_open=releases is None)
    span = one.pre_and_post()
    tables = [
        tuple(_occasion(one, people, occasion, gate, releases) for occasion in one.occasions)
        for people in (everybody, completers)
    ]
    kinds = ((everybody, True), (completers, False), (everybody, False))
    changes: Sequence[GroupChange | None] = (None, None, None)
    if span is not None:
        found = [changes_of(one, people, span, carries=carries) for people, carries in kinds]
        changes = _group_changes(found, one, gate, releases)
    of_all, of_completers, of_pairs = changes
    return MeasureFigures(
        name=one.name,
        scale=one.scale,
        criteria=one.criteria,
        everybody=tables[0],
        completers=tables[1],
        span=span,
        change_of_all=of_all,
        change_of_completers=of_completers,
        change_of_pairs=of_pairs,
        key_source=one.key_source,
    )


def _occasion(
    one: GroupScores,
    people: frozenset[int],
    occasion: str,
    gate: Gate,
    releases: Releases | None,
) -> OccasionFigures:
    scored = sorted(_scored(one, people, occasion))
    values = [one.values[key][occasion] for key in scored]
    facts = [(key, score_fact(occasion, one.values[key][occasion])) for key in scored]
    may = gate.lets(scored) and _adds(releases, one.about, facts)
    return OccasionFigures(occasion, summarize(values) if may else None)


def _group_changes(
    groups: Sequence[Sequence[PersonChange]],
    one: GroupScores,
    gate: Gate,
    releases: Releases | None,
) -> list[GroupChange]:
    """Count all groups at once: from the parts of two, those of a third could be computed."""
    parts: Sequence[Mapping[StrEnum, int | None]] = [{} for _ in range(2 * len(groups))]
    if one.criteria.reliable is not None:
        parts = gate.counts(
            [_divided(each, Verdict, _verdict) for each in groups]
            + [_divided(each, Category, _category) for each in groups]
        )
    told = zip(groups, parts[: len(groups)], parts[len(groups) :], strict=True)
    return [
        _group_change(changes, verdicts, categories, one, gate, releases)
        for changes, verdicts, categories in told
    ]


def _divided(
    changes: Sequence[PersonChange],
    kinds: Iterable[StrEnum],
    kind_of: Callable[[Category | None], StrEnum | None],
) -> dict[StrEnum, frozenset[int]]:
    return {
        kind: _keys([one for one in changes if kind_of(one.change.category) is kind])
        for kind in kinds
    }


def _group_change(
    changes: Sequence[PersonChange],
    verdicts: Mapping[StrEnum, int | None],
    categories: Mapping[StrEnum, int | None],
    one: GroupScores,
    gate: Gate,
    releases: Releases | None,
) -> GroupChange:
    if not gate.lets(_keys(changes)) or not _adds(releases, one.about, *_facts(changes, one)):
        return GroupChange(None, None, None)
    pairs = [Pair("", one.change.before, one.change.after) for one in changes]
    is_one_way = bool(verdicts) and not any(count is not None for count in verdicts.values())
    if is_one_way:
        # All went one way, or too few the other: the finer parts would tell it.
        categories = dict.fromkeys(categories)
    return GroupChange(
        n=len(pairs),
        carried=_carried(changes, gate),
        mean_change=sum(pair.change for pair in pairs) / len(pairs),
        effects=within(sample_of(pairs), one.scale.better),
        verdicts={kind: verdicts[kind] for kind in Verdict if kind in verdicts},
        categories={kind: categories[kind] for kind in Category if kind in categories},
    )


def _facts(changes: Sequence[PersonChange], one: GroupScores) -> list[list[Fact]]:
    """Take a change apart into what its figures are sums of: first, last, and both together."""
    span = one.pre_and_post()
    if span is None:
        return []
    first = [(each.key, score_fact(span[0], each.change.before)) for each in changes]
    last = [
        (each.key, score_fact(_reached(one, each.key, span), each.change.after)) for each in changes
    ]
    both = [(key, f"{a}, {b}") for (key, a), (_, b) in zip(first, last, strict=True)]
    return [first, last, both]


def _carried(changes: Sequence[PersonChange], gate: Gate) -> int | None:
    parts = {kind: {one.key for one in changes if one.is_carried is kind} for kind in (True, False)}
    return gate.counts([parts])[0][True] if parts[True] else 0


def _category(category: Category | None) -> Category | None:
    return category


def _verdict(category: Category | None) -> Verdict:
    if category in _GAINS:
        return Verdict.BETTER
    return Verdict.SAME if category is Category.UNCHANGED else Verdict.WORSE
