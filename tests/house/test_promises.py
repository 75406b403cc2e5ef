"""Nothing but the one place says when somebody reads: a time that is promised elsewhere goes wrong.

A Saturday comes, hours are changed, a holiday is entered:
`clinic/presenters/reading_words.py` knows.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from tests.cast import ROOT
from tests.house.reading import METHODS

THE_ONE_PLACE = "clinic/presenters/reading_words.py"
MARKED = ("templates", "clinic")
CONTENT = ("worksheets", "docs")

_WHO = (
    r"(?:somebody|nobody|someone|they|we|us|staff|clinic|team|supervisors?|facilitators?|"
    r"therapists?|%\(names?\)s|people who lead[\w ]*)"
)
_LOOKS = r"(?:see|sees|seen|read|reads|look|looks|looked|answers?|repl(?:y|ies)|calls?|contact)"
_WHEN = (
    r"(?:at once|today|tonight|immediately|instantly|(?:right|straight) away|"
    r"within (?:\w+ ){0,3}(?:minutes?|hours?|days?)|at night|(?:at|on) (?:the )?weekends?|"
    r"on (?:week|working )days|office hours|around the clock|before noon|by noon)"
)
_PROMISES = [
    re.compile(rf"\b{words}", re.IGNORECASE)
    for words in (
        r"(?:the )?same day\b",
        r"will (?:then )?be (?:seen|read|looked at|answered)\b",
        rf"{_WHO}\b[^.!?;:“”]{{0,50}}\b{_LOOKS}\b[^.!?;:“”]{{0,50}}\b{_WHEN}\b",
        rf"(?:be|is|are) (?:seen|read|looked at|answered)\b[^.!?;:“”]{{0,20}}\b{_WHEN}\b",
    )
]
NO_PROMISES = {
    "See anybody with intrusive memories before they leave, and follow up the same day",
    "If nobody answers, try again within the hour",
    # both are for those who lead the group, of what they do themselves
}


def promises(text: str) -> list[str]:
    for fine in NO_PROMISES:
        text = text.replace(fine, "")
    return [found.group() for promise in _PROMISES for found in promise.finditer(text)]


def marked(folder: str) -> Iterator[tuple[str, str]]:
    found = extract_from_dir(
        str(ROOT / folder),
        method_map=METHODS,
        keywords={"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)},
        options_map={"**.html": {"trimmed": "true", "silent": "false"}},
    )
    for file, _line, words, _comments, _context in found:
        for text in [words] if isinstance(words, str) else words:
            yield f"{folder}/{file}", text


def content(folder: str) -> Iterator[tuple[str, str]]:
    for path in sorted(Path(ROOT / folder).rglob("*")):
        if path.suffix in (".md", ".yaml"):
            yield path.relative_to(ROOT).as_posix(), " ".join(path.read_text("utf-8").split())


@pytest.mark.parametrize(
    "wrong",
    [
        "Your answer is kept and will be seen today.",
        "%(names)s are told and look at your answer the same day.",
        "The people who lead your group see at once that you would like to be called.",
        "Nobody reads what is written here at night or at weekends.",
        "Stop, stand up, and tell us the same day.",
        "It is read on working days, within a few hours.",
        "Your facilitators read it within two days.",
        "We will call you today.",
        "Somebody reads this immediately.",
    ],
)
def test_a_promise_is_found(wrong: str) -> None:
    assert promises(wrong)


@pytest.mark.parametrize(
    "fine",
    [
        "The pattern I look at today",
        "Too much today? A gentler way",
        "Stop at once with pain, cramp or dizziness.",
        "“Can we talk later?” from my manager; read it six times, skipped lunch",
        "%(names)s read your answers, and nobody else in the group does.",
        "Nobody reads this aloud.",
    ],
)
def test_what_promises_nothing_is_no_fault(fine: str) -> None:
    assert promises(fine) == []


def test_no_other_place_says_when_somebody_reads() -> None:
    texts = [pair for folder in MARKED for pair in marked(folder)]
    texts += [pair for folder in CONTENT for pair in content(folder)]
    assert any(file == THE_ONE_PLACE and "read" in text for file, text in texts)
    found = [
        (file, words) for file, text in texts if file != THE_ONE_PLACE for words in promises(text)
    ]
    assert found == []
