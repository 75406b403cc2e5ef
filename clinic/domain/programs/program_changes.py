"""What a cohort would meet differently on another version of a program."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from clinic.domain.errors import Refused
from clinic.domain.programs.programs import PlannedSession, Program
from clinic.domain.text import N_


class ProgramChangeKind(StrEnum):
    """What happens to one thing of a session."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class SessionPart(StrEnum):
    """The parts of a session that can change."""

    TITLE = "title"
    PLAN = "plan"
    HANDOUT = "handout"
    PRACTICE = "practice"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class ProgramChange:
    """One thing that would be different; `name` is a code, a slug or a key, empty for the plan."""

    thing: SessionPart
    kind: ProgramChangeKind
    name: str


@dataclass(frozen=True, slots=True)
class SessionChanges:
    """One session still to come with what would be different in it."""

    planned: PlannedSession
    changes: tuple[ProgramChange, ...]


class GroupRule(StrEnum):
    """What a program says of a whole group."""

    COMPLETER = "completer"
    MAKE_UPS = "make-ups"
    LATE_JOINING = "late-joining"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule as it stands and as it would be; that of make-ups is 0 or 1."""

    rule: GroupRule
    before: int
    after: int


def rule_changes(old: Program, new: Program) -> tuple[RuleChange, ...]:
    """Compare what two versions say of everybody, the past included."""
    said = (
        (GroupRule.COMPLETER, old.completer_at_least, new.completer_at_least),
        (GroupRule.MAKE_UPS, int(old.counts_make_ups), int(new.counts_make_ups)),
        (GroupRule.LATE_JOINING, old.late_join_until, new.late_join_until),
    )
    return tuple(RuleChange(*each) for each in said if each[1] != each[2])


def check_same_sessions(old: Program, new: Program) -> None:
    """Refuse a program whose sessions are not those that the cohort has dates for."""
    if [(s.number, s.kind) for s in old.sessions] != [(s.number, s.kind) for s in new.sessions]:
        raise Refused(
            N_(
                "That program has different sessions from the ones this cohort has dates for, so "
                "the cohort cannot be moved to it. New cohorts can begin with it."
            ),
            field="program",
        )


def session_changes(
    old: Program, new: Program, numbers: Collection[int], edited: Collection[str]
) -> tuple[SessionChanges, ...]:
    """Compare the sessions of these numbers; `edited` names the parts with another version."""
    before = {session.number: session for session in old.sessions}
    return tuple(
        SessionChanges(session, _changes(before[session.number], session, edited))
        for session in new.sessions
        if session.number in numbers
    )


def practices_of(session: PlannedSession) -> dict[str, object]:
    """Give the home practice of a session by the slug or code that it goes by."""
    return {item.exercise or item.worksheet or "": item for item in session.assignments}


def _changes(
    old: PlannedSession, new: PlannedSession, edited: Collection[str]
) -> tuple[ProgramChange, ...]:
    found = []
    if old.title != new.title:
        found.append(ProgramChange(SessionPart.TITLE, ProgramChangeKind.CHANGED, ""))
    if (old.plan, old.aims, old.minutes) != (new.plan, new.aims, new.minutes):
        found.append(ProgramChange(SessionPart.PLAN, ProgramChangeKind.CHANGED, ""))
    found += _compared(
        SessionPart.HANDOUT, dict.fromkeys(old.handouts), dict.fromkeys(new.handouts), edited
    )
    found += _compared(SessionPart.PRACTICE, practices_of(old), practices_of(new), edited)
    found += _compared(SessionPart.MEASURE, _measures(old), _measures(new), edited)
    return tuple(found)


def _measures(session: PlannedSession) -> dict[str, object]:
    return {measure.instrument: measure for measure in session.measures}


def _compared(
    thing: SessionPart, old: dict[str, object], new: dict[str, object], edited: Collection[str]
) -> Sequence[ProgramChange]:
    gone = [
        ProgramChange(thing, ProgramChangeKind.REMOVED, name) for name in old if name not in new
    ]
    come = [ProgramChange(thing, ProgramChangeKind.ADDED, name) for name in new if name not in old]
    other = [
        ProgramChange(thing, ProgramChangeKind.CHANGED, name)
        for name in new
        if name in old and (new[name] != old[name] or name in edited)
    ]
    return [*come, *other, *gone]
