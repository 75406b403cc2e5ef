"""The scales of an instrument file: rule, range, bands, thresholds and norms."""

from collections.abc import Mapping
from itertools import pairwise

from clinic.content.sections import FileSection
from clinic.domain.measures.instruments import (
    SECOND_HAND,
    TOTAL,
    Band,
    Cutoff,
    Direction,
    Item,
    MissingRule,
    Norm,
    Option,
    ReliableChange,
    RuleKind,
    Scale,
    ScoringRule,
    Source,
    Without,
)
from clinic.domain.measures.scale_ranges import scale_range

LARGEST = 100_000
MOST_ITEMS = 200
_MOST_DIGITS = 6
_WHOLE = {RuleKind.LOOKUP, RuleKind.GRAND_MEAN, RuleKind.WEIGHTED}
"""Rules that need every answer."""


Ends = Mapping[int, tuple[int, int]]
"""The lowest and the highest code of each item, by its number."""


def read_scales(
    section: FileSection, items: tuple[Item, ...], options: tuple[Option, ...]
) -> tuple[Scale, ...]:
    """Read every scale; the total, where there is one, stands first."""
    ends = {item.number: _ends_of(item.options or options) for item in items}
    scales = tuple(_scale(each, ends) for each in section.sections("scales"))
    keys = [scale.key for scale in scales]
    if not scales:
        section.fault("scales", "scales, at least one")
    if len(set(keys)) < len(keys):
        section.fault("scales", "each scale with a key of its own")
    if TOTAL in keys[1:]:
        section.fault("scales", "the total as the first scale")
    return scales


def _ends_of(options: tuple[Option, ...]) -> tuple[int, int]:
    return options[0].value, options[-1].value


def _scale(section: FileSection, all_ends: Ends) -> Scale:
    items = section.wholes("items", 1, len(all_ends)) or tuple(all_ends)
    if len(set(items)) < len(items):
        section.fault("items", "each item once")
    ends = {item: all_ends[item] for item in items}
    rule = _rule(section, items)
    missing_rule = _missing_rule(section, len(items))
    if rule.kind is RuleKind.LOOKUP:
        _check_table(section, rule, ends)
    if missing_rule.up_to and len(set(ends.values())) > 1:
        section.fault("missing", "no missing answers where questions have different answers")
    if missing_rule.up_to and rule.kind in _WHOLE:
        section.fault("missing", f"no missing answers where the rule is {rule.kind.value}")
    low, high = scale_range(rule, ends)
    bands, bands_source = _bands(section, low, high)
    scale = Scale(
        key=section.text("key", 40),
        title=section.text("title", 80),
        items=items,
        minimum=low,
        maximum=high,
        better=section.word("better", Direction),
        rule=rule,
        reverses=not section.flag("as_given"),
        missing_rule=missing_rule,
        without=_without(section, items, rule),
        bands=bands,
        bands_source=bands_source,
        cutoff=_cutoff(section, low, high),
        reliable_change=_reliable_change(section, high - low),
        norms=tuple(_norm(each) for each in section.sections("norms")),
    )
    section.done()
    return scale


def _rule(section: FileSection, items: tuple[int, ...]) -> ScoringRule:
    found = section.section("rule")
    if found is None:
        section.fault("rule", f"rule, with a kind of {', '.join(RuleKind)}")
        return ScoringRule()
    kind = found.word("kind", RuleKind)
    factor = found.number("factor", 0.001, 1000) or 1.0
    table, parts, weights = _table(found), _parts(found), _weights(found)
    if bool(weights) != (kind is RuleKind.WEIGHTED):
        found.fault("kind", "weights for the kind weighted, and for no other")
        return ScoringRule()
    if weights and sorted(item for item, _ in weights) != sorted(items):
        found.fault("weights", "a weight for every item of the scale")
        return ScoringRule()
    if bool(table) != (kind is RuleKind.LOOKUP):
        found.fault("kind", "a table for the kind lookup, and for no other")
        return ScoringRule()
    if bool(parts) != (kind is RuleKind.GRAND_MEAN):
        found.fault("kind", "parts for the kind grand-mean, and for no other")
        return ScoringRule()
    if parts and sorted(item for part in parts for item in part) != sorted(items):
        found.fault("parts", "parts that hold every item of the scale once")
        return ScoringRule()
    found.done()
    return ScoringRule(kind, factor, table, parts, weights)


def _weights(section: FileSection) -> tuple[tuple[int, float], ...]:
    """Read what each answer counts in a weighted sum; a weight of nothing would hide an item."""
    written = section.section("weights")
    weights: dict[int, float] = {}
    for key in written.all_keys() if written is not None else ():
        assert written is not None  # noqa: S101 - it has keys
        weight = written.number(key, -100, 100)
        if not weight or not key.isdecimal() or len(key) > _MOST_DIGITS:
            written.fault(key, "an item and its weight, which is not 0, as 3: 1.5")
        else:
            weights[int(key)] = weight
    return tuple(sorted(weights.items()))


def _table(section: FileSection) -> tuple[tuple[int, float], ...]:
    written = section.section("table")
    table: list[tuple[int, float]] = []
    for key in written.all_keys() if written is not None else ():
        assert written is not None  # noqa: S101 - it has keys
        looked_up = written.number(key, -LARGEST, LARGEST)
        if looked_up is None or not key.isdecimal() or len(key) > _MOST_DIGITS:
            written.fault(key, "a sum and its score, as 7: 9.5")
        else:
            table.append((int(key), looked_up))
    return tuple(table)


def _parts(section: FileSection) -> tuple[tuple[int, ...], ...]:
    """Read the items of each part of a grand mean."""
    found = []
    for each in section.sections("parts"):
        found.append(each.wholes("items", 1, MOST_ITEMS) or (0,))
        each.done()
    return tuple(found)


def _check_table(section: FileSection, rule: ScoringRule, ends: Ends) -> None:
    low, high = sum(low for low, _ in ends.values()), sum(high for _, high in ends.values())
    if {total for total, _ in rule.table} != set(range(low, high + 1)):
        section.fault("rule", f"a table with every sum from {low} to {high}")


def _missing_rule(section: FileSection, item_count: int) -> MissingRule:
    found = section.section("missing")
    if found is None:
        return MissingRule()
    rule = MissingRule(found.whole("up_to", 0, item_count - 1), read_source(found))
    found.done()
    return rule


def _without(section: FileSection, items: tuple[int, ...], rule: ScoringRule) -> Without | None:
    found = section.section("without")
    if found is None:
        return None
    left_out = found.wholes("items", 1, MOST_ITEMS)
    if not left_out or not set(left_out) < set(items) or list(left_out) != sorted(set(left_out)):
        found.fault("items", "some of the scale's items, each once, in their order")
    if rule.kind is not RuleKind.SUM:
        section.fault("without", "items that may be left open only where the rule is sum")
    without = Without(left_out, found.flag("prorated"), read_source(found))
    found.done()
    return without


def _bands(section: FileSection, low: float, high: float) -> tuple[tuple[Band, ...], Source | None]:
    found = section.section("bands")
    if found is None:
        return (), None
    bands = tuple(_band(each) for each in found.sections("ranges"))
    source = read_source(found)
    found.done()
    is_whole = bool(bands) and bands[0].low == low and bands[-1].high == high
    if not is_whole or any(left.high >= right.low for left, right in pairwise(bands)):
        section.fault("bands", f"ranges that rise from {low:g} to {high:g} without overlap")
    return bands, source


def _band(section: FileSection) -> Band:
    low = section.number("low", -LARGEST, LARGEST)
    high = section.number("high", -LARGEST, LARGEST)
    if low is None or high is None or low > high:
        section.fault("low", "low and high, of which low is not the greater")
    band = Band(low or 0.0, high or 0.0, section.text("label", 60))
    section.done()
    return band


def _cutoff(section: FileSection, low: float, high: float) -> Cutoff | None:
    found = section.section("cutoff")
    if found is None:
        return None
    cutoff = Cutoff(_value(found, low, high), read_source(found))
    found.done()
    return cutoff


def _reliable_change(section: FileSection, width: float) -> ReliableChange | None:
    found = section.section("reliable_change")
    if found is None:
        return None
    change = ReliableChange(_value(found, 0.001, width), read_source(found))
    found.done()
    return change


def _value(section: FileSection, low: float, high: float) -> float:
    value = section.number("value", low, high)
    if value is None:
        section.fault("value", f"value, a number from {low:g} to {high:g}")
    return value or 0.0


def _norm(section: FileSection) -> Norm:
    norm = Norm(
        population=section.text("population", 200),
        source=read_source(section),
        n=section.maybe_whole("n", 1, 900_000),
        mean=section.number("mean", -LARGEST, LARGEST),
        sd=section.number("sd", 0.001, LARGEST),
        reliability=section.number("reliability", 0.001, 0.999),
        reliability_kind=section.maybe("reliability_kind"),
    )
    section.done()
    return norm


def read_source(section: FileSection) -> Source:
    """Read where a figure comes from; what does not say that it was verified was not."""
    text = section.text("source", 300)
    if section.text("verified", default="false") == SECOND_HAND:
        return Source(text, is_verified=False, is_second_hand=True)
    return Source(text, section.flag("verified"))
