"""What a text says about who reads it, held against who does.

A sheet that promises privacy in its own words is kept by its promise: either the writer alone reads
what stands in it, or the words go. English is what this knows; a text in another language stands on
its author.
"""

import re

from clinic.content.faults import FaultReport
from clinic.domain.homework.worksheets import Readers, Worksheet

_NOBODY = r"(?:nobody|no(?:-| )one|not? any(?:body|one)|none of us)(?: else| (?:but|except) you)?"
_MAY = r"(?:(?:will|can|may|would|should|must|does|do|is|going|gets?|needs?|has|have|to|ever|be) )*"
_LOOK = r"(?:reads?|reading|sees?|seeing|looks? (?:at|into)|knows? what)"
_STAFF = r"(?:facilitators?|therapists?|clinicians?|supervisors?|team|staff|we)"
_NOT = r"(?:(?:do|does|will|can)? ?(?:not|never)|(?:don|doesn|won|can)[’']t|cannot)"
_END = r"(?=\s*(?:[.,;:!?]|$))"

_PRIVACY = (
    # In a group, nobody reads aloud; that says nothing about who reads.
    rf"{_NOBODY} {_MAY}{_LOOK}\b(?!(?: \w+){{0,2}} (?:aloud|out loud))",
    rf"{_STAFF} {_NOT} (?:ever )?{_LOOK}\b|(?:not|never) (?:be )?(?:read|seen) by\b",
    rf"only you (?:{_MAY}{_LOOK}|know)\b|you (?:alone|only) {_MAY}{_LOOK}\b",
    rf"(?:only|just|meant|all) for you{_END}|for you (?:alone|only)\b|for nobody but you\b",
    r"for you and (?:nobody|no(?:-| )one) else\b|for your (?:own )?eyes\b",
    rf"yours (?:alone|only|to keep)\b|(?:stays?|remains?) yours{_END}",
    r"private(?:ly)?\b|in (?:complete )?privacy\b|confidential(?:ly)?\b",
    r"(?:kept?|stays?|remains?) (?:a )?secret\b|nobody else[’']s eyes\b",
    r"keep (?:it|this|them|what you (?:write|wrote)) (?:all )?to yourself\b",
    r"stays? (?:here )?(?:only )?with you\b|between you and (?:the|this) (?:page|paper|sheet)\b",
    r"without (?:anybody|anyone|somebody|someone)(?: else)? reading\b|unless you (?:share|show)\b",
    rf"(?:{_NOT}|need not|no need)(?: (?:have|need))?(?: to)? (?:show|share|hand in)"
    r" (?:it|this|them|what you (?:write|wrote)|any(?:body|one))\b",
)
# It is so once she has shared it, and may be said like that.
_READING = (
    rf"{_STAFF} (?:(?:will|can|may|then|always|also) )*{_LOOK}\b"
    r"(?![^.!?]* (?:if|once|when|after|unless) you\b)",
)


def _one_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Let words stand over the end of a line and between the marks of Markdown."""
    return re.compile(rf"\b(?:{'|'.join(patterns)})".replace(" ", r"[\s*_]+"), re.I | re.M)


_PROMISE = _one_of(_PRIVACY)
_READS = _one_of(_READING)


def promise_of_privacy(text: str) -> re.Match[str] | None:
    """Find the first words that tell somebody that what she writes stays with her."""
    return _PROMISE.search(text)


def check_readers(sheet: Worksheet, text: str, report: FaultReport) -> None:
    """Report a sheet whose words about its readers are not so; one to read has none."""
    if not sheet.fields:
        return
    if sheet.readers is Readers.MINE:
        found, expected = _READS.search(text), Readers.FACILITATORS
    else:
        found, expected = promise_of_privacy(text), Readers.MINE
    if found:
        line = text.count("\n", 0, found.start()) + 1
        words = " ".join(found[0].split())
        report.add(line, f"expected readers: {expected.value}, since the text says {words!r}")


def check_readers_stated(report: FaultReport) -> None:
    """Report a sheet that leaves open who reads it, as those did from before there was the key."""
    if not report.has("readers"):
        words = " or ".join(readers.value for readers in Readers)
        report.add(report.line(""), f"expected readers: {words}")
