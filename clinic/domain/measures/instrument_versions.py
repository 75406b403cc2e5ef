"""What one version of an instrument shares with another: its key, whatever its words."""

from clinic.domain.measures.instruments import Instrument, Item, Scale
from clinic.domain.text import N_

OWN = "own-"
"""Begins the key of every instrument that a clinic makes, so that none that ships bears it."""


def scoring_key(instrument: Instrument) -> tuple[object, ...]:
    """Give all that a number rests on, without a word, so that two versions can be compared."""
    return (
        tuple(_codes(instrument, item) for item in instrument.asked),
        instrument.reversed_items,
        tuple(_bare(scale) for scale in instrument.scales),
        tuple(
            (
                each.key,
                tuple((c.key, c.thresholds, c.need) for c in each.criteria),
                tuple((finding.key, finding.criteria) for finding in each.findings),
            )
            for each in instrument.algorithms
        ),
        frozenset(instrument.risk_items),
    )


def next_key_version(before: str) -> str:
    """Count a version of a scoring key on, and begin to count where it was no number."""
    return str(int(before) + 1) if before.isdecimal() and len(before) <= 4 else f"{before[:15]}.1"


def why_another_key(base: Instrument, other: Instrument) -> str | None:
    """Say in what a wording would change the scoring key, which no wording may."""
    if len(base.items) != len(other.items) or len(base.extra) != len(other.extra):
        return N_("The wording has a different number of questions from the scoring key.")
    if scoring_key(base) != scoring_key(other):
        return N_("The wording comes with different codes or rules from the scoring key.")
    return None


def _codes(instrument: Instrument, item: Item) -> tuple[int, ...]:
    return tuple(option.value for option in instrument.options_of(item))


def _bare(scale: Scale) -> tuple[object, ...]:
    """Give what computes a number, without its words, bands, norms and sources."""
    without = scale.without
    return (
        *(scale.key, scale.items, scale.minimum, scale.maximum, scale.better, scale.rule),
        *(scale.missing_rule.up_to, scale.reverses),
        (without.items, without.is_prorated) if without else None,
    )
