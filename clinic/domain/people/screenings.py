"""Screening: what is asked in a first talk, point by point, and what came of it.

Nothing here decides about a person. The points say what to look at, and a therapist says what
follows, with a name and a time.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from clinic.domain.errors import Refused
from clinic.domain.programs.programs import Program
from clinic.domain.risk import RiskSign
from clinic.domain.text import N_

LONGEST_NOTE = 500
LONGEST_WORDS = 2000


class PointKind(StrEnum):
    """Whether a point says whom the program is for, or for whom another time or help is better."""

    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"


class PointAnswer(StrEnum):
    """What was found about a point."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not-sure"


class ScreeningOutcome(StrEnum):
    """What a therapist decided after the talk."""

    SUITABLE = "suitable"
    NOT_NOW = "not-now"
    OTHER_HELP = "other-help"


@dataclass(frozen=True, slots=True)
class TalkPoint:
    """One point with what was found; its words are kept as they were asked."""

    kind: PointKind
    text: str
    answer: PointAnswer | None = None
    note: str = ""
    risk: RiskSign | None = None

    @property
    def speaks_against(self) -> bool:
        """Whether what was found speaks for another time or another kind of help."""
        against = PointAnswer.NO if self.kind is PointKind.INCLUSION else PointAnswer.YES
        return self.answer is against


def points_of(program: Program, found: Sequence[TalkPoint] = ()) -> tuple[TalkPoint, ...]:
    """Give the points of a program, each with what was found about it before, if anything was."""
    before = {(point.kind, point.text): point for point in found}
    asked = [(PointKind.INCLUSION, text) for text in program.inclusion]
    asked += [(PointKind.EXCLUSION, text) for text in program.exclusion]
    risks = dict(program.point_risks)
    # What counts is what the program declares now, also for a point that was asked before.
    return tuple(
        replace(before.get((kind, text), TalkPoint(kind, text)), risk=risks.get(text))
        for kind, text in asked
    )


def check_screening(
    points: Sequence[TalkPoint], outcome: ScreeningOutcome | None, words: str
) -> None:
    """Refuse "suitable" while a point is open, or speaks against it and nobody says why."""
    if outcome is not ScreeningOutcome.SUITABLE:
        return
    if any(point.answer is None for point in points):
        raise Refused(
            N_("Some points are still open. “Not sure” is an answer, too."), field="outcome"
        )
    if not words and any(point.speaks_against and not point.note for point in points):
        raise Refused(
            N_("A point speaks against it. Say in a few words why the group suits all the same."),
            field="words",
        )


def to_text(points: Sequence[TalkPoint]) -> str:
    """Write points as text that is sealed before it is kept."""
    rows = [
        {
            "kind": point.kind.value,
            "text": point.text,
            "answer": point.answer.value if point.answer else None,
            "note": point.note,
            **({"risk": point.risk.value} if point.risk else {}),
        }
        for point in points
    ]
    return json.dumps(rows, ensure_ascii=False)


def from_text(text: str | None) -> tuple[TalkPoint, ...]:
    """Read points that were written by `to_text`."""
    return tuple(
        TalkPoint(
            PointKind(row["kind"]),
            row["text"],
            PointAnswer(row["answer"]) if row["answer"] else None,
            row["note"],
            RiskSign(row["risk"]) if "risk" in row else None,
        )
        for row in json.loads(text or "[]")
    )
