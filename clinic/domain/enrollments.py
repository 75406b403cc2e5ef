"""Words for a person's place in a cohort, for coming and for paper or phone."""

from dataclasses import dataclass
from enum import StrEnum

from clinic.domain.errors import Refused
from clinic.domain.text import N_


class Medium(StrEnum):
    """How a person takes part in homework and measures."""

    PORTAL = "portal"
    PAPER = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClient:
    """What is asked about a person who is new here."""

    preferred_name: str
    family_name: str = ""
    email: str | None = None
    phone: str | None = None
    medium: Medium
    may_be_known: bool = False
    """Whether somebody looks like her, and nobody has said yet that it is another person."""


class EnrollmentStatus(StrEnum):
    """A person's place in a cohort."""

    REFERRED = "referred"
    SCREENED = "screened"
    WAITLISTED = "waitlisted"
    ENROLLED = "enrolled"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"
    COMPLETED = "completed"

    @property
    def holds_a_place(self) -> bool:
        """Whether the person counts toward the cohort's capacity."""
        return self in HOLDING

    @property
    def is_before_a_place(self) -> bool:
        """Whether the person has not been given a place yet, and so takes part in nothing."""
        return self in NOT_YET

    @property
    def is_over(self) -> bool:
        """Whether the person had a place and has it no more."""
        return self in OVER


_S = EnrollmentStatus
NOT_YET = (_S.REFERRED, _S.SCREENED, _S.WAITLISTED)
"""Whoever has never had a place: takes part in nothing, and counts nowhere."""
HOLDING = (_S.ENROLLED, _S.PAUSED)
"""Whoever has a place, on a break or not."""
OVER = (_S.WITHDRAWN, _S.COMPLETED)
"""Whoever had a place and has it no more."""
STEPS: dict[EnrollmentStatus, frozenset[EnrollmentStatus]] = {
    _S.REFERRED: frozenset({_S.SCREENED}),
    _S.SCREENED: frozenset({_S.REFERRED}),
    # On and off the list goes with its log: see `clinic.operations.people.waiting`.
    _S.WAITLISTED: frozenset(),
    _S.ENROLLED: frozenset({_S.PAUSED, _S.WITHDRAWN, _S.COMPLETED}),
    _S.PAUSED: frozenset({_S.ENROLLED, _S.WITHDRAWN, _S.COMPLETED}),
    _S.WITHDRAWN: frozenset({_S.ENROLLED, _S.COMPLETED}),
    _S.COMPLETED: frozenset({_S.ENROLLED, _S.WITHDRAWN}),
}
"""What may follow on what by a change of the status alone; a first place needs more than that."""


def check_step(before: EnrollmentStatus, after: EnrollmentStatus) -> None:
    """Refuse a step that is none, and say what to do instead."""
    if after is before or after in STEPS[before]:
        return
    if before in NOT_YET and after.holds_a_place:
        raise Refused(
            N_(
                "A first place is given together with its home practice and questionnaires. "
                "Give it from the waiting list."
            ),
            field="status",
        )
    if after in NOT_YET and before in NOT_YET:
        raise Refused(
            N_("Use the waiting list: who joins and who leaves it is written down there."),
            field="status",
        )
    if before in NOT_YET:
        raise Refused(
            N_("There is no place to leave or to finish yet. Take the person off the list."),
            field="status",
        )
    if before in OVER and after is _S.PAUSED:
        raise Refused(N_("Give the place back first. A break can begin then."), field="status")
    raise Refused(
        N_("Somebody who has had a place cannot go back to waiting for one."), field="status"
    )


class AttendanceMark(StrEnum):
    """How somebody came to a group session."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left-early"
    EXCUSED = "excused"
    ABSENT = "absent"

    @property
    def counts(self) -> bool:
        """Whether the mark counts as attended."""
        return self in (AttendanceMark.PRESENT, AttendanceMark.LATE, AttendanceMark.LEFT_EARLY)

    @property
    def waits(self) -> bool:
        """Whether it can be said only once the session has begun."""
        return self is not AttendanceMark.EXCUSED


class CohortStatus(StrEnum):
    """Whether a cohort is still to begin, under way or over."""

    OPEN = "open"
    CLOSED = "closed"


class SessionStatus(StrEnum):
    """What became of a planned meeting."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class PaperNames(StrEnum):
    """What stands on the paper of a cohort."""

    NAME_AND_INITIAL = "name"
    CODE = "code"
