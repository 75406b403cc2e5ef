"""Worksheet files become worksheets, or say on which line they do not."""

import pytest

from clinic.content.faults import ContentError
from clinic.content.worksheets import parse_worksheet
from clinic.domain.homework.worksheets import Choice, Field, FieldKind, Prose
from tests.content.sources import SHEET, SHEET_FILE, with_field

NEW_FIELD_LINE = SHEET.count("\n") + 2


def field(block: str) -> Field:
    return parse_worksheet(with_field(block), SHEET_FILE).fields[-1]


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(ContentError) as caught:
        parse_worksheet(text, SHEET_FILE)
    assert {fault.file for fault in caught.value.faults} == {SHEET_FILE}
    return [(fault.line, fault.message) for fault in caught.value.faults]


def test_a_sheet_keeps_its_front_matter_and_the_order_of_its_blocks() -> None:
    sheet = parse_worksheet(SHEET, SHEET_FILE)
    assert (sheet.code, sheet.slug, sheet.minutes, sheet.week) == ("W03", "breathing", 5, None)
    opening, steps, moment = sheet.blocks
    assert opening == Prose("<p>Sit down.</p>\n", is_steps=False)
    assert isinstance(steps, Prose)
    assert steps.is_steps
    assert moment == sheet.fields[0]


def test_only_the_first_numbered_list_is_the_steps() -> None:
    text = with_field("1. Another list.")
    steps = [
        block for block in parse_worksheet(text, SHEET_FILE).blocks if isinstance(block, Prose)
    ]
    assert [block.is_steps for block in steps] == [False, True, False]


def test_a_lines_field_carries_what_its_block_says() -> None:
    moment = parse_worksheet(SHEET, SHEET_FILE).fields[0]
    assert (moment.key, moment.label, moment.kind) == ("moment", "One moment", FieldKind.LINES)
    assert (moment.example, moment.lines) == ("Before the call.", 3)


def test_a_table_gives_its_example_in_the_order_of_its_columns() -> None:
    table = field(
        ':::table {#log label="Week"}\ncolumns:\n  - {key: day, label: Day, kind: line}\n'
        "  - {key: skipped, label: Not, kind: choice, options: {no: No, not_today: Not today}}\n"
        "example: {skipped: no, day: Monday}\n:::"
    )
    assert table.example == ("Monday", "No")
    assert [column.kind for column in table.columns] == [FieldKind.LINE, FieldKind.CHOICE]


def test_a_rating_carries_its_scale_and_the_words_at_its_ends() -> None:
    rating = field(':::rating {#ease label="Ease"}\nmaximum: 100\nlow: easy\nhigh: hard\n:::')
    assert (rating.minimum, rating.maximum, rating.low, rating.high) == (0, 100, "easy", "hard")


def test_a_ladder_carries_its_steps() -> None:
    ladder = field(':::ladder {#steps label="Steps"}\nrows: 3\nexample: [Wave, Call]\n:::')
    assert (ladder.rows, ladder.example) == (3, ("Wave", "Call"))


@pytest.mark.parametrize("written", ["{a: One, b: Two}", "[{a: One}, {b: Two}]"])
def test_options_are_a_mapping_or_a_list_of_pairs(written: str) -> None:
    choice = field(f':::choice {{#way label="Way"}}\noptions: {written}\n:::')
    assert choice.options == (Choice("a", "One"), Choice("b", "Two"))


def test_a_quoted_label_may_hold_quotation_marks() -> None:
    assert field(':::line {#name label="Say \\"no\\""}\n:::').label == 'Say "no"'


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (':::poem {#a label="A"}\n:::', "expected a kind of line, lines"),
        (":::line\n:::", "expected a kind, a key and a label"),
        (":::line {#a}\n:::", "expected a label"),
        (':::line {#A-1 label="A"}\n:::', "expected a key of lower case letters"),
        (':::line {label="A"}\n:::', "expected a key of lower case letters"),
        (':::line {#a label="A" onclick="x"}\n:::', "expected nothing but a key and a label"),
        (':::line {#a .red label="A"}\n:::', "expected nothing but a key and a label"),
        (':::line {#a label="A\n:::', "expected a kind, a key and a label"),
        (':::line {#a label="A}"}\n:::', "expected {#key label="),
        (':::line {#moment label="Again"}\n:::', "expected a new key; #moment is taken in line 17"),
        (':::line {#a label="A"}', "expected ::: on a line of its own"),
        (':::line {#a label="A"}\nhint: never closed', "expected ::: on a line of its own"),
    ],
)
def test_a_bad_opening_of_a_field_is_refused_on_its_line(block: str, expected: str) -> None:
    line, message = faults(with_field(block))[0]
    assert line == NEW_FIELD_LINE
    assert message.startswith(expected)


@pytest.mark.parametrize(
    ("kind", "yaml", "expected"),
    [
        ("line", "lines: 3", "expected one of the keys example, hint, risk; found 'lines'"),
        ("lines", "lines: 21", "expected lines to be a whole number from 2 to 20"),
        ("lines", "lines: many", "expected lines to be a whole number from 2 to 20"),
        ("lines", "hint: one\nhint: two", "expected each key once, found 'hint' again"),
        ("lines", "hint: a: b", "expected valid YAML"),
        ("rating", "maximum: 7", "expected maximum to be 10 or 100"),
        ("number", "minimum: 5\nmaximum: 2", "expected maximum to be greater than minimum"),
        ("choice", "", "expected options"),
        ("checks", "options: {Bad Key: x, b: y}", "expected for each option a key"),
        ("table", "", "expected columns"),
        ("table", "columns: [{key: a, label: A, kind: table}]", "expected kind to be one of line"),
        ("table", "columns: [{key: a, label: A, b, kind: line}]", "expected quotes around text"),
        ("table", "columns: [{key: B, label: B, kind: line}]", "expected a key of lower case"),
        ("table", "columns: {key: b, label: B}", "expected a list at columns"),
        ("table", "columns: [day]", "expected keys with values under columns"),
        (
            "table",
            "columns: [{key: a, label: A, kind: line}, {key: a, label: B, kind: date}]",
            "expected each column key once",
        ),
        (
            "table",
            "columns: [{key: a, label: A, kind: line, width: 60},"
            " {key: b, label: B, kind: rating, width: 60}]",
            "expected widths of at most 100 percent",
        ),
        (
            "table",
            "columns: [{key: a, label: A, kind: choice, options: {x: X}}]\nexample: {a: y}",
            "expected one of the options x",
        ),
        (
            "table",
            "columns: [{key: a, label: A, kind: number, minimum: 0.5, maximum: x}]",
            "expected maximum to be a number from",
        ),
        ("table", "columns: [{key: a, label: A, kind: line}]\nexample: Monday", "expected keys"),
        ("ladder", "rows: 2\nexample: [a, b, c]", "expected at most 2 steps"),
        ("ladder", "example: [[a]]", "expected words under example"),
        ("line", "[a]: b", "expected a word as the key"),
        ("line", "- a", "expected keys with values"),
    ],
)
def test_a_bad_value_in_a_field_is_refused_with_what_was_expected(
    kind: str, yaml: str, expected: str
) -> None:
    found = faults(with_field(f':::{kind} {{#new label="New"}}\n{yaml}\n:::'))
    assert all(NEW_FIELD_LINE <= line <= NEW_FIELD_LINE + 3 for line, _ in found)
    assert any(message.startswith(expected) for _, message in found)


def test_a_field_inside_a_list_is_refused() -> None:
    assert faults(with_field('- one\n\n  :::line {#a label="A"}\n  :::'))[0] == (
        NEW_FIELD_LINE + 2,
        "expected the field block outside lists and quotations",
    )


def test_all_faults_of_a_sheet_are_named_at_once() -> None:
    text = SHEET.replace("minutes: 5", "minutes: soon").replace("flow: to-self", "flow: sideways")
    assert [line for line, _ in faults(text)] == [6, 8]


def test_a_code_that_is_not_in_the_name_of_the_file_is_refused() -> None:
    assert faults(SHEET.replace("W03", "W04"))[0][0] == 2


def test_a_sheet_stays_open_only_where_it_says_so() -> None:
    assert not parse_worksheet(SHEET, SHEET_FILE).stays_open
    says_so = SHEET.replace("flow: to-self\n", "flow: to-self\nstays_open: true\n")
    assert parse_worksheet(says_so, SHEET_FILE).stays_open
    wrong = SHEET.replace("flow: to-self\n", "flow: to-self\nstays_open: often\n")
    assert faults(wrong) == [(9, "expected stays_open to be true or false")]


def test_a_sheet_without_a_place_to_write_has_nothing_to_keep_open() -> None:
    says_so = SHEET.replace("flow: to-self\n", "flow: to-self\nstays_open: true\n")
    empty = says_so.partition(":::lines")[0]
    assert "a sheet with places to write" in faults(empty)[0][1]
