"""Instrument files: each part that contradicts another is a fault on its line."""

import pytest

from clinic.content.faults import ContentError
from clinic.content.instrument_files import SHIPPED, load_instruments, parse_instrument
from clinic.domain.measures.instruments import RuleKind
from clinic.domain.measures.scoring import Score, score

GAD_7 = (SHIPPED / "gad-7.yaml").read_text(encoding="utf-8")
TABLE = ", ".join(f"{total}: {total * 2}" for total in range(22))
MISSING = GAD_7[GAD_7.index("    missing:") : GAD_7.index("    bands:")]
RIGHTS = GAD_7[GAD_7.index("rights:") : GAD_7.index("loinc:")]


def changed(old: str, new: str) -> str:
    assert old in GAD_7
    return GAD_7.replace(old, new, 1)


def with_table(table: str) -> str:
    return changed("{kind: sum}", f"{{kind: lookup, table: {{{table}}}}}").replace(MISSING, "")


def messages(text: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        parse_instrument(text, "gad-7.yaml")
    return [str(fault) for fault in caught.value.faults]


def line_of(part: str) -> int:
    return GAD_7[: GAD_7.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "at", "expected"),
    [
        ("low: 5,", "low: 4,", "    bands:", "ranges that rise from 0 to 21 without overlap"),
        ("high: 21", "high: 27", "    bands:", "ranges that rise from 0 to 21"),
        ("low: 5,", "low: 12,", "  - {low: 5", "low and high, of which low is not the greater"),
        ("value: 10", "value: 30", "      value: 10", "value to be a number from 0 to 21"),
        ("up_to: 2", "up_to: 7", "      up_to: 2", "up_to to be a whole number from 0 to 6"),
        ("69725-0, ", "", "  items: [", "one code an item"),
        (", LA6571-9", "", "  answers: [LA", "one code an answer"),
        ("class: A", "class: C", "items:", "no wording"),
        (RIGHTS, "", "key:", "rights, with class"),
        ("screen, paper", "screen, radio", "  media:", "media to be some of screen, paper, export"),
        ("    rule: {kind: sum}\n", "", "  - key: total", "rule, with a kind of sum, mean, grand"),
        ("{kind: sum}", "{kind: median}", "    rule:", "kind to be one of sum, mean, grand"),
        ("rights:", "item_count: 7\nrights:", "rights:", "either the items or their count"),
        (
            "rights:",
            "risk_items: [{item: 8, at_least: 1}]\nrights:",
            "rights:",
            "items from 1 to 7",
        ),
    ],
)
def test_a_contradiction_is_a_fault_on_its_line(old: str, new: str, at: str, expected: str) -> None:
    found = messages(changed(old, new))
    assert any(f"gad-7.yaml:{line_of(at)}: expected {expected}" in each for each in found), found


def test_an_instrument_needs_a_scale() -> None:
    scales = GAD_7[GAD_7.index("scales:") : GAD_7.index("rights:")]
    assert any("scales, at least one" in each for each in messages(changed(scales, "")))


def test_a_source_that_is_not_said_to_be_verified_is_not() -> None:
    text = GAD_7.replace("\n      verified: true\n", "\n")
    scale = parse_instrument(text, "gad-7.yaml").main
    assert scale.cutoff is not None
    assert not scale.cutoff.source.is_verified


def test_a_table_turns_each_sum_into_its_score() -> None:
    text = with_table(TABLE).replace("high: 21", "high: 42").replace("total: 9", "total: 18")
    instrument = parse_instrument(text, "gad-7.yaml")
    result = score(instrument, [3] * 7).main
    assert instrument.main.rule.kind is RuleKind.LOOKUP
    assert isinstance(result, Score)
    assert (result.value, result.rule) == (42, "lookup")


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("0: 0, 1: 2", "a table with every sum from 0 to 21"),
        (TABLE.replace("7: 14", "seven: 14"), "a sum and its score"),
        (TABLE.replace("7: 14", "7: much"), "7 to be a number"),
    ],
)
def test_a_table_must_be_whole(table: str, expected: str) -> None:
    found = messages(with_table(table))
    assert any(expected in each for each in found), found


def test_no_answer_may_miss_where_a_table_gives_the_score() -> None:
    text = changed("{kind: sum}", f"{{kind: lookup, table: {{{TABLE}}}}}")
    assert any("no missing answers where" in each for each in messages(text))


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "key: [", "key: \x00"])
def test_what_is_no_mapping_is_refused_in_a_sentence(text: str) -> None:
    assert all("expected" in each for each in messages(text))


def test_every_shipped_file_is_loaded_by_its_key() -> None:
    shelf = load_instruments()
    assert set(shelf.instruments) == {path.stem for path in SHIPPED.glob("*.yaml")}
    assert set(shelf.sources) == set(shelf.instruments)
