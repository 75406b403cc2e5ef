"""A program under another title: whatever a form accepts reads back, or is refused."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clinic.content.part_drafts import DraftPart, PartKind, read_part, renamed, written
from clinic.content.sections import compose
from clinic.domain.programs.programs import Program
from clinic.forms.base import clean_text
from tests.cast import ROOT

SOURCE = next((ROOT / "worksheets" / "programs").glob("*.yaml")).read_text(encoding="utf-8")
PLAN = DraftPart(PartKind.PROGRAM, "own-copy", "own-copy")
AWKWARD = [
    *(
        "a\u2028b",
        "a\u2029b",
        "a\x85b",
        "a\ufeffb",
        "a: b",
        "# no remark",
        "a # b",
        "- a",
        "%a",
        "a\tb",
    ),
    *(
        '"a',
        "'a'",
        "yes",
        "no",
        "null",
        "~",
        "1e3",
        "0x1F",
        "2026-03-05",
        "a  ",
        "{a",
        "[a",
        "&a",
        "*a",
    ),
    *(
        "!a",
        "|",
        ">",
        "@a",
        "`a",
        "a\\b",
        "🌿 evenings",
        "\u200fשלום",
        "x" * 120,
        "a\nb",
        "=",
        "---",
        "...",
    ),
    *("? a", ": a", "a:", "<<", "é", "a, b", "\u00a0a", "a\u200db"),
]


def read(title: str) -> Program | None:
    content = read_part(PLAN, renamed(SOURCE, "own-copy", title)).content
    return content if isinstance(content, Program) else None


@pytest.mark.parametrize("typed", AWKWARD)
def test_a_title_that_a_form_takes_reads_back(typed: str) -> None:
    title = " ".join((clean_text(typed) or "").split())
    program = read(title)
    assert program
    assert (program.title, program.slug) == (title, "own-copy")


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=120))
@example("x\u2028y")
def test_any_text_is_one_value_on_one_line_or_is_refused_by_the_form(typed: str) -> None:
    try:
        title = " ".join((clean_text(typed) or "").split())
    except ValueError:
        return
    line = f"title: {written(title)}\nslug: next\n"
    assert line.count("\n") == 2
    values = {key.value: value.value for key, value in compose(line).value}
    assert values == {"title": title, "slug": "next"}


def test_every_letter_beside_the_name_stays() -> None:
    copy = renamed(SOURCE, "own-copy", "A copy: evenings")
    changed = [(a, b) for a, b in zip(SOURCE.split("\n"), copy.split("\n"), strict=True) if a != b]
    assert [b for _a, b in changed] == ["slug: own-copy", "title: 'A copy: evenings'"]


@pytest.mark.parametrize("title", ["title: >\n  Long\n  title\n", "title: |\n  Long title\n\n"])
def test_a_title_in_a_block_gives_way_as_a_whole(title: str) -> None:
    source = f"{title}slug: before\n"
    values = {key.value: value.value for key, value in compose(renamed(source, "b", "c")).value}
    assert values == {"title": "c", "slug": "b"}
