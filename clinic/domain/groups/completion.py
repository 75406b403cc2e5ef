"""How much of a program somebody came to, and whether enough of it can still be reached.

Drop-out figures depend on the definition more than on anything else (Swift & Greenberg 2012,
Journal of Consulting and Clinical Psychology 80(4)), so there is one, here, and every page says it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from clinic.domain.enrollments import AttendanceMark


class CompletionClass(StrEnum):
    """What became of a place, by the program's own number of regular sessions."""

    UNDER_WAY = "under-way"
    COMPLETER = "completer"
    PARTIAL = "partial"
    """At least half of the number that makes a completer, rounded up."""
    EARLY_DROP_OUT = "early-drop-out"
    NEVER_STARTED = "never-started"
    AGREED_ENDING = "agreed-ending"


class Reach(StrEnum):
    """Whether the number that makes a completer can still be reached."""

    REACHED = "reached"
    OPEN = "open"
    LAST_CHANCE = "last-chance"
    """It can, if no session that is left is missed."""
    OUT_OF_REACH = "out-of-reach"


@dataclass(frozen=True, slots=True)
class RegularSession:
    """One regular session that was not cancelled, as it stands for one person."""

    ends_at: datetime
    mark: AttendanceMark | None
    is_away: bool = False
    """It falls into a break whose days are known, or that has lasted until after it."""
    is_over: bool = False
    is_made_up: bool = False
    """Somebody came to a make-up of it, so that it cannot count a second time."""

    @property
    def has_come(self) -> bool:
        """Whether somebody is marked as there, be it in the meeting under way."""
        return self.mark is not None and self.mark.counts

    def is_so_far(self, enrolled_at: datetime) -> bool:
        """Say whether it is one of those that somebody could have come to until now."""
        return self.has_come or (self.is_over and not self.is_away and enrolled_at < self.ends_at)

    def is_possible(self, enrolled_at: datetime) -> bool:
        """Say whether it may yet count: it is to come, or nobody has marked it so far."""
        if self.is_made_up or self.is_away:
            return False
        return self.mark is None and enrolled_at < self.ends_at


@dataclass(frozen=True, slots=True)
class MakeUpTally:
    """How many regular sessions somebody missed and made up, or may yet make up."""

    came: int = 0
    planned: int = 0
    is_counted: bool = False
    """Whether the program counts them toward the number that is needed."""


@dataclass(frozen=True, slots=True)
class CompletionStanding:
    """Where one person stands in the program.

    Make-up sessions are counted apart, and toward the number where the program says so.
    """

    attended: int
    possible: int
    """Sessions that may yet count."""
    needed: int
    of: int
    made_up: int = 0
    has_left: bool = False
    is_agreed: bool = False
    counts_made_up: bool = False
    """The program's own rule."""
    to_make_up: int = 0
    """Sessions that were missed, with a make-up to which somebody may yet have come."""
    so_far: int = 0
    """Sessions that somebody came to or could have come to until now: never fewer than attended."""

    @property
    def counted(self) -> int:
        """How many sessions count toward the number that is needed."""
        return self.attended + (self.made_up if self.counts_made_up else 0)

    @property
    def spare(self) -> int:
        """How many of the sessions left may be missed; negative where it cannot be reached."""
        return self.counted + self.hoped - self.needed

    @property
    def hoped(self) -> int:
        """How many sessions may yet count, made up ones too where the program counts them."""
        return self.possible + (self.to_make_up if self.counts_made_up else 0)

    @property
    def reach(self) -> Reach:
        """Say whether the number can still be reached, before it is too late to act on it."""
        if self.counted >= self.needed:
            return Reach.REACHED
        if self.spare < 0 or self.has_left:
            return Reach.OUT_OF_REACH
        has_missed = self.counted + self.hoped < self.of
        # Where a program asks for every session there is nothing to say until one was missed.
        return Reach.LAST_CHANCE if self.spare == 0 and has_missed else Reach.OPEN

    @property
    def kind(self) -> CompletionClass:
        """Give the class; a completer stays one however the place ends."""
        if self.counted >= self.needed:
            return CompletionClass.COMPLETER
        if not self.has_left and self.hoped:
            return CompletionClass.UNDER_WAY
        if self.is_agreed:
            return CompletionClass.AGREED_ENDING
        if self.counted == 0:
            return CompletionClass.NEVER_STARTED
        if self.counted >= half_of(self.needed):
            return CompletionClass.PARTIAL
        return CompletionClass.EARLY_DROP_OUT


@dataclass(frozen=True, slots=True)
class AttendanceFigures:
    """How often some people came, on average; `None` where there is nobody."""

    people: int
    mean: float | None


def half_of(needed: int) -> int:
    """Give half of a number of sessions, rounded up."""
    return -(-needed // 2)


def standing_of(
    sessions: Collection[RegularSession],
    needed: int,
    enrolled_at: datetime,
    made_up: MakeUpTally = MakeUpTally(),
    *,
    has_left: bool = False,
    is_agreed: bool = False,
) -> CompletionStanding:
    """Count the regular sessions of a program for one person."""
    return CompletionStanding(
        attended=sum(1 for one in sessions if one.has_come),
        possible=sum(1 for one in sessions if one.is_possible(enrolled_at)),
        needed=needed,
        of=len(sessions),
        made_up=made_up.came,
        has_left=has_left,
        is_agreed=is_agreed,
        counts_made_up=made_up.is_counted,
        to_make_up=made_up.planned,
        so_far=sum(1 for one in sessions if one.is_so_far(enrolled_at)),
    )


def figures_of(standings: Collection[CompletionStanding]) -> AttendanceFigures:
    """Average the regular sessions attended; make-ups do not go in."""
    if not standings:
        return AttendanceFigures(0, None)
    return AttendanceFigures(
        len(standings), sum(one.attended for one in standings) / len(standings)
    )


def completers_of(standings: Collection[CompletionStanding]) -> list[CompletionStanding]:
    """Choose those who came to as many sessions as the program asks for."""
    return [one for one in standings if one.kind is CompletionClass.COMPLETER]
