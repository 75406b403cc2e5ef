"""`clinic sheet`: one worksheet as a PDF, from the terminal."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.cli.conftest import Console, is_one_sentence

A4 = (595, 842)
LETTER = (612, 792)


@pytest.mark.parametrize(("words", "size"), [((), A4), (("--paper", "Letter"), LETTER)])
def test_a_sheet_comes_on_the_paper_that_was_asked_for(
    console: Console, tmp_path: Path, words: tuple[str, ...], size: tuple[int, int]
) -> None:
    answer = console("sheet", "W05", "-o", tmp_path / "sheet.pdf", *words)

    page = PdfReader(tmp_path / "sheet.pdf").pages[0]
    assert answer.status == 0
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size
    assert "W05" in page.extract_text()


def test_large_print_takes_more_room(console: Console, tmp_path: Path) -> None:
    console("sheet", "w05", "-o", tmp_path / "small.pdf")
    console("sheet", "w05", "-o", tmp_path / "large.pdf", "--large")

    small, large = (PdfReader(tmp_path / f"{name}.pdf") for name in ("small", "large"))

    assert len(large.pages) >= len(small.pages)
    assert len(large.pages[0].extract_text()) < len(small.pages[0].extract_text())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("W99", "-o", "sheet.pdf"), "There is no worksheet W99"),
        (("W05", "-o", "nowhere/sheet.pdf"), "nowhere/sheet.pdf"),
        (("W05", "-o", "sheet.pdf", "--paper", "A5"), "A5"),
        (("W05",), "Missing option"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused_in_one_sentence(
    console: Console,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: tuple[str, ...],
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)

    answer = console("sheet", *words)

    assert is_one_sentence(answer)
    assert sentence in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_fillable_sheet_has_a_field_for_each_answer(console: Console, tmp_path: Path) -> None:
    answer = console("sheet", "W03", "-o", tmp_path / "form.pdf", "--fillable")

    fields = PdfReader(tmp_path / "form.pdf").get_fields() or {}
    assert answer.status == 0
    assert {"log-0-minutes", "ease"} <= set(fields)
