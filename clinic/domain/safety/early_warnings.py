"""Who should be looked at early: reliably worse, off track against the own start, or not answering.

Where a threshold is not a published one it is the clinic's own rule, and every page says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from clinic.domain.measures.instruments import Scale
from clinic.domain.outcomes.change import Category
from clinic.domain.outcomes.readings import ChangeCriteria, ReliableRule, ScoreChange, read_change

UNANSWERED_IN_A_ROW = 2
"""So many occasions without an answer, one after the other, are listed: the clinic's own rule."""

WORSE_SHARE = 0.1
"""Where no cut-off is known, a rise by this share of the range is off track: the clinic's own."""

HALFWAY = 0.5
"""Off track is asked from this share of the sessions on; an early rise says little."""


class WarningKind(StrEnum):
    """Why somebody is listed."""

    DETERIORATED = "deteriorated"
    OFF_TRACK = "off-track"
    NO_BASELINE = "no-baseline"
    UNANSWERED = "unanswered"
    NOT_SCORED = "not-scored"

    @property
    def is_about_missing_data(self) -> bool:
        """Whether it is about what is not there."""
        return self not in (WarningKind.DETERIORATED, WarningKind.OFF_TRACK)


@dataclass(frozen=True)
class OccasionReading:
    """One occasion that is over: its score, or that it was answered without giving one.

    `progress` is the share of the program's sessions up to the one that the occasion depends on.
    """

    occasion: str
    value: float | None
    is_answered: bool
    progress: float


@dataclass(frozen=True)
class EarlyWarning:
    """One reason to look at a person, with the figures that it rests on."""

    kind: WarningKind
    occasion: str
    change: ScoreChange | None = None
    rule: ReliableRule | None = None
    in_a_row: int = 0


def warnings_of(
    readings: Sequence[OccasionReading], scale: Scale, criteria: ChangeCriteria
) -> tuple[EarlyWarning, ...]:
    """List what one person's course on one scale gives reason to look at; in the order of time."""
    found = [_about_scores(readings, scale, criteria), _about_answers(readings)]
    return tuple(warning for warning in found if warning is not None)


def _about_scores(
    readings: Sequence[OccasionReading], scale: Scale, criteria: ChangeCriteria
) -> EarlyWarning | None:
    scored = [(one, one.value) for one in readings if one.value is not None]
    if len(scored) < 2:
        return None
    (_, first), (latest, last) = scored[0], scored[-1]
    change = read_change(first, last, criteria)
    if change.category in (Category.DETERIORATED, Category.HARMED):
        return EarlyWarning(WarningKind.DETERIORATED, latest.occasion, change, criteria.reliable)
    if latest.progress >= HALFWAY and _is_off_track(change, scale):
        return EarlyWarning(WarningKind.OFF_TRACK, latest.occasion, change)
    return None


def _is_off_track(change: ScoreChange, scale: Scale) -> bool:
    """Ask whether a person is no better than at the start where that matters."""
    if change.is_clinical is not None:
        return change.is_clinical and change.gain <= 0
    return -change.gain >= WORSE_SHARE * (scale.maximum - scale.minimum)


def _about_answers(readings: Sequence[OccasionReading]) -> EarlyWarning | None:
    if not readings:
        return None
    latest = readings[-1]
    if latest.is_answered and latest.value is None:
        return EarlyWarning(WarningKind.NOT_SCORED, latest.occasion)
    unanswered = 0
    for one in reversed(readings):
        if one.is_answered:
            break
        unanswered += 1
    if unanswered >= UNANSWERED_IN_A_ROW:
        return EarlyWarning(WarningKind.UNANSWERED, latest.occasion, in_a_row=unanswered)
    if all(one.value is None for one in readings):
        return EarlyWarning(WarningKind.NO_BASELINE, readings[0].occasion)
    return None
