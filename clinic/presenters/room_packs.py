"""From a room and a choice to the pack that is printed, in the words of whoever asks."""

from collections.abc import Callable, Iterator
from datetime import datetime

from clinic.domain.clinic.settings import ClinicSettings
from clinic.domain.errors import Refused
from clinic.domain.homework.handouts import PackChoice, PackPart, Sides
from clinic.domain.text import N_
from clinic.lookups.homework.room_packs import Guest, RoomPack
from clinic.presenters.dates import clock, full_day, in_zone
from clinic.presenters.home_practice import home_practice_of
from clinic.presenters.meeting_words import meeting_line, meeting_name
from clinic.printing import packs
from clinic.printing.sheets import Stamp

Stamper = Callable[[str, str, str | None], Stamp]
"""Makes the stamp of a name, a line under it, and a code where the sheet has one."""

_OF_PEOPLE = frozenset(list(PackPart)[:5])


def pack_of(
    room: RoomPack, settings: ClinicSettings, choice: PackChoice, stamp: Stamper, now: datetime
) -> packs.Pack:
    """Give the pack, or refuse where nothing would be printed."""
    session, begins = room.session, _begins(room)
    meeting, group = meeting_name(session.kind, session.number), session.cohort.discreet_name
    subtitle = meeting_line(group, session.kind, session.number, begins.date())
    lines = (group, f"{meeting} · {full_day(begins.date())}")
    pack = packs.Pack(
        title=meeting,
        language=room.language,
        paper=settings.paper,
        crisis_line=settings.crisis_line,
        parts=tuple(_parts(room, choice, lines, subtitle, stamp, now.year)),
        plan=_plan(room, subtitle) if PackPart.PLAN in choice.parts else None,
        sign_in=_sign_in(room, subtitle) if PackPart.SIGN_IN in choice.parts else None,
        door=_door(room) if PackPart.DOOR in choice.parts else None,
        is_duplex=choice.sides is Sides.DOUBLE,
        on=begins.date(),
    )
    if not room.guests and choice.parts & (_OF_PEOPLE | {PackPart.SIGN_IN}):
        raise Refused(N_("Nobody is enrolled yet, so there is nobody to print for."))
    if not (pack.parts or pack.plan or pack.sign_in or pack.door):
        raise Refused(N_("There is nothing to print: nobody needs what was chosen."), field="parts")
    return pack


def file_name(room: RoomPack) -> str:
    """Name the file; it says nothing of the clinic or the group, for it stays in a folder."""
    return f"session-{room.session.number}-{_begins(room).date().isoformat()}.pdf"


def _begins(room: RoomPack) -> datetime:
    """Say when the meeting, or its make-up, begins on the clock of its group."""
    return in_zone(room.starts_at, room.session.cohort.time_zone)


def _parts(
    room: RoomPack,
    choice: PackChoice,
    lines: tuple[str, ...],
    subtitle: str,
    stamp: Stamper,
    this_year: int,
) -> Iterator[packs.PersonPapers]:
    for guest in room.guests:
        papers = tuple(_papers(room, guest, choice, this_year))
        if papers:
            yield packs.PersonPapers(
                guest.name,
                subtitle,
                papers,
                cover_lines=lines if PackPart.COVER in choice.parts else (),
                is_large=guest.enrollment_id in choice.large,
                stamps={
                    sheet: stamp(guest.name, subtitle, code) for sheet, code in guest.codes.items()
                },
            )


def _papers(
    room: RoomPack, guest: Guest, choice: PackChoice, this_year: int
) -> Iterator[packs.AnyPaper]:
    blank, own = room.home_practice, home_practice_of(room, guest, this_year)
    if PackPart.HANDOUTS in choice.parts:
        yield from (own if own and sheet is blank else sheet for sheet in room.handouts)
    # A plan may hand it out itself, and nobody needs it twice.
    is_handed_out = PackPart.HANDOUTS in choice.parts and blank in room.handouts
    if PackPart.HOME_PRACTICE in choice.parts and guest.has_homework and not is_handed_out:
        yield from (sheet for sheet in (own or blank,) if sheet)
    if PackPart.MEASURES in choice.parts:
        yield from guest.measures
    if PackPart.CATCH_UP in choice.parts:
        yield from (sheet for sheet in guest.missed_sheets if sheet not in room.handouts)
        if room.catch_up and guest.missed_last:
            yield room.catch_up


def _plan(room: RoomPack, subtitle: str) -> packs.FacilitatorPlan | None:
    if room.planned is None:
        return None
    return packs.FacilitatorPlan(
        title=room.session.title,
        subtitle=subtitle,
        aims=room.planned.aims,
        begins=_begins(room).time(),
        items=room.planned.plan,
    )


def _sign_in(room: RoomPack, subtitle: str) -> packs.SignIn:
    return packs.SignIn(subtitle, tuple(guest.name for guest in room.guests))


def _door(room: RoomPack) -> packs.DoorNotice:
    cohort = room.session.cohort
    hours = "–".join(clock(at, cohort.time_zone) for at in (room.starts_at, room.ends_at))
    return packs.DoorNotice(cohort.discreet_name, hours, room.place)
