"""What a questionnaire is: items, options, scales, bands, norms and rights, as frozen data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from clinic.domain.measures.line_marks import MarkUnit
from clinic.domain.measures.rights import License, NotAllowed, Rights, WordingMedium, why_not

TOTAL = "total"
SECOND_HAND = "second-hand"
"""How a file marks a figure that was read where somebody else quotes it."""


class Direction(StrEnum):
    """Which end of a scale is the better one."""

    LOWER = "lower"
    HIGHER = "higher"

    @property
    def sign(self) -> int:
        """Give what a raw change is multiplied by so that improvement is positive."""
        return 1 if self is Direction.HIGHER else -1


class RuleKind(StrEnum):
    """How the answers of one scale become one number."""

    SUM = "sum"
    MEAN = "mean"
    GRAND_MEAN = "grand-mean"
    LOOKUP = "lookup"
    WEIGHTED = "weighted"


@dataclass(frozen=True)
class Source:
    """Where a figure comes from, and whether it was read there, elsewhere, or only remembered."""

    text: str
    is_verified: bool
    is_second_hand: bool = False
    """Read where somebody else quotes it; that verifies nothing."""

    def __post_init__(self) -> None:
        """Refuse what was read second-hand and yet at its source."""
        if self.is_verified and self.is_second_hand:
            raise ValueError("what was read second-hand is not verified")

    @property
    def mark(self) -> bool | str:
        """Give the word by which a file says it."""
        return SECOND_HAND if self.is_second_hand else self.is_verified


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen: the raw code that is stored, and its words."""

    value: int
    label: str


@dataclass(frozen=True)
class Item:
    """One question; the text is absent where the rights do not let it ship."""

    number: int
    text: str | None = None
    options: tuple[Option, ...] = ()
    """Empty when the item is answered with the instrument's own options."""
    heading: str = ""
    """Words that stand before this item on the form and hold for those that follow."""


@dataclass(frozen=True)
class ScoringRule:
    """Turn answers into a number: a sum or a mean times a factor, or a sum looked up in a table.

    A factor of 2 is the doubled score of a short form, 4 the percentage of a five-item sum. A grand
    mean is the mean of the means of its parts, so that each part counts alike, however long. In a
    weighted sum each answer is multiplied by the weight of its item first.
    """

    kind: RuleKind = RuleKind.SUM
    factor: float = 1.0
    table: tuple[tuple[int, float], ...] = ()
    parts: tuple[tuple[int, ...], ...] = ()
    weights: tuple[tuple[int, float], ...] = ()
    """The weight of each item of a weighted sum, by its number."""

    @property
    def name(self) -> str:
        """Name the rule as a stored score and a page cite it."""
        return self.kind.value if self.factor == 1 else f"{self.kind.value} x {self.factor:g}"


@dataclass(frozen=True)
class MissingRule:
    """Up to so many unanswered items take the mean of the answered ones; 0 allows none."""

    up_to: int = 0
    source: Source | None = None


@dataclass(frozen=True)
class Without:
    """Items that do not apply to everybody, and may be left open all together.

    Prorated, the mean of the others stands in for them; otherwise the others are summed as they
    are, on a shorter range, and no band is named.
    """

    items: tuple[int, ...]
    is_prorated: bool
    source: Source


@dataclass(frozen=True)
class Band:
    """A named range of scores, both ends included."""

    low: float
    high: float
    label: str


@dataclass(frozen=True)
class Cutoff:
    """The score at which the clinical range begins, on its clinical side."""

    value: float
    source: Source


@dataclass(frozen=True)
class ReliableChange:
    """The smallest change, in points, that measurement error alone would seldom produce."""

    value: float
    source: Source


@dataclass(frozen=True)
class Norm:
    """What one population scored; every figure that was not published is absent."""

    population: str
    source: Source
    n: int | None = None
    mean: float | None = None
    sd: float | None = None
    reliability: float | None = None
    reliability_kind: str | None = None
    """What the reliability is: `alpha`, or `retest` with its interval."""


@dataclass(frozen=True)
class Scale:
    """One number that an instrument yields, with everything needed to compute and to read it."""

    key: str
    title: str
    items: tuple[int, ...]
    minimum: float
    maximum: float
    better: Direction
    rule: ScoringRule = ScoringRule()
    missing_rule: MissingRule = MissingRule()
    bands: tuple[Band, ...] = ()
    bands_source: Source | None = None
    cutoff: Cutoff | None = None
    reliable_change: ReliableChange | None = None
    norms: tuple[Norm, ...] = ()
    without: Without | None = None
    reverses: bool = True
    """Whether reversed items are turned for this scale, or count as they were given."""

    def band_of(self, value: float) -> Band | None:
        """Find the band of a score; a prorated score between two bands belongs to the lower one."""
        reached = [band for band in self.bands if band.low <= value]
        return max(reached, key=lambda band: band.low) if reached else None


@dataclass(frozen=True)
class Criterion:
    """Met when enough of its items are answered with their threshold or more."""

    key: str
    title: str
    thresholds: tuple[tuple[int, int], ...]
    """The raw code from which each item counts, by item number."""
    need: int


@dataclass(frozen=True)
class Finding:
    """A result that an algorithm may have, and the criteria that must all be met for it."""

    key: str
    label: str
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True)
class Algorithm:
    """A published procedure that ends in words beside the numbers; it is never a diagnosis."""

    key: str
    title: str
    criteria: tuple[Criterion, ...]
    findings: tuple[Finding, ...]
    """In order: the first whose criteria are met stands."""
    otherwise: Finding
    source: Source

    @cached_property
    def items(self) -> tuple[int, ...]:
        """List the items that take part, in their order."""
        return tuple(sorted({item for each in self.criteria for item, _ in each.thresholds}))

    def criteria_of(self, finding: Finding) -> tuple[Criterion, ...]:
        """Give the criteria that a finding rests on."""
        return tuple(each for each in self.criteria if each.key in finding.criteria)


@dataclass(frozen=True)
class Example:
    """One complete filling with the scores and findings that must come of it, by key."""

    answers: tuple[int, ...]
    scores: tuple[tuple[str, float], ...]
    findings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RiskItem:
    """An answer of at least this raw code asks for a person's attention."""

    item: int
    at_least: int


@dataclass(frozen=True)
class Loinc:
    """Codes for exchange with other records; an unverified one is never sent."""

    panel: str
    total: str
    items: tuple[tuple[int, str], ...] = ()
    answers: tuple[tuple[int, str], ...] = ()
    unverified: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Instrument:
    """A questionnaire with its scoring key, or a declared measure that has only a score.

    Key, form and key version are stored with every answer set: a scale's name does not fix its
    numbering.
    """

    key: str
    form: str
    key_version: str
    name: str
    short_name: str
    scales: tuple[Scale, ...]
    """The main one first: the total, where the instrument has one."""
    purpose: str = ""
    recall: str = ""
    lead_in: str = ""
    language: str = "en"
    options: tuple[Option, ...] = ()
    marks: MarkUnit | None = None
    """For marks on lines of 10 cm, whose codes are millimeters."""
    items: tuple[Item, ...] = ()
    extra: tuple[Item, ...] = ()
    """Items that are asked with the others and take no part in any score."""
    reversed_items: frozenset[int] = frozenset()
    risk_items: tuple[RiskItem, ...] = ()
    algorithms: tuple[Algorithm, ...] = ()
    key_source: Source | None = None
    example: Example | None = None
    wording_source: Source | None = None
    """What the wording was compared with, word for word."""
    rights: Rights | None = None
    license: License | None = None
    """For a wording that a clinic brought itself."""
    loinc: Loinc | None = None

    @property
    def main(self) -> Scale:
        """Give the scale that a list or a chart shows when it shows one."""
        return self.scales[0]

    @property
    def total(self) -> Scale | None:
        """Find the total; many instruments have subscales alone."""
        return self.main if self.main.key == TOTAL else None

    @property
    def subscales(self) -> tuple[Scale, ...]:
        """List every scale but the total."""
        return tuple(scale for scale in self.scales if scale.key != TOTAL)

    @property
    def is_score_only(self) -> bool:
        """Tell a declared measure from a questionnaire that can be filled in here."""
        return not self.items

    @property
    def has_wording(self) -> bool:
        """Tell whether every question has its words, so that the form can be given to a client."""
        return bool(self.items) and all(item.text for item in (*self.items, *self.extra))

    def why_not(self, medium: WordingMedium, today: date) -> NotAllowed | None:
        """Say why the wording may not appear in a medium today, or `None` where it may."""
        return why_not(
            self.short_name,
            medium,
            today,
            has_wording=self.has_wording,
            rights=self.rights,
            license_=self.license,
        )

    @property
    def asked(self) -> tuple[Item, ...]:
        """List what a form asks, scored or not, in its printed order."""
        return (*self.items, *self.extra)

    @cached_property
    def scored_items(self) -> tuple[int, ...]:
        """List the items that some number or finding rests on; fillers are not among them."""
        counted = {item for scale in self.scales for item in scale.items}
        decided = {item for algorithm in self.algorithms for item in algorithm.items}
        return tuple(sorted(counted | decided))

    @cached_property
    def codes(self) -> Mapping[int, tuple[int, ...]]:
        """Give the raw codes that each question may be answered with, in rising order."""
        return {
            item.number: tuple(sorted(option.value for option in self.options_of(item)))
            for item in self.asked
        }

    def turns(self, scale: Scale, item: int) -> bool:
        """Tell whether a scale takes the answers to an item the other way round."""
        return scale.reverses and item in self.reversed_items

    def turned(self, scale: Scale, item: int, code: int) -> int:
        """Give what an answer counts on a scale: nothing else in the program turns a code."""
        if not self.turns(scale, item):
            return code
        codes = self.codes[item]
        return codes[0] + codes[-1] - code

    def heading_of(self, item: Item) -> str:
        """Give the words that hold for an item: those of the last heading before it."""
        before = [each.heading for each in self.asked if each.number <= item.number]
        return next((heading for heading in reversed(before) if heading), "")

    def words_before(self, item: Item) -> tuple[str, ...]:
        """Give what stands over an item that is asked by itself.

        Behind the first page a heading that is a sentence leads in by itself: what was said of the
        part before it ("in the past month") need not hold any more.
        """
        heading = self.heading_of(item)
        leads_in = item is not self.asked[0] and heading.endswith((":", "?", "."))
        return tuple(words for words in ("" if leads_in else self.lead_in, heading) if words)

    def options_of(self, item: Item) -> tuple[Option, ...]:
        """Give the answers that an item offers."""
        return item.options or self.options


def score_only(
    key: str, name: str, *, minimum: float, maximum: float, better: Direction
) -> Instrument:
    """Declare a measure that arrives as a finished score, with its range and direction."""
    total = Scale(TOTAL, name, (), minimum, maximum, better)
    return Instrument(
        key=key, form="score", key_version="1", name=name, short_name=name, scales=(total,)
    )
