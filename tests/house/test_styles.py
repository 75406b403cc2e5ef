"""Style sheets: each component in one sheet, written as the formatter writes it."""

from collections import Counter
from pathlib import Path

import cssbeautifier
import pytest

from clinic.web.style_sheets import FOLDER, SHEETS, sheet_text

MOST = 110
FILES = sorted(FOLDER.glob("*.css"))


def formatted(text: str) -> str:
    options = cssbeautifier.default_options()
    options.indent_size = 2
    options.end_with_newline = True
    return str(cssbeautifier.beautify(text, options))


def test_every_component_stands_in_one_sheet() -> None:
    named = Counter(part for parts in SHEETS.values() for part in parts)
    assert set(named.values()) == {1}
    assert set(named) == {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_component_is_formatted_and_its_lines_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == formatted(text)
    assert [line for line in text.splitlines() if len(line) > MOST] == []
    assert text.startswith(("/*", "."))


def test_the_formatter_finds_what_is_not_formatted() -> None:
    assert formatted("a { b: c; d: e }\n") == "a {\n  b: c;\n  d: e\n}\n"


def test_a_sheet_is_sent_without_remarks_and_breaks() -> None:
    text = sheet_text("hearth")
    assert "/*" not in text
    assert "\n" not in text
    assert text.count("{") == text.count("}") > 300
