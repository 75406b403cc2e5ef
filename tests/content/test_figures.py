"""A figure stands between fields, holds no answer, and is refused where it is not ours."""

import pytest

from clinic.content.faults import ContentError
from clinic.content.worksheets import parse_worksheet
from clinic.domain.homework.figures import Figure, FigureKind
from tests.content.sources import SHEET, SHEET_FILE, with_field

FIGURE_LINE = SHEET.count("\n") + 2


@pytest.mark.parametrize("kind", FigureKind)
def test_a_figure_is_a_block_and_no_place_to_write(kind: FigureKind) -> None:
    sheet = parse_worksheet(with_field(f':::figure {{#drawn kind="{kind}"}}\n:::'), SHEET_FILE)
    assert sheet.blocks[-1] == Figure("drawn", kind)
    assert [field.key for field in sheet.fields] == ["moment"]


@pytest.mark.parametrize(
    ("block", "line", "expected"),
    [
        (':::figure {#a kind="onion"}\n:::', 0, "expected a figure of kind tricky-loop"),
        (':::figure {#a label="A loop"}\n:::', 0, "expected nothing but a key and a kind"),
        (":::figure {#a}\n:::", 0, "expected a kind of at most"),
        (':::figure {#A kind="tricky-loop"}\n:::', 0, "expected a key of lower case letters"),
        (':::figure {#a kind="tricky-loop}\n:::', 0, 'expected {#key kind="…"}'),
        (':::figure {#a kind="tricky-loop"}\nhint: x\n:::', 1, "expected nothing inside a figure"),
        (':::figure {#moment kind="tricky-loop"}\n:::', 0, "expected a new key; #moment is taken"),
        (":::poem {#a}\n:::", 0, "expected a kind of line, lines, number, rating, choice, checks"),
    ],
)
def test_what_is_no_figure_of_ours_is_refused_on_its_line(
    block: str, line: int, expected: str
) -> None:
    with pytest.raises(ContentError) as caught:
        parse_worksheet(with_field(block), SHEET_FILE)
    found = [(fault.line, fault.message) for fault in caught.value.faults]
    assert any(at == FIGURE_LINE + line and said.startswith(expected) for at, said in found), found
