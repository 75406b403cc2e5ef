"""Words for a person's place in a cohort, for coming and for paper or phone."""

from enum import StrEnum


class Medium(StrEnum):
    """How a person takes part in homework and measures."""

    PORTAL = "portal"
    PAPER = "paper"


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
        return self in (EnrollmentStatus.ENROLLED, EnrollmentStatus.PAUSED)


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
