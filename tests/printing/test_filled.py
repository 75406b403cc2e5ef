"""A PDF that comes back: ours is read, and anything else is refused soon and cheaply."""

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clinic.domain.errors import Refused
from clinic.printing.filled import LARGEST_FILE, ReadingLimits, read_filled
from tests.printing import hostile
from tests.printing.hostile import MARK, SHEET

MEASURE = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_pid, status, used = os.wait4(child.pid, 0)
print(os.waitstatus_to_exitcode(status), used.ru_maxrss, used.ru_utime + used.ru_stime)
"""
"""A small process of its own starts the reader: Linux counts toward a child's peak what its parent
held when it was born, and a test run holds much."""
UNREADABLE = "could not be read"
CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing at all": (lambda: b"", UNREADABLE),
    "a web page": (lambda: b"<html>hello</html>", UNREADABLE),
    "a torn file": (lambda: hostile.form(word="x")[:300], UNREADABLE),
    "noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 900, UNREADABLE),
    "one byte too many": (lambda: b"%PDF-1.7\n" + b" " * LARGEST_FILE, "larger than"),
    "another edition": (lambda: hostile.form("hearth:W99:other", word="x"), "another sheet"),
    "no mark": (lambda: hostile.form("", word="x"), "no longer says which sheet"),
    "a foreign field": (lambda: hostile.form(salary="much"), "places to write"),
    "a row that no sheet has": (lambda: hostile.form(**{"log-60-day": "x"}), "places to write"),
    "a passphrase": (lambda: hostile.locked("o", "u"), "locked"),
    "a field inside itself": (hostile.in_a_ring, UNREADABLE),
    "a form of an older kind": (hostile.with_old_form, UNREADABLE),
    "ten thousand fields": (lambda: hostile.many(10_000), UNREADABLE),
    "arrays nested without end": (lambda: hostile.nested(200_000), UNREADABLE),
    "a bomb of 400 megabytes": (lambda: hostile.bomb(400), UNREADABLE),
}


def spent_by_children() -> float:
    """Give seconds of computing; a clock on the wall would measure what else is going on."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("case", CASES)
def test_what_is_not_ours_is_refused_with_a_sentence_within_two_seconds(case: str) -> None:
    make, words = CASES[case]
    sent = make()
    began = spent_by_children()
    with pytest.raises(Refused, match=words) as refused:
        read_filled(sent, SHEET, MARK)
    assert spent_by_children() - began < 2.0
    assert "Nothing was changed" in str(refused.value)


def test_the_reader_never_takes_more_than_its_memory() -> None:
    sent = hostile.bomb(400)
    assert len(sent) < LARGEST_FILE
    limits = ReadingLimits()
    reader = [sys.executable, "-m", "clinic.printing.pdf_reading", str(limits.memory_bytes), "1"]
    told = subprocess.run(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-c", MEASURE, *reader], input=sent, capture_output=True, check=True
    ).stdout
    status, kilobytes, seconds = told.split()
    assert int(status) != 0
    assert int(kilobytes) < 200 * 1024, f"{int(kilobytes) // 1024} MB"
    assert float(seconds) < 2.0


def test_a_sheet_of_ours_that_was_left_empty_brings_nothing() -> None:
    assert read_filled(hostile.ours(), SHEET, MARK).pairs == []


def test_a_script_in_the_file_is_never_run_and_its_fields_are_read() -> None:
    assert read_filled(hostile.with_script(), SHEET, MARK).pairs == [("word", "calm")]


def test_a_file_is_never_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    read_filled(hostile.form(word="calm"), SHEET, MARK)
    assert list(tmp_path.iterdir()) == []
