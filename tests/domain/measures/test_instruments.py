"""The shipped instruments: complete wording, honest sources, faults with their lines."""

from dataclasses import replace
from pathlib import Path

import pytest

from clinic.content.faults import ContentError
from clinic.content.instrument_files import SHIPPED, load_instruments, parse_instrument
from clinic.domain.measures.instruments import Instrument
from clinic.domain.measures.rights import RightsClass, WordingMedium
from clinic.domain.measures.scoring import Incomplete, RiskState, Score, flags, score

PHQ_9, GAD_7 = (load_instruments().instruments[key] for key in ("phq-9", "gad-7"))


@pytest.mark.parametrize(("instrument", "items", "highest"), [(PHQ_9, 9, 27), (GAD_7, 7, 21)])
def test_a_shipped_form_is_complete_and_may_be_shown(
    instrument: Instrument, items: int, highest: int
) -> None:
    assert len(instrument.items) == items
    assert instrument.has_wording
    assert (instrument.main.minimum, instrument.main.maximum) == (0, highest)
    assert instrument.rights is not None
    assert instrument.rights.class_ is RightsClass.FREE
    assert instrument.rights.media == frozenset(WordingMedium)
    assert "Spitzer" in instrument.rights.notice


@pytest.mark.parametrize("instrument", [PHQ_9, GAD_7])
def test_the_lowest_answer_is_plainly_not_at_all(instrument: Instrument) -> None:
    assert [option.label for option in instrument.options] == [
        "Not at all",
        "Several days",
        "More than half the days",
        "Nearly every day",
    ]


@pytest.mark.parametrize(
    ("total", "label"),
    [(4, "minimal"), (5, "mild"), (14, "moderate"), (15, "moderately severe"), (20, "severe")],
)
def test_a_phq_9_total_names_its_band(total: int, label: str) -> None:
    answers = [min(max(total - 3 * place, 0), 3) for place in range(9)]
    result = score(PHQ_9, answers).total
    assert isinstance(result, Score)
    assert result.value == total
    assert result.band is not None
    assert result.band.label == label


def test_the_phq_9_stands_with_two_answers_missing_and_not_with_three() -> None:
    assert score(PHQ_9, [1, 1, 1, 1, 1, 1, 1, None, None]).total == Score(
        9, 7, (8, 9), PHQ_9.main.bands[1], "sum", is_prorated=True
    )
    assert isinstance(score(PHQ_9, [1, 1, 1, 1, 1, 1]).total, Incomplete)


def test_the_difficulty_question_takes_no_part_in_the_total() -> None:
    assert score(PHQ_9, [0] * 9 + [3]).total == score(PHQ_9, [0] * 9).total


def test_item_nine_is_read_even_when_no_total_stands() -> None:
    (risk,) = flags(PHQ_9, {9: 1})
    assert risk.state is RiskState.FLAGGED
    assert flags(GAD_7, [3] * 7) == ()


def test_what_was_only_remembered_is_marked_unverified() -> None:
    for instrument in (PHQ_9, GAD_7):
        missing = instrument.main.missing_rule.source
        assert missing is not None
        assert not missing.is_verified
        population = next(n for n in instrument.main.norms if "German" in n.population)
        assert not population.source.is_verified
        assert instrument.main.cutoff is not None
        assert instrument.main.cutoff.source.is_verified


def test_the_reliable_change_is_that_of_the_nhs() -> None:
    assert PHQ_9.main.reliable_change is not None
    assert GAD_7.main.reliable_change is not None
    assert (PHQ_9.main.reliable_change.value, GAD_7.main.reliable_change.value) == (6, 4)


def test_every_item_has_its_own_code() -> None:
    for instrument in (PHQ_9, GAD_7):
        assert instrument.loinc is not None
        assert len({code for _, code in instrument.loinc.items}) == len(instrument.items)


KEY_ONLY = """key: calm
form: four items
key_version: "1"
name: A calm scale
short_name: Calm
purpose: How calm the days were.
recall: the last week
language: en
options: [{value: 1, label: a little}, {value: 5, label: a lot}]
item_count: 4
reversed_items: [2]
scales:
  - {key: ease, title: Ease, better: higher, items: [1, 2], rule: {kind: mean}}
  - key: rest
    title: Rest
    better: lower
    items: [3, 4]
    rule: {kind: sum, factor: 2}
rights: {class: C, holder: Nobody, terms: Ask, source: a letter, date: 2026-01-31, media: [paper]}
"""


def test_a_scoring_key_without_wording_works_with_numbered_items() -> None:
    calm = parse_instrument(KEY_ONLY, "calm.yaml")
    assert not calm.has_wording
    assert calm.total is None
    results = score(calm, [5, 1, 1, 5]).scales.values()
    assert [it.value if isinstance(it, Score) else None for it in results] == [5, 12]


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("item_count: 4", "items: [a, b, c, d]", 10, "no wording"),
        ("[2]", "[7]", 11, "items from 1 to 4"),
        ("date: 2026-01-31", "date: January", 19, "date as"),
        ("[1, 2], rule", "[1, 1], rule", 13, "each item once"),
        ("key: rest", "key: total", 12, "the total as the first scale"),
        ("{kind: mean}", "{kind: lookup}", 13, "a table for the kind lookup"),
        ("factor: 2}", "factor: 2, table: {2: 1}}", 18, "a table for the kind lookup"),
        ("key: calm", "key: calmer", 1, "the name of the file"),
        ("value: 5", "value: 1", 9, "rising values"),
        ("form: four items", "shape: four items", 1, "form with text"),
    ],
)
def test_a_fault_names_its_line_and_what_was_expected(
    old: str, new: str, line: int, expected: str
) -> None:
    with pytest.raises(ContentError) as caught:
        parse_instrument(KEY_ONLY.replace(old, new), "calm.yaml")
    assert any(f.line == line and expected in f.message for f in caught.value.faults), caught.value


def test_a_folder_is_refused_with_the_faults_of_every_file(tmp_path: Path) -> None:
    (tmp_path / "calm.yaml").write_text(KEY_ONLY.replace("[2]", "[9]"), encoding="utf-8")
    (tmp_path / "gad-7.yaml").write_bytes((SHIPPED / "gad-7.yaml").read_bytes() + b"color: red\n")
    with pytest.raises(ContentError) as caught:
        load_instruments(tmp_path)
    assert {fault.file for fault in caught.value.faults} == {"calm.yaml", "gad-7.yaml"}


def test_the_content_hash_follows_the_text() -> None:
    sources = load_instruments().sources
    assert sources["phq-9"].sha256 != sources["gad-7"].sha256
    assert sources["phq-9"].sha256 == load_instruments().sources["phq-9"].sha256


def test_a_heading_that_is_a_sentence_leads_in_by_itself_behind_the_first_question() -> None:
    itq = load_instruments().instruments["itq"]
    over = {item.number: itq.words_before(item) for item in itq.asked}
    assert over[1] == over[6] == (itq.lead_in,)
    assert over[7] == over[9] == ("In the past month have the above problems:",)
    assert [words.endswith("How true is this of you?") for words in over[10]] == [True]
    pcl = load_instruments().instruments["pcl-5"]
    assert [len(pcl.words_before(pcl.asked[place])) for place in (0, 1)] == [2, 1]
    part = replace(itq, items=tuple(replace(item, heading="Part A") for item in itq.items))
    assert part.words_before(part.asked[4]) == (itq.lead_in, "Part A")
