"""A clinic's own words for a key: every form in which they come, and what does not fit."""

from dataclasses import replace
from datetime import date

import pytest

from clinic.content.faults import FaultReport
from clinic.content.instrument_files import load_instruments
from clinic.content.wordings import BroughtWording, brought_wording
from clinic.domain.measures.instrument_versions import scoring_key
from clinic.domain.measures.instruments import Instrument
from clinic.domain.measures.rights import WordingMedium

SHELF = load_instruments().instruments
WSAS = SHELF["wsas"]
TODAY = date(2026, 3, 1)
LINES = "\n".join(f"{number}. Words of question {number}" for number in range(1, 6))
ENDS = "0 = Not at all\n8 = Very much"
GIVEN = BroughtWording(
    LINES,
    ENDS,
    "",
    "en",
    "The holder",
    "License 7",
    "2027-03-01",
    frozenset({WordingMedium.SCREEN}),
)


def bring(
    instrument: Instrument = WSAS, /, **changed: object
) -> tuple[Instrument | None, list[str]]:
    report = FaultReport("wording")
    brought = replace(GIVEN, **changed)  # type: ignore[arg-type]  # each test names what it changes
    one = brought_wording(instrument, brought, TODAY, report)
    return one, [f"{fault.line}: {fault.message}" for fault in report.faults]


@pytest.mark.parametrize(
    "text",
    [
        LINES,
        LINES.replace(". ", ") "),
        "\n".join(f"Words of question {number}" for number in range(1, 6)),
        "item,text\n" + "\n".join(f'{n},"Words of question {n}"' for n in range(1, 6)),
        "item;text;heading\n" + "\n".join(f"{n};Words of question {n};" for n in range(1, 6)),
        "items:\n" + "\n".join(f"  - Words of question {n}" for n in range(1, 6)),
    ],
)
def test_words_come_as_lines_as_a_table_or_as_yaml_and_leave_the_key_alone(text: str) -> None:
    one, faults = bring(text=text)
    assert faults == []
    assert one is not None
    assert [item.text for item in one.items] == [f"Words of question {n}" for n in range(1, 6)]
    assert scoring_key(one) == scoring_key(WSAS)
    assert one.options[0].label == "Not at all"
    assert one.license is not None
    assert one.license.until == date(2027, 3, 1)
    assert one.why_not(WordingMedium.SCREEN, TODAY) is None
    assert one.why_not(WordingMedium.PAPER, TODAY) is not None
    assert one.why_not(WordingMedium.SCREEN, date(2027, 3, 2)) is not None


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"text": "One question"}, "1: expected 5 questions, found 1"),
        ({"text": LINES.replace("3.", "7.")}, "3: expected question 3, found '7'"),
        ({"text": "item,text\n1,Words\n2"}, "3: expected 2 cells, found 1"),
        ({"text": "item,text\n1,\n"}, "2: expected the words of question 1"),
        ({"text": 'item,text\n1,"open'}, "expected a CSV table"),
        ({"text": "item,text,code\n1,Words,5"}, "expected the columns item, text and heading"),
        ({"text": ""}, "expected the questions"),
        ({"text": "x" * 600}, "expected at most 500 characters"),
        ({"text": "items: [a, b\n"}, "expected valid YAML"),
        ({"text": "items:\n  - a\nreversed_items: [1]\n"}, "found 'reversed_items'"),
        ({"text": "Words \x07"}, "expected plain text"),
        ({"labels": ""}, "expected the words of the answers, at least of 0 and 8"),
        ({"labels": "9 = Never"}, "expected one of the codes 0 to 8"),
        ({"labels": "Never\nAlways"}, "expected 9 lines, or each as 0 = words"),
        ({"until": "next year"}, "expected the last day of the permission as 2027-03-31"),
        ({"until": "2025-01-01"}, "expected a permission that has not ended yet"),
        ({"media": frozenset()}, "expected at least one medium"),
        ({"language": "de"}, "The license of this clinic for WSAS does not cover translation."),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(changed: dict[str, object], told: str) -> None:
    one, faults = bring(**changed)
    assert one is None
    assert any(told in fault for fault in faults), faults


def test_a_translation_comes_in_where_the_license_covers_it() -> None:
    media = frozenset({WordingMedium.SCREEN, WordingMedium.TRANSLATION})
    one, faults = bring(language="de", media=media)
    assert faults == []
    assert one is not None
    assert one.language == "de"


def test_headings_come_with_their_questions_and_extra_questions_last() -> None:
    phq = SHELF["phq-9"]
    rows = [f"{n},Words {n},{'And now:' if n == 10 else ''}" for n in range(1, 11)]
    one, faults = bring(phq, text="item,text,heading\n" + "\n".join(rows), labels="")
    assert faults == []
    assert one is not None
    assert one.extra[0].text == "Words 10"
    assert one.extra[0].heading == "And now:"
    assert one.extra[0].options == phq.extra[0].options
