"""Prose that was translated in somebody's head: phrases that a native writer would not use."""

import re

from tests.cast import ROOT
from tests.house.reading import committed

PHRASES = {
    r"\banew\b": "again, or the verb with re-",
    r"\b(?:hangs?|hung) on\b": "depends on, is tied to, belongs to",
    r"\breckon": "compute, count, judge",
    r"\bin another way\b": "by other means, differently",
    r"\bhow the post\b": "how mail is going out",
    r"\blet(?:s|ting)? go of\b": "drop, release, close",
    r"\blook(?:s|ed|ing)? over\b(?! (?:a|the) shoulder)": "check, watch",
    r"\bwh(?:at|ich) [^.;\n]{0,40}\bcomes? to\b(?! (?:an? end|life|nothing))": "result, add up to",
    r"\bis (?:open|linked) since\b": "has been … since",
    r"\b(?:Is|Does|Was|Has) [^.?!\n]{3,40}, (?:two|choose|ask|a clock|tell)\b": "If …",
}
"""What is not written, and what is written instead; whoever finds another phrase adds it."""

FOLDERS = ("clinic/", "templates/", "tests/", "bench/", "docs/", "deploy/", "README.md")
KINDS = {".py", ".html", ".md", ".js", ".css"}
OURS = ROOT / "tests" / "house" / "test_prose.py"


def found_in(text: str) -> list[str]:
    """Name each phrase of a text, and of the names of tests, by its line, with what to write."""
    text = re.sub(r"def test_\w+", lambda name: name[0].replace("_", " "), text)
    return [
        f"{text[: found.start()].count(chr(10)) + 1}: {found[0]!r}: {better}"
        for phrase, better in PHRASES.items()
        for found in re.finditer(phrase, text)
    ]


def test_a_translated_phrase_is_found() -> None:
    assert found_in("The rows are read anew.") == ["1: 'anew': again, or the verb with re-"]
    assert found_in("\nIs the paper lost too, two of them end it.")[0].startswith("2: ")
    assert found_in("def test_a_row_is_read_anew() -> None: ...")
    assert not found_in("If the paper is lost too, two of them can end it. It comes to an end.")


def test_prose_reads_like_a_native_writers() -> None:
    read = [
        path
        for path in committed()
        if path.suffix in KINDS
        and path.relative_to(ROOT).as_posix().startswith(FOLDERS)
        and path != OURS
    ]
    assert len(read) > 1500
    told = {path.relative_to(ROOT).as_posix(): found_in(path.read_text("utf-8")) for path in read}
    assert {name: lines for name, lines in told.items() if lines} == {}
