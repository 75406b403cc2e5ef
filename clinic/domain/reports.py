"""What a report may hold, and a cohort's figures as they may leave the clinic."""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from clinic.domain.change import Category, Summary, summarize
from clinic.domain.comparisons import Effects, within
from clinic.domain.instruments import Scale
from clinic.domain.pairs import Pair, sample_of
from clinic.domain.readings import Ruler, read_change, ruler_of
from clinic.domain.suppression import releasable, releasable_counts

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
    # only what the person shared, and only in the report for her
    RISK = "risk"
    # only for a referrer, and only where the clinician says so


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
    is_paused: bool = False
    has_left: bool = False


@dataclass(frozen=True)
class GroupScores:
    """Everybody's scores on one scale, by person and occasion."""

    name: str
    scale: Scale
    occasions: tuple[str, ...]
    values: Mapping[int, Mapping[str, float]]

    def pre_and_post(self) -> tuple[str, str] | None:
        """Name the first and the last occasion with a score; `post` is the last where it is one."""
        seen = [one for one in self.occasions if any(one in v for v in self.values.values())]
        if len(seen) < 2:
            return None
        return seen[0], "post" if "post" in seen[1:] else seen[-1]


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
    # how many of them had no last score, so that the one before it stands in
    mean_change: float | None
    effects: Effects = field(default_factory=dict)
    verdicts: Mapping[Verdict, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class MeasureFigures:
    """One measure of a cohort as it may leave the clinic."""

    name: str
    scale: Scale
    ruler: Ruler
    everybody: tuple[OccasionFigures, ...]
    completers: tuple[OccasionFigures, ...]
    span: tuple[str, str] | None
    change_of_all: GroupChange | None
    change_of_completers: GroupChange | None


@dataclass(frozen=True)
class CohortFigures:
    """A cohort without anybody in it: what may be said to people outside the clinic."""

    began: int | None
    held: int
    completer_at_least: int
    classes: Mapping[Class, int | None]
    mean_attended: float | None
    measures: tuple[MeasureFigures, ...]


def class_of(attended: int, at_least: int) -> Class:
    """Say how much of the program somebody came to."""
    if attended >= at_least:
        return Class.COMPLETER
    return Class.PARTLY if attended else Class.NEVER


def cohort_figures(
    members: Sequence[Member], held: int, at_least: int, scores: Sequence[GroupScores]
) -> CohortFigures:
    """Compute everything at once: what may be said depends on all that is said beside it."""
    everybody = frozenset(member.key for member in members)
    completers = frozenset(m.key for m in members if m.attended >= at_least)
    gate = _Gate([everybody, completers, *_groups(scores, everybody, completers)])
    counts = dict.fromkeys(Class, 0)
    for member in members:
        counts[class_of(member.attended, at_least)] += 1
    is_told = gate.lets(everybody)
    return CohortFigures(
        began=len(members) if is_told else None,
        held=held,
        completer_at_least=at_least,
        classes=releasable_counts(counts),
        mean_attended=sum(m.attended for m in members) / len(members) if is_told else None,
        measures=tuple(_measure(one, everybody, completers, gate) for one in scores),
    )


class _Gate:
    """Which groups of people may be told of together; the first ones come first."""

    def __init__(self, groups: Sequence[Collection[Hashable]]) -> None:
        sets = list(dict.fromkeys(frozenset(group) for group in groups))
        answers = zip(sets, releasable(sets), strict=True)
        self._open = {group for group, may in answers if may}

    def lets(self, group: Collection[Hashable]) -> bool:
        return frozenset(group) in self._open


def _groups(
    scores: Sequence[GroupScores], everybody: frozenset[int], completers: frozenset[int]
) -> Iterator[frozenset[int]]:
    for one in scores:
        for people in (everybody, completers):
            if (span := one.pre_and_post()) is not None:
                yield frozenset(p.key for p in _changes(one, people, span, people is everybody))
            for occasion in one.occasions:
                yield _scored(one, people, occasion)


def _scored(one: GroupScores, people: Collection[int], occasion: str) -> frozenset[int]:
    return frozenset(key for key in people if occasion in one.values.get(key, {}))


@dataclass(frozen=True)
class _Change:
    key: int
    pair: Pair
    is_carried: bool


def _changes(
    one: GroupScores, people: Collection[int], span: tuple[str, str], carries: bool
) -> list[_Change]:
    """Take who has a first score; who lacks the last keeps the one before it, where that is on."""
    pre, post = span
    between = one.occasions[: one.occasions.index(post) + 1]
    found = []
    for key in sorted(people):
        own = one.values.get(key, {})
        if pre not in own or (post not in own and not carries):
            continue
        last = [own[occasion] for occasion in between if occasion in own][-1]
        found.append(_Change(key, Pair("", own[pre], last), post not in own))
    return found


def _measure(
    one: GroupScores, everybody: frozenset[int], completers: frozenset[int], gate: _Gate
) -> MeasureFigures:
    ruler, span = ruler_of(one.scale), one.pre_and_post()
    tables = [
        tuple(_occasion(one, people, occasion, gate) for occasion in one.occasions)
        for people in (everybody, completers)
    ]
    changes = [
        _group_change(_changes(one, people, span, carries), ruler, one.scale, gate)
        if span
        else None
        for people, carries in ((everybody, True), (completers, False))
    ]
    return MeasureFigures(one.name, one.scale, ruler, tables[0], tables[1], span, *changes)


def _occasion(
    one: GroupScores, people: frozenset[int], occasion: str, gate: _Gate
) -> OccasionFigures:
    scored = _scored(one, people, occasion)
    values = [one.values[key][occasion] for key in sorted(scored)]
    return OccasionFigures(occasion, summarize(values) if gate.lets(scored) else None)


def _group_change(
    changes: Sequence[_Change], ruler: Ruler, scale: Scale, gate: _Gate
) -> GroupChange:
    if not gate.lets({change.key for change in changes}):
        return GroupChange(None, None, None)
    pairs = [change.pair for change in changes]
    carried = {True: sum(c.is_carried for c in changes), False: 0}
    carried[False] = len(changes) - carried[True]
    told = releasable_counts(carried) if all(carried.values()) else carried
    verdicts: Mapping[Verdict, int | None] = {}
    if ruler.reliable is not None:
        counts = dict.fromkeys(Verdict, 0)
        for pair in pairs:
            counts[_verdict(read_change(pair.pre, pair.post, ruler).category)] += 1
        verdicts = releasable_counts(counts)
    sample = sample_of(pairs)
    mean_change = sum(pair.change for pair in pairs) / len(pairs)
    return GroupChange(len(pairs), told[True], mean_change, within(sample, scale.better), verdicts)


def _verdict(category: Category | None) -> Verdict:
    if category in _GAINS:
        return Verdict.BETTER
    return Verdict.SAME if category is Category.UNCHANGED else Verdict.WORSE
