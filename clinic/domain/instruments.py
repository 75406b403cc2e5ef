"""What a questionnaire is: items, options, scales, bands, norms and rights, as frozen data."""

from dataclasses import dataclass
from enum import StrEnum

TOTAL = "total"


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
    LOOKUP = "lookup"


class RightsClass(StrEnum):
    """What the holder allows: A wording may ship, B under conditions, C the scoring key only."""

    FREE = "A"
    CONDITIONAL = "B"
    KEY_ONLY = "C"


class Medium(StrEnum):
    """Where the wording may appear."""

    SCREEN = "screen"
    PAPER = "paper"
    EXPORT = "export"


@dataclass(frozen=True)
class Source:
    """Where a figure comes from, and whether it was read there or only remembered."""

    text: str
    is_verified: bool


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


@dataclass(frozen=True)
class Rule:
    """Turn answers into a number: a sum or a mean times a factor, or a sum looked up in a table.

    A factor of 2 is the doubled score of a short form, 4 the percentage of a five-item sum.
    """

    kind: RuleKind = RuleKind.SUM
    factor: float = 1.0
    table: tuple[tuple[int, float], ...] = ()

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
    rule: Rule = Rule()
    missing_rule: MissingRule = MissingRule()
    bands: tuple[Band, ...] = ()
    bands_source: Source | None = None
    cutoff: Cutoff | None = None
    reliable_change: ReliableChange | None = None
    norms: tuple[Norm, ...] = ()

    def band_of(self, value: float) -> Band | None:
        """Find the band of a score; a prorated score between two bands belongs to the lower one."""
        reached = [band for band in self.bands if band.low <= value]
        return max(reached, key=lambda band: band.low) if reached else None


@dataclass(frozen=True)
class RiskItem:
    """An answer of at least this raw code asks for a person's attention the same day."""

    item: int
    at_least: int


@dataclass(frozen=True)
class Rights:
    """Who holds an instrument, on what terms it may be used, and the notice that must stand."""

    class_: RightsClass
    holder: str
    terms: str
    source: str
    date: str
    """The day on which the terms were read, ISO."""
    notice: str
    media: frozenset[Medium]


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
    items: tuple[Item, ...] = ()
    extra: tuple[Item, ...] = ()
    """Items that are asked with the others and take no part in any score."""
    reversed_items: frozenset[int] = frozenset()
    risk_items: tuple[RiskItem, ...] = ()
    rights: Rights | None = None
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

    @property
    def asked(self) -> tuple[Item, ...]:
        """List what a form asks, scored or not, in its printed order."""
        return (*self.items, *self.extra)

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


def scale_range(rule: Rule, item_count: int, options: tuple[Option, ...]) -> tuple[float, float]:
    """Compute the lowest and highest score that a rule can give."""
    values = [option.value for option in options]
    ends = (min(values), max(values))
    if rule.kind is RuleKind.MEAN:
        return ends[0] * rule.factor, ends[1] * rule.factor
    if rule.kind is RuleKind.LOOKUP:
        looked_up = [score for _, score in rule.table]
        return min(looked_up), max(looked_up)
    return ends[0] * item_count * rule.factor, ends[1] * item_count * rule.factor
