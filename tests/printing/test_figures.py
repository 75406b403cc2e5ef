"""Figures on paper, and tables that turn in large print so that no field is lost."""

import re
from pathlib import Path

import pytest

from clinic.domain.clinic.settings import Paper
from clinic.domain.homework.figures import Figure, FigureKind
from clinic.domain.homework.worksheets import Answer, Field, FieldKind
from clinic.printing.sheets import sheet_html, sheet_pdf
from tests.printing.paper import EVERY_KIND, SHEETS, job, page_count, pages, sheet, shipped

NAMED = {
    FigureKind.TRICKY_LOOP: ["Old and quick", "Newer and slower", "A pause: my way out"],
    FigureKind.THREE_FLOWS: ["From me to myself", "From others", "to others"],
    FigureKind.THREE_SYSTEMS: ["Threat", "Drive", "Soothing"],
}
BREATHING = shipped(next(path for path in SHEETS if path.name.startswith("W03")))
LOG = BREATHING.fields[0]


@pytest.mark.parametrize("kind", FigureKind)
@pytest.mark.parametrize("is_large", [False, True])
def test_a_figure_is_printed_with_its_words(kind: FigureKind, is_large: bool) -> None:
    printed = pages(sheet_pdf(job(sheet(Figure("drawn", kind)), is_large=is_large)))
    assert [words for words in NAMED[kind] if words not in printed[0]] == []


@pytest.mark.parametrize("kind", FigureKind)
def test_a_figure_says_in_words_what_it_shows_and_needs_no_color(kind: FigureKind) -> None:
    html = sheet_html(job(sheet(Figure("drawn", kind))))
    drawing = html[html.index("<svg") : html.index("</svg>")]
    assert len(re.findall(r'role="img" aria-label="[^"]{80,}"', drawing)) == 1
    assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', drawing)) == {"none", "currentColor"}
    assert "style=" not in drawing


def test_the_box_stands_beside_a_figure_and_is_printed_once() -> None:
    html = sheet_html(job(sheet(EVERY_KIND[0], Figure("drawn", FigureKind.THREE_FLOWS))))
    assert html.count("Go gently") == 1
    assert html.index("Go gently") > html.index("One word for today")
    assert 'class="care care-alone"' not in html


@pytest.mark.parametrize("path", [path for path in SHEETS if path.name[0] == "R"], ids=str)
@pytest.mark.parametrize("paper", Paper)
def test_a_sheet_to_read_is_one_page(path: Path, paper: Paper) -> None:
    assert page_count(sheet_pdf(job(shipped(path), paper=paper))) == 1


def test_a_wide_table_turns_in_large_print_and_keeps_every_cell() -> None:
    html = sheet_html(job(BREATHING, is_large=True))
    tables = html[html.index("turned") : html.index("One moment this week")]
    for column in LOG.columns:
        assert tables.count(f'<th scope="row">{column.label}</th>') == 2
    assert tables.count('class="example"') == len(LOG.columns)
    assert tables.count("<td") == len(LOG.columns) * (LOG.rows + 1)


def test_a_turned_table_shows_what_was_answered() -> None:
    rows: list[dict[str, int | float | str | bool]] = [
        {"noticed": f"breath {number}", "stopped": "stopped"} for number in range(7)
    ]
    answers: dict[str, Answer] = {"log": rows}
    printed = " ".join(pages(sheet_pdf(job(BREATHING, is_large=True, answers=answers))))
    assert all(f"breath {number}" in printed for number in range(7))
    assert sheet_html(job(BREATHING, is_large=True, answers=answers)).count("<td>yes") == 7


def test_a_table_of_few_columns_stays_as_it_is_in_large_print() -> None:
    narrow = next(field for field in EVERY_KIND if field.kind is FieldKind.TABLE)
    assert isinstance(narrow, Field)
    assert "turned" not in sheet_html(job(sheet(narrow), is_large=True))
