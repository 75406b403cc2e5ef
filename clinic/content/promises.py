"""What a text promises must be there: contact is backed by a mark, and what is named does ship.

The phrases are those of English, the language in which content ships. A text in another language
is held to the names of sheets alone.
"""

import re
from collections.abc import Collection, Iterator

from clinic.content.faults import Report

_WHO = (
    r"(?:we|somebody|someone|staff|(?:your|the|a|one\s+of\s+the)\s+"
    r"(?:facilitators?|therapists?|team|clinic|group\s+leaders?))"
)
_DOES = (
    r"(?:will\s+|can\s+|may\s+|could\s+|shall\s+)?"
    r"(?:(?:get|gets|be|is|are)\s+(?:back\s+to\s+you|in\s+(?:touch|contact))"
    r"|(?:call|calls|phone|phones|ring|rings|contact|contacts|reach|reaches)\s+you\b"
    r"|(?:call|get)s?\s+back\b|come\s+back\s+to\s+you\b)"
)
_CONTACT = (
    re.compile(rf"\b{_WHO}\s+{_DOES}", re.IGNORECASE),
    re.compile(r"\byou\s+(?:will\s+)?(?:hear|get\s+a\s+call)\s+from\b", re.IGNORECASE),
    re.compile(r"\bso\s+that\s+[\w\s]{2,40}\s+(?:is|are|will\s+be)\s+told\b", re.IGNORECASE),
    re.compile(r"\btick\s+(?:that\s+it|here|this|the\s+box|it)\b", re.IGNORECASE),
)
_CODE = re.compile(r"\b[A-Z]{1,3}[0-9]{2}\b")
_THING = re.compile(
    r"\b(?:your|my|our)\s+((?:[a-z]+[ -]){1,3})"
    r"(cards?|plan|sheet|handout|leaflet|booklet|brochure|workbook|folder|kit|list)\b"
)
_NAMED = re.compile(r"\b(?:sheet|exercise|practice|handout)s?\s+[“\"]([^”\"\n]{3,80})[”\"]")
_NO_PROSE = re.compile(
    r"(?:^|[{,-])\s*(?:example|handouts|worksheet|exercise|gentler|code|slug):.*$", re.MULTILINE
)
LOG_TICKS = ("I felt worse with it", "Hard memories broke in")
"""The ticks of the practice log, in its own words: what an exercise may point to."""


def check_text(
    text: str, report: Report, titles: Collection[str], codes: Collection[str], *, is_backed: bool
) -> None:
    """Report each promise of contact that nothing backs, and each name of what does not ship.

    A sheet is backed by a field with a mark; an exercise names a tick of the practice log.
    """
    # Examples are somebody's own words, and names by key are checked where they are read.
    plain = _NO_PROSE.sub("", text)
    if not is_backed:
        for pattern in _CONTACT:
            for found in pattern.finditer(plain):
                _report(plain, found, report, "a field with a risk mark, or no promise of contact")
    for found in _unknown(plain, titles, codes):
        _report(plain, found, report, "the name of something that is handed out")


def names_log_tick(text: str) -> bool:
    """Whether a text points to a tick that the practice log has."""
    flat = " ".join(text.split())
    return any(tick in flat for tick in LOG_TICKS)


def _unknown(text: str, titles: Collection[str], codes: Collection[str]) -> Iterator[re.Match[str]]:
    known = [_plain(title) for title in titles]
    for found in _CODE.finditer(text):
        if found[0] not in codes:
            yield found
    for found in _NAMED.finditer(text):
        if _plain(found[1]) not in known:
            yield found
    for found in _THING.finditer(text):
        thing = _plain(f"{found[1]}{found[2]}").removesuffix("s")
        if not any(thing in title for title in known):
            yield found


def _plain(title: str) -> str:
    """Compare names without their case, their article and their hyphens."""
    words = re.sub(r"[-\s]+", " ", title.lower()).strip()
    return re.sub(r"^(?:my|your|our|the|a|an) ", "", words)


def _report(text: str, found: re.Match[str], report: Report, expected: str) -> None:
    line = text.count("\n", 0, found.start()) + 1
    words = " ".join(found[0].split())
    report.add(line, f"expected {expected}, found {words[:80]!r}")
