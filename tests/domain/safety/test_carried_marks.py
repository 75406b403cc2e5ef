"""What keeps people safe in the text that ships holds in every other version; its words do not."""

from dataclasses import replace

import pytest

from clinic.content.programs import parse_program
from clinic.content.worksheets import parse_worksheet
from clinic.domain.homework.sheet_answers import readable
from clinic.domain.homework.worksheets import Worksheet
from clinic.domain.risk import RiskSign
from clinic.domain.safety.carried_marks import with_points_of, with_safety_of
from clinic.domain.safety.cries import cries_in, is_marked
from clinic.settings import ROOT
from tests.content.sources import SHEET_FILE, with_field
from tests.marks import library, marks, unmarked

CHECKS = ':::checks {#new label="New"}\noptions:\n'
CHOICE = ':::choice {#new label="Asked otherwise"}\noptions:\n'
TABLE = ':::table {#new label="New"}\ncolumns:\n'


def sheet(block: str) -> Worksheet:
    return parse_worksheet(with_field(f"{block}\n:::"), SHEET_FILE)


def heard(older: str, newest: str, answer: object) -> list[tuple[str, str]]:
    """Say what an answer in the older text is heard as, and under which words."""
    carried = with_safety_of(sheet(older), sheet(newest))
    return [(c.flag, c.words) for c in cries_in(carried, readable(carried, {"new": answer}))]


def test_an_option_is_heard_under_the_words_of_its_own_version() -> None:
    newest = f"{CHECKS}  a: Calm\n  b: {{label: In danger, risk: danger}}"
    assert heard(f"{CHECKS}  a: Calm\n  b: Not safe", newest, ["a", "b"]) == [
        ("new.b", "New: Not safe")
    ]
    assert heard(f"{CHOICE}  a: Calm\n  b: Not safe", newest, "b") == [
        ("new.b", "Asked otherwise: Not safe")
    ]
    assert heard(f"{CHECKS}  a: Calm\n  c: Not safe", newest, ["c"]) == []


@pytest.mark.parametrize(
    ("older", "newest", "answer", "is_heard"),
    [
        (':::lines {#new label="N"}', ':::line {#new label="N"}\nrisk: harm', "words", True),
        (
            ':::rating {#new label="N"}',
            ':::rating {#new label="N"}\nrisk: {sign: harm, at_least: 3}',
            3,
            True,
        ),
        (
            ':::rating {#new label="N"}\nmaximum: 100',
            ':::rating {#new label="N"}\nrisk: {sign: harm, at_least: 3}',
            90,
            False,
        ),
        (
            ':::rating {#new label="N"}\nrisk: {sign: harm, at_least: 7}',
            ':::rating {#new label="N"}\nrisk: {sign: harm, at_least: 3}',
            4,
            True,
        ),
        (
            ':::rating {#new label="N"}\nrisk: {sign: harm, at_least: 2}',
            ':::rating {#new label="N"}\nrisk: {sign: harm, at_least: 3}',
            2,
            True,
        ),
        (
            ':::number {#new label="N"}\nmaximum: 9',
            ':::number {#new label="N"}\nrisk: {sign: harm, at_least: 3}',
            3,
            True,
        ),
        (
            ':::number {#new label="N"}',
            ':::rating {#new label="N"}\nrisk: {sign: harm, at_least: 3}',
            3,
            False,
        ),
        (
            f"{TABLE}  - {{key: far, label: Far, kind: line}}",
            f"{TABLE}  - {{key: far, label: Far, kind: line, risk: away}}",
            [{"far": "words"}],
            True,
        ),
        (
            f"{TABLE}  - {{key: near, label: Far, kind: line}}",
            f"{TABLE}  - {{key: far, label: Far, kind: line, risk: away}}",
            [{"near": "words"}],
            False,
        ),
    ],
)
def test_a_mark_is_carried_where_key_and_kind_agree(
    older: str, newest: str, answer: object, is_heard: bool
) -> None:
    assert bool(heard(older, newest, answer)) is is_heard


def test_a_mark_of_its_own_stays() -> None:
    own = sheet(f"{CHECKS}  a: {{label: Calm, risk: away}}")
    assert with_safety_of(own, sheet(f"{CHECKS}  a: Calm")) == own


@pytest.mark.parametrize("code", sorted({mark.code for mark in marks()}))
def test_a_sheet_from_before_there_were_marks_is_safe_as_the_one_that_ships(code: str) -> None:
    newest, source = library().worksheets[code], library().worksheet_sources[code].text
    older = parse_worksheet(unmarked(source), f"{code}-{newest.slug}.md")
    assert not is_marked(older)
    assert not older.stays_open
    assert with_safety_of(older, newest) == newest
    renamed = replace(older, title="As it was called")
    assert with_safety_of(renamed, newest).title == "As it was called"


@pytest.mark.parametrize("slug", sorted(library().programs))
def test_a_point_of_the_first_talk_is_heard_in_every_version_that_asks_it(slug: str) -> None:
    text = (ROOT / "worksheets" / "programs" / f"{slug}.yaml").read_text()
    newest = library().programs[slug]
    older = replace(parse_program(text, f"{slug}.yaml"), point_risks=())
    assert with_points_of(older, dict(newest.point_risks)).point_risks == newest.point_risks
    assert with_points_of(older, {"Something else": RiskSign.HARM}) == older
