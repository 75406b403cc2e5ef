"""Three states of a figure: read at its source, read second-hand, or remembered."""

from dataclasses import fields, is_dataclass

import pytest

from clinic.content.instrument_files import load_instruments, parse_instrument
from clinic.content.instrument_writing import write_instrument
from clinic.domain.measures.instruments import Source
from clinic.domain.outcomes.readings import criteria_of
from clinic.domain.outcomes.talking_therapies import (
    GAD_7,
    PHQ_9,
    RELIABLE_GAD_7,
    RELIABLE_PHQ_9,
    RULES,
    CountedTerm,
)

SHIPPED = load_instruments().instruments
QUOTED = ("second-hand", "quoted at", "transcript")


def sources_in(value: object) -> list[Source]:
    """Find every source, wherever it stands in an instrument."""
    if isinstance(value, Source):
        return [value]
    if isinstance(value, tuple):
        return [found for one in value for found in sources_in(one)]
    if is_dataclass(value):
        return [s for field in fields(value) for s in sources_in(getattr(value, field.name))]
    return []


@pytest.mark.parametrize("key", sorted(SHIPPED))
def test_what_somebody_else_quotes_does_not_count_as_verified(key: str) -> None:
    sources = sources_in(SHIPPED[key])

    assert sources
    assert [
        s.text for s in sources if s.is_verified and any(word in s.text.lower() for word in QUOTED)
    ] == []


def test_the_mark_of_a_file_is_read_and_written_again() -> None:
    phq_9 = SHIPPED[PHQ_9]

    again = parse_instrument(write_instrument(phq_9), "phq-9.yaml")

    marks = {(s.is_verified, s.is_second_hand) for s in sources_in(again)}
    assert marks == {(True, False), (False, True), (False, False)}
    assert sources_in(again) == sources_in(phq_9)


def test_nothing_is_both_verified_and_read_second_hand() -> None:
    with pytest.raises(ValueError, match="not verified"):
        Source("a page", is_verified=True, is_second_hand=True)


@pytest.mark.parametrize(("key", "points"), [(PHQ_9, RELIABLE_PHQ_9), (GAD_7, RELIABLE_GAD_7)])
def test_the_thresholds_of_the_services_are_those_of_the_measures_with_their_mark(
    key: str, points: int
) -> None:
    """The same manual is quoted in both places: they may differ neither in number nor in mark."""
    rule = criteria_of(SHIPPED[key].main).reliable
    case = next(one for one in RULES if one.term is CountedTerm.CASE)

    assert rule is not None
    assert (rule.points, rule.is_reached) == (points, True)
    assert rule.source == case.source
    assert rule.source.is_second_hand
