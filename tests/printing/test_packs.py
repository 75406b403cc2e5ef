"""The room's pack: one person's pages together, each on paper of their own, then the room's."""

from dataclasses import replace
from datetime import time
from io import BytesIO

import pytest
from pypdf import PdfReader

from clinic.content.instrument_files import load_instruments
from clinic.domain.clinic.settings import Paper
from clinic.domain.programs.programs import PlanItem, PlanKind
from clinic.printing.packs import DoorNotice, FacilitatorPlan, Pack, PersonPapers, SignIn, pack_pdf
from tests.clinical_words import CLINICAL
from tests.printing.paper import EVERY_KIND, pages, sheet

SHORT, LONG = replace(sheet(EVERY_KIND[0]), title="Short"), sheet(*EVERY_KIND)
PHQ_9 = load_instruments().instruments["phq-9"]
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
        PersonPapers("Mia R.", "Tuesdays", (SHORT, LONG), cover_lines=("Session 1",)),
        PersonPapers("Max B.", "Tuesdays", (SHORT, PHQ_9), is_large=True),
    ),
    plan=PLAN,
    sign_in=SignIn("March 3", ("Max B.", "Mia R.")),
    door=DoorNotice("Tuesdays", "18:00–20:00", "Room 2"),
)


@pytest.fixture(scope="module")
def whole() -> bytes:
    return pack_pdf(PACK)


@pytest.fixture(scope="module")
def printed(whole: bytes) -> list[str]:
    return pages(whole)


def place_of(printed: list[str], *words: str) -> int:
    (number,) = (n for n, page in enumerate(printed) if all(word in page for word in words))
    return number


FIRST_PAGES = (
    ("Mia R.", "Session 1 Short"),
    ("Max B.", "Short", "One word"),
    ("Session 1", "Facilitators"),
    ("Sign in",),
    ("Room 2",),
)


def test_each_part_begins_on_the_front_of_a_fresh_paper_in_order(printed: list[str]) -> None:
    fronts = [place_of(printed, *words) for words in FIRST_PAGES]
    assert [front % 2 for front in fronts] == [0] * len(FIRST_PAGES)
    assert fronts == sorted(fronts)


def test_a_part_lies_in_the_order_that_was_asked_for(printed: list[str]) -> None:
    mia = [page for page in printed if "Mia R." in page and "Sign in" not in page]
    assert ["Session 1 Short" in mia[0], "Short" in mia[1], LONG.title in mia[2]] == [True] * 3


def test_no_paper_carries_two_names() -> None:
    printed = pages(pack_pdf(replace(PACK, plan=None, sign_in=None)))
    leaves = [front + back for front, back in zip(printed[::2], printed[1::2], strict=False)]
    assert any("Mia R." in leaf for leaf in leaves)
    assert [leaf for leaf in leaves if "Mia R." in leaf and "Max B." in leaf] == []


def test_on_one_side_no_page_is_left_empty(printed: list[str]) -> None:
    single = pages(pack_pdf(replace(PACK, is_duplex=False)))
    assert "" in printed
    assert single == [page for page in printed if page]


def test_every_page_of_a_part_carries_the_name() -> None:
    alone = replace(PACK, parts=PACK.parts[:1], plan=None, sign_in=None, door=None)
    printed = pages(pack_pdf(alone))
    assert len(printed) > 3
    assert all("Mia R." in page for page in printed)


def test_each_sheet_counts_its_own_pages(printed: list[str]) -> None:
    assert any("1 of 3" in page for page in printed)
    assert not any(f"of {len(printed)}" in page for page in printed)


def test_the_plan_tells_when_each_item_begins(printed: list[str]) -> None:
    plan = printed[place_of(printed, "Check in")]
    assert "17:50 15 Check in" in plan
    assert "18:05 25 Breathing" in plan
    assert "40 minutes in all" in plan


def test_the_sign_in_sheet_holds_the_names_it_was_given(printed: list[str]) -> None:
    assert "Max B. Mia R." in printed[place_of(printed, "Sign in")]


def test_the_notice_for_the_door_says_where_and_when_and_no_clinical_word(
    printed: list[str],
) -> None:
    assert printed[-1] == "Tuesdays 18:00–20:00 Room 2"
    assert [word for word in CLINICAL if word in printed[-1].lower()] == []


def test_a_questionnaire_stands_whole_with_the_notice_of_its_holder(printed: list[str]) -> None:
    form = " ".join(page for page in printed if "PHQ-9" in page and "Max B." in page)
    assert PHQ_9.rights is not None
    for item in PHQ_9.asked:
        assert str(item.text) in form
    assert PHQ_9.rights.notice in form
    assert "555-0100" in form


def test_the_file_tells_only_the_title_and_claims_no_tags(whole: bytes) -> None:
    reader = PdfReader(BytesIO(whole))
    assert reader.metadata is not None
    assert reader.metadata.title == "Handouts"
    assert all("Mia" not in str(value) for value in reader.metadata.values())
    assert str(reader.root_object["/Lang"]) == "en"
    assert "/StructTreeRoot" not in reader.root_object
    assert b"pdfuaid" not in whole


def test_a_tenth_person_costs_few_bytes() -> None:
    part = PACK.parts[0]
    few, many = (
        replace(PACK, parts=tuple(replace(part, holder=f"Person {n}") for n in range(count)))
        for count in (1, 10)
    )
    assert len(pack_pdf(many)) < len(pack_pdf(few)) * 1.5


def test_progress_rises_step_by_step_to_the_last() -> None:
    told: list[tuple[int, int]] = []
    pack_pdf(PACK, progress=lambda done, of: told.append((done, of)))
    last = told[-1][1]
    assert told == [(done, last) for done in range(last)]
