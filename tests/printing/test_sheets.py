"""Worksheets on paper: readable, selectable, named on every page, and never longer than needed."""

from dataclasses import replace
from pathlib import Path

import pytest

from clinic.domain.clinic.settings import Paper
from clinic.domain.homework.worksheets import BODY_REGIONS, CIRCLES, Field, FieldKind, Prose
from clinic.printing.sheets import sheet_html, sheet_pdf
from tests.printing.paper import ANSWERS, EVERY_KIND, SHEETS, job, length, pages, sheet, shipped
from tests.tags import tag_faults

STEPS = Prose("<ol><li>Sit down.</li><li>Breathe out.</li></ol>", is_steps=True)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_each_shipped_sheet_prints_with_its_words_and_the_name_on_every_page(path: Path) -> None:
    worksheet = shipped(path)
    pdf = sheet_pdf(job(worksheet))
    printed = pages(pdf)
    whole = "".join(printed).replace(" ", "")
    for words in (worksheet.title, *(field.label for field in worksheet.fields)):
        assert "".join(words.split()) in whole
    assert all("Mia R." in page and "555-0100" in page for page in printed)
    assert "None" not in whole
    assert len(printed) <= 2
    assert tag_faults(pdf) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_each_shipped_sheet_in_large_letter_print_stays_within_four_pages(path: Path) -> None:
    assert length(sheet_html(job(shipped(path), paper=Paper.LETTER, is_large=True))) <= 4


@pytest.mark.parametrize("kind", FieldKind)
def test_every_kind_of_field_prints_its_label(kind: FieldKind) -> None:
    (field,) = (field for field in EVERY_KIND if field.kind == kind and field.maximum != 100)
    assert field.label in pages(sheet_pdf(job(sheet(field))))[0]


def test_regions_and_circles_are_printed_by_name() -> None:
    drawn = " ".join(pages(sheet_pdf(job(sheet(*EVERY_KIND)))))
    assert [name for name in (*BODY_REGIONS.values(), *CIRCLES.values()) if name not in drawn] == []


def test_an_example_stands_beside_the_place_to_write_and_is_marked_as_one() -> None:
    assert "For example: Before the call." in pages(sheet_pdf(job(sheet(EVERY_KIND[1]))))[0]


def test_a_sheet_has_as_many_writing_lines_as_it_asks_for() -> None:
    assert sheet_html(job(sheet(EVERY_KIND[1]))).count('class="rule"') == 4


def test_what_was_answered_is_printed_in_its_place() -> None:
    printed = " ".join(pages(sheet_pdf(job(sheet(*EVERY_KIND), answers=ANSWERS))))
    for words in ("Unhurried", "On the stairs", "2026-03-05", "a slower breath", "Leave it unread"):
        assert words in printed
    html = sheet_html(job(sheet(*EVERY_KIND), answers=ANSWERS))
    assert html.count("×</span>") == 3
    assert html.count('class="dot is-chosen"') == 1


def test_an_answer_cannot_bring_its_own_markup() -> None:
    html = sheet_html(job(sheet(EVERY_KIND[0]), answers={"word": "<img src=x>"}))
    assert "&lt;img src=x&gt;" in html


def test_going_gently_stands_beside_the_first_steps_and_only_once() -> None:
    html = sheet_html(job(sheet(STEPS, EVERY_KIND[0], STEPS)))
    assert html.count("Go gently") == html.count('class="beside"') == 1


def test_a_sheet_without_steps_still_says_go_gently() -> None:
    assert "Stop when you like." in sheet_html(job(sheet(EVERY_KIND[0])))


def test_a_sheet_for_nobody_yet_leaves_a_line_for_the_name() -> None:
    printed = pages(sheet_pdf(job(sheet(EVERY_KIND[0]), holder=None)))[0]
    assert "Name" in printed
    assert "None" not in printed


def test_the_foot_names_no_week_because_programs_use_a_sheet_at_different_times() -> None:
    html = sheet_html(job(replace(sheet(), week=4)))
    assert '<p class="foot-left">W99</p>' in html
    assert "Week" not in html


def test_without_a_crisis_line_the_foot_points_to_the_help_card() -> None:
    html = sheet_html(replace(job(sheet()), crisis_line=" "))
    assert "Call your emergency number." in html


def test_a_label_stays_with_its_lines() -> None:
    many = [
        Field(f"key{number}", f"Question {number}.", FieldKind.LINES, lines=6)
        for number in range(9)
    ]
    printed = pages(sheet_pdf(job(sheet(*many))))
    ends = [page.removesuffix("of 3").rstrip(" 0123456789") for page in printed]
    assert len(ends) > 1
    assert [end for end in ends if end.endswith("Question")] == []
