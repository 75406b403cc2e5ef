"""What speaks against a time without forbidding it: taken rooms, people, closed days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from clinic.domain.groups.days_off import Blocked, OffReason
from clinic.domain.groups.schedule_rows import Meeting
from clinic.domain.text import N_


@dataclass(frozen=True, slots=True)
class Caution:
    """A sentence about one session; `params` fills its places, as in a refusal."""

    meeting: Meeting
    message: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Busy:
    """A meeting of another group: when, in which room, and who of ours leads it."""

    starts_at: datetime
    ends_at: datetime
    place: str
    person: str


def cautions_of(
    meetings: Sequence[Meeting],
    blocked: Blocked,
    busy: Sequence[Busy],
    place: str,
    zone: ZoneInfo,
) -> tuple[Caution, ...]:
    """Say of each session what its time would meet with, once each."""
    found: dict[tuple[int, str | OffReason], Caution] = {}
    for each in meetings:
        for reason in blocked.get(each.starts_at.astimezone(zone).date(), ()):
            found[each.row_id, reason] = Caution(each, reason.message, reason.params)
        for other in busy:
            if other.starts_at >= each.ends_at or other.ends_at <= each.starts_at:
                continue
            if _same_room(place, other.place):
                message = N_("%(place)s is taken at that time by another group.")
                found[each.row_id, "place"] = Caution(each, message, {"place": place})
            if other.person:
                message = N_("%(name)s leads another group at that time.")
                found[each.row_id, f"person {other.person}"] = Caution(
                    each, message, {"name": other.person}
                )
    return tuple(found.values())


def _same_room(ours: str, theirs: str) -> bool:
    """Say whether two texts name one room; a group without a place meets on the screen."""
    return bool(ours.strip()) and _folded(ours) == _folded(theirs)


def _folded(place: str) -> str:
    return " ".join(place.casefold().split())
