"""The scales of an instrument file: rule, range, bands, thresholds and norms."""

from itertools import pairwise

from clinic.content.sections import Section
from clinic.domain.instruments import (
    TOTAL,
    Band,
    Cutoff,
    Direction,
    MissingRule,
    Norm,
    Option,
    ReliableChange,
    Rule,
    RuleKind,
    Scale,
    Source,
    scale_range,
)

LARGEST = 100_000


def read_scales(
    section: Section, item_count: int, options: tuple[Option, ...]
) -> tuple[Scale, ...]:
    """Read every scale; the total, where there is one, stands first."""
    scales = tuple(_scale(each, item_count, options) for each in section.sections("scales"))
    keys = [scale.key for scale in scales]
    if not scales:
        section.fault("scales", "scales, at least one")
    if len(set(keys)) < len(keys):
        section.fault("scales", "each scale with a key of its own")
    if TOTAL in keys[1:]:
        section.fault("scales", "the total as the first scale")
    return scales


def _scale(section: Section, item_count: int, options: tuple[Option, ...]) -> Scale:
    items = section.wholes("items", 1, item_count) or tuple(range(1, item_count + 1))
    if len(set(items)) < len(items):
        section.fault("items", "each item once")
    rule = _rule(section)
    missing_rule = _missing_rule(section, len(items))
    if rule.kind is RuleKind.LOOKUP:
        _check_table(section, rule, len(items), options)
        if missing_rule.up_to:
            section.fault("missing", "no missing answers where the score comes from a table")
    low, high = scale_range(rule, len(items), options)
    bands, bands_source = _bands(section, low, high)
    scale = Scale(
        key=section.text("key", 40),
        title=section.text("title", 80),
        items=items,
        minimum=low,
        maximum=high,
        better=section.word("better", Direction),
        rule=rule,
        missing_rule=missing_rule,
        bands=bands,
        bands_source=bands_source,
        cutoff=_cutoff(section, low, high),
        reliable_change=_reliable_change(section, high - low),
        norms=tuple(_norm(each) for each in section.sections("norms")),
    )
    section.done()
    return scale


def _rule(section: Section) -> Rule:
    found = section.section("rule")
    if found is None:
        section.fault("rule", f"rule, with a kind of {', '.join(RuleKind)}")
        return Rule()
    kind = found.word("kind", RuleKind)
    factor = found.number("factor", 0.001, 1000) or 1.0
    table: list[tuple[int, float]] = []
    written = found.section("table")
    if written is not None:
        for key in written.all_keys():
            looked_up = written.number(key, -LARGEST, LARGEST)
            if looked_up is None or not key.isdecimal():
                written.fault(key, "a sum and its score, as 7: 9.5")
            else:
                table.append((int(key), looked_up))
    if bool(table) != (kind is RuleKind.LOOKUP):
        found.fault("kind", "a table for the kind lookup, and for no other")
        return Rule()
    found.done()
    return Rule(kind, factor, tuple(table))


def _check_table(
    section: Section, rule: Rule, item_count: int, options: tuple[Option, ...]
) -> None:
    low, high = options[0].value * item_count, options[-1].value * item_count
    if {total for total, _ in rule.table} != set(range(low, high + 1)):
        section.fault("rule", f"a table with every sum from {low} to {high}")


def _missing_rule(section: Section, item_count: int) -> MissingRule:
    found = section.section("missing")
    if found is None:
        return MissingRule()
    rule = MissingRule(found.whole("up_to", 0, item_count - 1), _source(found))
    found.done()
    return rule


def _bands(section: Section, low: float, high: float) -> tuple[tuple[Band, ...], Source | None]:
    found = section.section("bands")
    if found is None:
        return (), None
    bands = tuple(_band(each) for each in found.sections("ranges"))
    source = _source(found)
    found.done()
    is_whole = bool(bands) and bands[0].low == low and bands[-1].high == high
    if not is_whole or any(left.high >= right.low for left, right in pairwise(bands)):
        section.fault("bands", f"ranges that rise from {low:g} to {high:g} without overlap")
    return bands, source


def _band(section: Section) -> Band:
    low = section.number("low", -LARGEST, LARGEST)
    high = section.number("high", -LARGEST, LARGEST)
    if low is None or high is None or low > high:
        section.fault("low", "low and high, of which low is not the greater")
    band = Band(low or 0.0, high or 0.0, section.text("label", 60))
    section.done()
    return band


def _cutoff(section: Section, low: float, high: float) -> Cutoff | None:
    found = section.section("cutoff")
    if found is None:
        return None
    cutoff = Cutoff(_value(found, low, high), _source(found))
    found.done()
    return cutoff


def _reliable_change(section: Section, width: float) -> ReliableChange | None:
    found = section.section("reliable_change")
    if found is None:
        return None
    change = ReliableChange(_value(found, 0.001, width), _source(found))
    found.done()
    return change


def _value(section: Section, low: float, high: float) -> float:
    value = section.number("value", low, high)
    if value is None:
        section.fault("value", f"value, a number from {low:g} to {high:g}")
    return value or 0.0


def _norm(section: Section) -> Norm:
    norm = Norm(
        population=section.text("population", 200),
        source=_source(section),
        n=section.maybe_whole("n", 1, 900_000),
        mean=section.number("mean", -LARGEST, LARGEST),
        sd=section.number("sd", 0.001, LARGEST),
        reliability=section.number("reliability", 0.001, 0.999),
        reliability_kind=section.maybe("reliability_kind"),
    )
    section.done()
    return norm


def _source(section: Section) -> Source:
    """Read where a figure comes from; what does not say that it was verified was not."""
    return Source(section.text("source", 300), section.flag("verified"))
