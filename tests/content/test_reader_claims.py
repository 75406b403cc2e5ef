"""What a sheet says about who reads it is so, or `content check` refuses it."""

from pathlib import Path

import pytest

from clinic.content.cross_checks import KnownContent
from clinic.content.faults import ContentError
from clinic.content.library import check, load_library
from clinic.content.part_drafts import DraftPart, PartKind, check_part
from clinic.content.program_files import ProgramFile, read_program_file, write_program_file
from clinic.content.worksheets import parse_worksheet
from clinic.domain.homework.worksheets import Readers
from tests.cast import ROOT
from tests.content.sources import (
    EXERCISE,
    EXERCISE_FILE,
    PROGRAM,
    PROGRAM_FILE,
    SHEET,
    SHEET_FILE,
)

INSTRUMENTS = frozenset({"phq-9"})
MINE = SHEET.replace("readers: facilitators", "readers: mine until shared")
UNSTATED = SHEET.replace("readers: facilitators\n", "")

PROMISES = (
    "The letter is yours, and nobody reads it unless you want that.",
    "Nobody else has to see the drawing.",
    "The number is for your eyes: cut it off.",
    "Only you can read this.",
    "What you write stays private unless you choose to share it.",
    "This page is just for you.",
    "It is yours to keep.",
    "No one will ever read this.",
    "Nobody\nelse reads it.",
    "Your **facilitators** do not read this.",
    "You do not have to show it to anybody.",
    "Keep it to yourself, if you like.",
    "It will not be seen by anybody.",
    "What you write here stays with you.",
)
PLAIN = (
    "Nobody reads this aloud.",
    "This can become yours to tend.",
    "Nobody has to be perfect.",
    "We sit where nobody else can hear or see.",
    "Your facilitators can read it.",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for file, text in ((SHEET_FILE, SHEET), (EXERCISE_FILE, EXERCISE), (PROGRAM_FILE, PROGRAM)):
        (tmp_path / file).parent.mkdir()
        (tmp_path / file).write_text(text, encoding="utf-8")
    return tmp_path


def faults(root: Path, file: str, text: str) -> list[str]:
    (root / file).write_text(text, encoding="utf-8")
    return [str(fault) for fault in check(root, INSTRUMENTS)]


def saying(words: str, sheet: str = SHEET) -> str:
    return sheet.replace("Sit down.", words)


def test_a_sheet_says_who_reads_it_and_one_from_before_is_read_by_the_facilitators() -> None:
    assert parse_worksheet(SHEET, SHEET_FILE).readers is Readers.FACILITATORS
    assert parse_worksheet(MINE, SHEET_FILE).readers is Readers.MINE
    assert parse_worksheet(UNSTATED, SHEET_FILE).readers is Readers.FACILITATORS


def test_a_folder_in_which_a_sheet_does_not_say_who_reads_it_is_refused(root: Path) -> None:
    [found] = faults(root, SHEET_FILE, UNSTATED)
    assert "expected readers: facilitators or mine until shared" in found


@pytest.mark.parametrize("words", PROMISES)
def test_a_promise_of_privacy_is_refused_where_the_facilitators_read(
    root: Path, words: str
) -> None:
    [found] = faults(root, SHEET_FILE, saying(words))
    assert f"{SHEET_FILE}:12: expected readers: mine until shared" in found
    assert not faults(root, SHEET_FILE, saying(words, MINE))


@pytest.mark.parametrize("words", PLAIN)
def test_other_words_are_no_promise(root: Path, words: str) -> None:
    assert not faults(root, SHEET_FILE, saying(words))


@pytest.mark.parametrize(
    "place",
    [
        ("purpose: Slow is kind.", "purpose: Slow is kind, and nobody reads it."),
        ('label="One moment"', 'label="One moment, for your eyes only"'),
        ("example: Before the call.", "hint: Only you read this."),
    ],
)
def test_a_promise_is_found_wherever_it_stands(root: Path, place: tuple[str, str]) -> None:
    assert len(faults(root, SHEET_FILE, SHEET.replace(*place))) == 1


def test_a_private_sheet_does_not_say_that_it_is_read(root: Path) -> None:
    told = saying("Your facilitators read this.", MINE)
    assert "expected readers: facilitators" in faults(root, SHEET_FILE, told)[0]
    once = saying("Your facilitators can read it once you share it.", MINE)
    assert not faults(root, SHEET_FILE, once)


def test_a_sheet_to_read_has_nothing_that_could_be_private(root: Path) -> None:
    text = saying("This is private.").partition(":::")[0]
    assert not faults(root, SHEET_FILE, text)


def test_an_exercise_does_not_promise_privacy_over_a_sheet_that_is_read(root: Path) -> None:
    text = EXERCISE.replace("stop_rule:", "worksheet: W03\nstop_rule:")
    text = text.replace("anywhere.", "anywhere. Nobody reads it unless you want that.")
    [found] = faults(root, EXERCISE_FILE, text)
    assert f"{EXERCISE_FILE}:11: expected W03 with readers: mine until shared" in found
    assert not faults(root, SHEET_FILE, MINE)


def test_the_editor_refuses_what_the_check_refuses() -> None:
    library = load_library(ROOT / "worksheets", _shipped())
    part = DraftPart(PartKind.WORKSHEET, "W18", "compassionate-letter")
    plan = DraftPart(PartKind.PROGRAM, "safe-connections", "safe-connections")
    known = KnownContent(library.worksheets, library.exercises, _shipped())
    text = library.worksheet_sources["W18"].text
    program = (plan, library.program_sources["safe-connections"].text)
    assert not check_part(part, text, program, known).faults
    opened = text.replace("readers: mine until shared", "readers: facilitators")
    said = [fault.message for fault in check_part(part, opened, program, known).faults]
    assert any("since the text says 'nobody reads'" in message for message in said)
    assert any("since compassionate-letter says 'nobody reads'" in message for message in said)
    unstated = text.replace("readers: mine until shared\n", "")
    said = [fault.message for fault in check_part(part, unstated, program, known).faults]
    assert "expected readers: facilitators or mine until shared" in said


@pytest.mark.parametrize(
    ("sheet", "is_taken"),
    [(UNSTATED, True), (saying("Nobody reads it.", UNSTATED), False), (MINE, True)],
)
def test_a_program_of_another_clinic_comes_in_unless_it_promises_too_much(
    sheet: str, is_taken: bool
) -> None:
    file = ProgramFile(
        "calm",
        PROGRAM,
        {SHEET_FILE.partition("/")[2]: sheet},
        {EXERCISE_FILE.partition("/")[2]: EXERCISE},
        {"phq-9": "0" * 64},
    )
    raw = write_program_file(file).encode()
    if is_taken:
        assert read_program_file(raw, INSTRUMENTS).worksheets
    else:
        with pytest.raises(ContentError, match="expected readers: mine until shared"):
            read_program_file(raw, INSTRUMENTS)


def test_the_shipped_sheets_that_promise_privacy_are_private() -> None:
    library = load_library(ROOT / "worksheets", _shipped())
    mine = {code for code, sheet in library.worksheets.items() if sheet.readers is Readers.MINE}
    assert mine == {"W04", "W16", "W18"}


def _shipped() -> frozenset[str]:
    return frozenset(path.stem for path in (ROOT / "clinic/content/instruments").glob("*.yaml"))
