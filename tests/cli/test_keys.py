"""`clinic recovery-sheet`: what is printed brings the keys back."""

import io
import json
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.operations.people.chart_notes import write_chart_note
from clinic.settings import Settings
from tests.cast import NOW, Cast
from tests.cli.conftest import Console, is_one_sentence


def typed_in(sheet: str) -> str:
    """Type the lines of the box into a file, and nothing else."""
    box = re.search(r'\{"current".*\}', sheet, re.DOTALL)
    assert box
    return box[0]


def checks(sheet: str) -> str:
    found = re.search(r"Check words: (.*)", sheet)
    assert found
    return found[1]


def test_a_sheet_that_is_typed_in_opens_the_clinic_again(fresh: Console, tmp_path: Path) -> None:
    assert fresh("recovery-sheet", "-o", tmp_path / "sheet.txt").status == 0
    keys = tmp_path / "keys.json"
    keys.unlink()

    keys.write_text(typed_in((tmp_path / "sheet.txt").read_text()))
    keys.chmod(0o600)

    assert fresh("db", "upgrade").status == 0


def test_a_slip_in_typing_shows_in_the_check_word_of_its_key(
    fresh: Console, tmp_path: Path
) -> None:
    fresh("recovery-sheet", "-o", tmp_path / "sheet.txt")
    right = checks((tmp_path / "sheet.txt").read_text())
    ring = json.loads((tmp_path / "keys.json").read_text())
    last = ring["database"][-1]
    ring["database"] = ring["database"][:-1] + ("0" if last != "0" else "1")
    (tmp_path / "keys.json").write_text(json.dumps(ring))

    fresh("recovery-sheet", "-o", tmp_path / "again.txt")

    wrong = checks((tmp_path / "again.txt").read_text())
    assert wrong.split(", ")[0] == right.split(", ")[0]
    assert wrong.split(", ")[1] != right.split(", ")[1]


def test_the_pdf_carries_every_group_on_one_page(fresh: Console, tmp_path: Path) -> None:
    assert fresh("recovery-sheet", "-o", tmp_path / "sheet.pdf").status == 0

    reader = PdfReader(io.BytesIO((tmp_path / "sheet.pdf").read_bytes()))
    words = "".join("".join(page.extract_text() for page in reader.pages).split())
    ring = json.loads((tmp_path / "keys.json").read_text())
    assert len(reader.pages) == 1
    assert ring["database"] in words
    assert ring["keys"]["k1"] in words


def test_nobody_else_may_read_the_file(fresh: Console, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.txt"
    sheet.write_text("older")
    sheet.chmod(0o644)

    fresh("recovery-sheet", "-o", sheet)

    assert sheet.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["data/sheet.pdf", "sheet.docx", "nowhere/sheet.txt"])
def test_a_sheet_that_may_not_lie_there_is_refused(
    fresh: Console, tmp_path: Path, name: str
) -> None:
    answer = fresh("recovery-sheet", "-o", tmp_path / name)

    assert is_one_sentence(answer)
    assert not (tmp_path / name).exists()


def test_without_keys_there_is_nothing_to_print(console: Console, tmp_path: Path) -> None:
    answer = console("recovery-sheet", "-o", tmp_path / "sheet.pdf")

    assert is_one_sentence(answer)
    assert list(tmp_path.iterdir()) == []


def test_a_mistyped_key_of_the_texts_stops_a_command_before_anything_is_written_with_it(
    clinic: Console, db: Db, cast: Cast, settings: Settings
) -> None:
    again = ("user", "invite", "--email", "ada@example.org")
    today, theresa = NOW.date(), Actor(cast.accounts["theresa"].id, NOW)
    write_chart_note(db, theresa, cast.enrollments["mia"], today, "A loss.", today)
    assert clinic(*again).status == 0
    ring = json.loads(settings.key_file.read_text())
    ring["keys"] = dict.fromkeys(ring["keys"], "ab" * 32)
    mistyped = clinic.folder / "mistyped.json"
    mistyped.write_text(json.dumps(ring))
    mistyped.chmod(0o600)
    clinic.set("CLINIC_KEY_FILE", mistyped)

    answer = clinic(*again)

    assert is_one_sentence(answer)
    assert "one of them is mistyped or belongs elsewhere" in answer.err
