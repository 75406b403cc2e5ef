"""What a text promises must be there: contact is backed by a mark, and what is named does ship.

The phrases are those of English, the language in which content ships. A text in another language
is held to the names of sheets alone.
"""

import re
from collections.abc import Collection, Iterator

from clinic.content.faults import FaultReport

_STAFF = r"(?:facilitators?|therapists?|supervisors?|team|clinic|(?:group\s+)?leaders?)"
_WHO = (
    r"(?:we|somebody|someone|staff|one\s+of\s+us|those\s+who\s+lead|"
    rf"(?:your|the|a|one\s+of\s+(?:the|your))\s+{_STAFF})(?:\s+from\s+the\s+(?:team|clinic))?"
)
_MAY = r"(?:(?:\s+(?:will|can|may|could|shall)|[’']ll)(?:\s+(?:then|also|always))?)?\s+"
_SOON = (
    r"(?:the\s+same\s+day|today|at\s+once|straight\s+away|soon|"
    r"within\s+(?:an?|one|two|\d+)\s+(?:hours?|days?))"
)
_DOES = (
    r"(?:(?:get|gets|be|is|are)\s+(?:back\s+to\s+you|in\s+(?:touch|contact)|hold\s+of\s+you)"
    r"|(?:call|phone|ring|contact|reach|text|e-?mail|visit)s?\s+you\b|writes?\s+to\s+you\b"
    r"|gives?\s+you\s+a\s+(?:call|ring)\b|reach(?:es)?\s+out\b"
    r"|checks?\s+(?:in|up|on)\b(?:\s+(?:with|on))?\s+you\b|follows?\s+(?:this\s+|it\s+)?up\b"
    r"|(?:call|get)s?\s+back\b|comes?\s+back\s+to\s+you\b|looks?\s+after\s+you\b"
    r"|(?:talk|speak)s?\s+(?:to|with)\s+you\b|(?:am|is|are|be)\s+(?:told|informed|notified)\b"
    r"|gets?\s+(?:a|the)\s+message\b|hears?\s+of\s+(?:it|this)\b"
    rf"|(?:look|read|see|answer|respond|repl)(?:s|y|ies)?\b(?:\s+\w+){{0,3}}\s+{_SOON}\b)"
)
_CONTACT = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_WHO}{_MAY}{_DOES}",
        r"\bthey(?:\s+will|[’']ll)\s+(?:get\s+in\s+touch|(?:call|contact|phone)\s+you)\b",
        r"\byou\s+(?:will\s+)?(?:hear|get\s+a\s+call)\s+from\b",
        r"\byou(?:\s+will|[’']ll)\s+be\s+(?:called|contacted|phoned|rung|visited)\b",
        r"\bexpect\s+(?:a\s+(?:call|visit)|to\s+be\s+called)\b",
        rf"\b(?:let|lets|tells?)\s+(?:us|(?:your|the)\s+{_STAFF})\s+know\s+by\s+itself\b",
        rf"\b(?:it|this|that|which)\s+lets\s+(?:us|(?:your|the)\s+{_STAFF})\s+know\b",
        rf"\bso\s+(?:that\s+)?{_WHO}\s+(?:can\s+)?(?:knows?|sees?|hears?|call|look\s+after)\b",
        r"\bso\s+that\s+[\w\s]{2,40}\s+(?:is|are|will\s+be)\s+told\b",
        r"\b(?:leave|write\s+down)\s+your\s+number\b",
        r"\btick\s+(?:that\s+it|here|this|the\s+box|it)\b",
    )
)
_CODE = re.compile(r"\b[A-Z]{1,3}[0-9]{2}\b")
_PAPERS = r"(?:cards?|plan|sheet|handout|leaflet|booklet|brochure|workbook|folder|kit|list|poster)"
_THING = re.compile(
    r"\b(?:[Yy]our|[Mm]y|[Oo]ur|(?:[Tt]he|[Aa]n?|[Tt]his)\s+(?=(?:help|crisis|emergency|safety|coping)\b))"
    rf"\s*((?:[a-z]+[ -]){{1,3}})({_PAPERS})\b"
)
_KIND = r"(?:work)?(?:sheet|exercise|practice|handout|card)s?"
_NAMED = re.compile(
    rf"\b{_KIND}\s+(?:called\s+|named\s+)?[“\"‘']([^”\"’'\n]{{3,80}})[”\"’']"
    rf"|[“\"]([^”\"\n]{{3,80}})[”\"]\s+{_KIND}\b"
)
_NUMBERED = re.compile(r"\b(?:work)?(?:sheet|handout)s?\s+(?:no\.\s*)?[0-9]+\b")
_ELSEWHERE = re.compile(
    r"\b(?:[Tt]he|[Oo]ur|[Yy]our)\s+(?:\w+\s+){0,2}(?:app|audio|recordings?|podcasts?|videos?)\b"
    rf"|\b[Tt]he\s+{_PAPERS}\s+(?:that\s+)?(?:you\s+were\s+given|you\s+got|we\s+(?:gave|sent)\b)"
)
# what is in none of the files
_NO_PROSE = re.compile(
    r"(?:^|[{,-])\s*(?:example|handouts|worksheet|exercise|gentler|code|slug):.*$", re.MULTILINE
)
LOG_TICKS = ("I felt worse with it", "Hard memories broke in")
"""The ticks of the practice log, in its own words: what an exercise may point to."""


def check_text(
    text: str,
    report: FaultReport,
    titles: Collection[str],
    codes: Collection[str],
    *,
    is_backed: bool,
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
        if _plain(found[1] or found[2]) not in known:
            yield found
    yield from _NUMBERED.finditer(text)
    yield from _ELSEWHERE.finditer(text)
    for found in _THING.finditer(text):
        thing = _plain(f"{found[1]}{found[2]}").removesuffix("s")
        if not any(thing in title for title in known):
            yield found


def _plain(title: str) -> str:
    """Compare names without their case, their article and their hyphens."""
    words = re.sub(r"[-\s]+", " ", title.lower()).strip()
    return re.sub(r"^(?:my|your|our|the|a|an) ", "", words)


def _report(text: str, found: re.Match[str], report: FaultReport, expected: str) -> None:
    line = text.count("\n", 0, found.start()) + 1
    words = " ".join(found[0].split())
    report.add(line, f"expected {expected}, found {words[:80]!r}")
