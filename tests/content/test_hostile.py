"""Sources that mean harm are refused with a line and a reason, or come out harmless."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.content.documents import read_text
from clinic.content.faults import ContentError, FaultReport
from clinic.content.worksheets import parse_worksheet, read_worksheet
from clinic.domain.homework.worksheets import Prose
from tests.content.sources import SHEET, SHEET_FILE, with_field

NEXT_LINE = SHEET.count("\n") + 2


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(ContentError) as caught:
        parse_worksheet(text, SHEET_FILE)
    return [(fault.line, fault.message) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("<script>alert(1)</script>", "expected text without raw HTML"),
        ("So <b onclick=x>bold</b>", "expected text without raw HTML"),
        ("![x](file:///etc/passwd)", "expected text without images"),
        ("[x](javascript:alert)", "expected text without links"),
        ("<https://example.org>", "expected text without links"),
        ("[x]\n\n[x]: https://example.org", "expected text without links"),
        ("```\ncode\n```", "expected text without code blocks"),
        ("# Big", "expected headings from ## downwards"),
        ("> " * 200 + "deep", "expected lists and quotations nested less deeply"),
        ("- " * 200 + "deep", "expected lists and quotations nested less deeply"),
    ],
)
def test_foreign_markdown_is_refused_on_its_line(prose: str, expected: str) -> None:
    assert faults(with_field(prose))[0] == (NEXT_LINE, expected)


def test_characters_that_html_would_read_are_escaped() -> None:
    last = parse_worksheet(with_field('5 < 6 & "7"'), SHEET_FILE).blocks[-1]
    assert isinstance(last, Prose)
    assert last.html == "<p>5 &lt; 6 &amp; &quot;7&quot;</p>\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("title: &a [x]", "expected values written out, without anchors and aliases"),
        ("title: *a", "expected values written out, without anchors and aliases"),
        ("title: !!python/object:os.system x", "expected plain values, without tags"),
        ("title: " + "[" * 50, "expected at most 12 levels of nesting"),
        ("title: " + "[" * 5000, "expected valid YAML (exceeded maximum nesting depth)"),
        ('title: "\\0"', "expected characters that can be printed"),
        ('title: "\\uD800"', "expected valid YAML (found invalid Unicode character escape code)"),
        ("title: {a: b}", "expected text at title"),
        ("title: " + "x" * 200, "expected at most 120 characters at title"),
    ],
)
def test_hostile_yaml_is_refused_on_its_line(line: str, expected: str) -> None:
    assert (3, expected) in faults(SHEET.replace("title: Breathing", line))


def test_an_escape_beyond_unicode_is_refused() -> None:
    text = SHEET.replace("title: Breathing", 'title: "\\UFFFFFFFF"')
    expected = "expected valid YAML (found invalid Unicode character escape code)"
    assert faults(text) == [(3, expected)]


def test_a_key_that_stands_twice_is_refused_where_it_stands_again() -> None:
    text = SHEET.replace("minutes: 5", "minutes: 5\nminutes: 6")
    assert faults(text) == [(7, "expected each key once, found 'minutes' again")]


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\u2028", "\ud800"])
def test_a_character_that_nobody_types_is_refused(sign: str) -> None:
    expected = f"expected plain text, found the character U+{ord(sign):04X}"
    assert faults(with_field(f"a{sign}b")) == [(NEXT_LINE, expected)]


def test_ten_megabytes_are_refused_without_being_parsed(tmp_path: Path) -> None:
    path, report = tmp_path / "W03-a.md", FaultReport("W03-a.md")
    path.write_bytes(b"x" * 10_000_000)
    assert read_text(path, report) is None
    assert [fault.message for fault in report.faults] == ["expected a file of at most 256 KB"]


def test_bytes_that_are_not_utf_8_are_refused_on_their_line(tmp_path: Path) -> None:
    path, report = tmp_path / "W03-a.md", FaultReport("W03-a.md")
    path.write_bytes(b"one\ntwo\xff\n")
    assert read_text(path, report) is None
    assert [(fault.line, fault.message) for fault in report.faults] == [(2, "expected UTF-8 text")]


@pytest.mark.parametrize("text", ["", "---", "---\ncode: W03", "no front matter", "---\n---\n"])
def test_a_sheet_without_its_front_matter_is_refused(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize("prose", ["[" * 20_000, "*a " * 20_000, "a`" * 10_000, "![" * 10_000])
def test_prose_made_to_be_slow_is_read_in_seconds(prose: str) -> None:
    began = time.process_time()  # a clock on the wall would measure others too
    parse_worksheet(with_field(prose), SHEET_FILE)
    assert time.process_time() - began < 5


@given(st.text(alphabet=':-{}#="`[]<>!&*|\n\\ aé1', max_size=120))
def test_no_text_below_the_front_matter_breaks_the_reader(text: str) -> None:
    report = FaultReport(SHEET_FILE)
    sheet = read_worksheet(with_field(text), report)
    assert sheet is not None
    assert all(fault.line >= NEXT_LINE - 2 and fault.message for fault in report.faults)
