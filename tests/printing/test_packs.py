"""The room's pack: one person's pages together, each on paper of their own, then the plan."""

from dataclasses import replace
from datetime import time
from io import BytesIO

import pytest
from pypdf import PdfReader

from clinic.domain.programs import PlanItem, PlanKind
from clinic.printing.packs import FacilitatorPlan, Pack, PackPart, SignIn, pack_pdf
from clinic.printing.sheets import Paper
from tests.printing.paper import EVERY_KIND, pages, sheet

SHORT, LONG = replace(sheet(EVERY_KIND[0]), title="Short"), sheet(*EVERY_KIND)
PLAN = FacilitatorPlan(
    "Session 1",
    "March 3",
    "Arrive.",
    time(17, 50),
    (
        PlanItem(15, "Check in", "Zero to ten.", PlanKind.OPEN),
        PlanItem(25, "Breathing", "", PlanKind.PRACTICE),
    ),
)
PACK = Pack(
    title="Handouts",
    language="en",
    paper=Paper.LETTER,
    crisis_line="555-0100",
    parts=(
        PackPart("Mia R.", "Tuesdays", (SHORT, LONG), cover_lines=("Session 1",)),
        PackPart("Max B.", "Tuesdays", (SHORT,), is_large=True),
    ),
    plan=PLAN,
    sign_in=SignIn("March 3", ("Max B.", "Mia R.")),
)


@pytest.fixture(scope="module")
def whole() -> bytes:
    return pack_pdf(PACK)


def test_each_part_begins_on_the_front_of_a_fresh_paper(whole: bytes) -> None:
    printed = pages(whole)
    for first in ("Mia R. Session 1", "Short Max B.", "Session 1 Facilitators", "Sign in"):
        (number,) = (number for number, page in enumerate(printed) if first in page)
        assert number % 2 == 0


def test_no_paper_carries_two_names() -> None:
    printed = pages(pack_pdf(replace(PACK, plan=None, sign_in=None)))
    for front, back in zip(printed[::2], printed[1::2], strict=False):
        assert not ("Mia R." in front + back and "Max B." in front + back)


def test_every_page_of_a_part_carries_the_name() -> None:
    alone = replace(PACK, parts=PACK.parts[:1], plan=None, sign_in=None)
    assert all("Mia R." in page for page in pages(pack_pdf(alone)))


def test_each_sheet_counts_its_own_pages(whole: bytes) -> None:
    printed = pages(whole)
    assert any("1 of 3" in page for page in printed)
    assert not any(f"of {len(printed)}" in page for page in printed)


def test_the_plan_tells_when_each_item_begins(whole: bytes) -> None:
    (plan,) = (page for page in pages(whole) if "Check in" in page)
    assert "17:50 15 Check in" in plan
    assert "18:05 25 Breathing" in plan
    assert "40 minutes in all" in plan


def test_the_sign_in_sheet_holds_the_names_it_was_given(whole: bytes) -> None:
    assert "Max B. Mia R." in pages(whole)[-1]


def test_the_file_itself_tells_only_the_title_it_was_given(whole: bytes) -> None:
    reader = PdfReader(BytesIO(whole))
    assert reader.metadata is not None
    assert reader.metadata.title == "Handouts"
    assert reader.metadata.author is None
    assert reader.root_object["/Lang"] == "en"
    assert all("Mia" not in str(value) for value in reader.metadata.values())
