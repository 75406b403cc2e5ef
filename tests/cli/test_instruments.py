"""`clinic instrument`: out to FHIR and in again, with what only Hearth reads and what was lost."""

import json
from pathlib import Path

from clinic.content.instrument_files import load_instruments, parse_instrument
from tests.cli.conftest import Console, is_one_sentence
from tests.content.questionnaires import foreign


def test_an_instrument_goes_out_and_comes_in_again(console: Console, tmp_path: Path) -> None:
    there, here = tmp_path / "rses.json", tmp_path / "rses.yaml"
    out = console("instrument", "export", "rses", "-o", str(there))
    assert (out.status, out.out) == (0, "")
    assert "only Hearth reads: which questions are reversed" in out.err
    assert json.loads(there.read_text())["resourceType"] == "Questionnaire"
    back = console("instrument", "import", str(there), "-o", str(here))
    assert (back.status, back.err) == (0, "")
    assert parse_instrument(here.read_text(), "rses.yaml") == load_instruments().instruments["rses"]
    again = console("instrument", "export", str(here))
    assert again.out == there.read_text()


def test_what_others_wrote_comes_in_with_what_was_lost(console: Console, tmp_path: Path) -> None:
    path = tmp_path / "two.json"
    path.write_text(json.dumps(foreign()))
    answer = console("instrument", "import", str(path))
    assert answer.status == 0
    assert "key: own-two-things" in answer.out
    assert answer.err.startswith("read: 2 questions with the values 0, 2\n")
    assert "set here: FHIR does not say how the answers are scored" in answer.err


def test_a_wrong_key_or_file_is_one_sentence(console: Console, tmp_path: Path) -> None:
    assert is_one_sentence(console("instrument", "export", "nothing"))
    path = tmp_path / "wrong.json"
    path.write_text('{"resourceType": "Patient"}')
    assert is_one_sentence(console("instrument", "import", str(path)))
    assert is_one_sentence(console("instrument", "import", str(tmp_path / "gone.json")))
