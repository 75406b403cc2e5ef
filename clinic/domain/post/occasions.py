"""What a message is sent for. Its text is unique for each recipient, so that none comes twice."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import assert_never

from clinic.domain.post.messages import MessageKind

_LONGEST = 120
_JOINT = ":"


class Cause(StrEnum):
    """What lets a message be sent; the value is the first word of the text that is kept."""

    HOMEWORK = "homework"
    MEASURE = "measure"
    SESSION = "session"
    """A meeting to come, or a make-up of one."""
    LATER = "later"
    """Somebody asked to be reminded of her practice at an hour of her choice."""
    SCHEDULE = "schedule"
    """The dates of a group; the part is the change."""
    MAKE_UP = "make-up"
    """A make-up that was planned, moved or cancelled; the part counts its changes."""
    OFFER = "place-offered"
    INVITATION = "invitation"
    """A link that opens an account, the first time or again."""
    ACCOUNT = "account"
    """Something that happened to a way in; the part is the address that hears of it."""
    READINESS = "readiness"
    RISK = "risk"
    PAUSE_ENDED = "pause-ended"
    EMERGENCY = "emergency"
    """A record that a colleague opened in an emergency."""

    @property
    def stem(self) -> str:
        """What the texts of all its occasions begin with."""
        return f"{self}{_JOINT}"

    @property
    def kinds(self) -> frozenset[MessageKind]:
        """Give the kinds of messages that it may lead to."""
        match self:
            case Cause.HOMEWORK | Cause.LATER:
                return frozenset({MessageKind.HOMEWORK_REMINDER})
            case Cause.MEASURE:
                return frozenset({MessageKind.MEASURE_REMINDER})
            case Cause.SESSION:
                return frozenset({MessageKind.SESSION_REMINDER})
            case Cause.SCHEDULE | Cause.MAKE_UP:
                return frozenset({MessageKind.SCHEDULE_CHANGED})
            case Cause.OFFER:
                return frozenset({MessageKind.PLACE_OFFERED})
            case Cause.INVITATION:
                return frozenset({MessageKind.INVITATION, MessageKind.RESET_LINK})
            case Cause.ACCOUNT:
                return frozenset({MessageKind.ACCOUNT_CHANGED})
            case Cause.READINESS:
                return frozenset({MessageKind.READINESS})
            case Cause.RISK:
                return frozenset({MessageKind.RISK_WAITING})
            case Cause.EMERGENCY:
                return frozenset({MessageKind.RECORD_OPENED})
            case Cause.PAUSE_ENDED:
                return frozenset({MessageKind.PAUSE_ENDED})
            case _:
                assert_never(self)


PLANNED = frozenset({Cause.HOMEWORK, Cause.MEASURE, Cause.SESSION})
"""What is reminded of without anybody asking for it, as the rows stand."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A cause, the row that it is about, and which of the messages about that row it is.

    Without a part it is the first of them, and stands for all wherever several are meant.
    """

    cause: Cause
    about: str
    """The row by its public id; by its number where it has none."""
    part: str = ""

    def __post_init__(self) -> None:
        if not self.about or _JOINT in self.about:
            raise ValueError(f"an occasion is about one row, and not about {self.about!r}")

    def __str__(self) -> str:
        """Write it as it is kept."""
        return f"{self.stem}{self.part}"[:_LONGEST] if self.part else self.stem[: -len(_JOINT)]

    @property
    def stem(self) -> str:
        """What the texts of all its parts begin with."""
        return f"{self.cause.stem}{self.about}{_JOINT}"


def read_occasion(text: str) -> Occasion | None:
    """Read an occasion as it is kept; `None` where it is none that this program writes."""
    cause, about, part = (*text.split(_JOINT, 2), "", "")[:3]
    if cause not in set(Cause) or not about:
        return None
    return Occasion(Cause(cause), about, part)


def minute_of(at: datetime) -> str:
    """Write a moment, to the minute, as the part of an occasion."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M}"


def hour_of(at: datetime) -> str:
    """Write a moment, to the hour, as a part of an occasion."""
    return f"{at.astimezone(UTC):%Y%m%d%H}"
