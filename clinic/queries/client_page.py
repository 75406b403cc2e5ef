"""Reading how somebody is doing: her places, and all that is known of the one that is looked at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from clinic.db import Db
from clinic.domain.access import Action, Reader
from clinic.domain.clinic.settings import ClinicSettings
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.groups.completion import CompletionStanding
from clinic.domain.groups.joining import has_just_joined
from clinic.domain.people.contacts import ContactFacts
from clinic.lookups.groups.completion import standings_in
from clinic.lookups.people.contacts import contact_facts_of
from clinic.lookups.people.intake import Intake, intakes_of
from clinic.lookups.people.names import full_name
from clinic.lookups.people.pauses import CatchUpItem, PauseNote, breaks_of, catch_up_of, last_pause
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.queries.homework.assignments import AssignmentLine, assignments_of
from clinic.queries.homework.practice_log import PracticeLog, practice_log
from clinic.queries.homework.sheet_codes import LiveCode, live_codes_of
from clinic.queries.measures.measures import CourseOfScale, courses_of
from clinic.queries.notes.session_notes import NoteLineOfSession, notes_about
from clinic.queries.people.chart_notes import NoteLine, chart_notes_of
from clinic.queries.people.clients import Access, access_of, get_client, places_of
from clinic.queries.people.enrollments import AttendanceCourse, attendance_of
from clinic.queries.people.links import WayIn, way_in_of
from clinic.queries.safety.risk import CaseLine, open_cases_of_client


@dataclass(frozen=True, slots=True)
class ClientWeek:
    """What was agreed after one session."""

    number: int
    kind: str
    lines: tuple[AssignmentLine, ...]
    opens_at: datetime
    closes_at: datetime
    has_begun: bool
    is_over: bool

    @property
    def is_current(self) -> bool:
        """Whether this is the home practice of now."""
        return self.has_begun and not self.is_over

    @property
    def of(self) -> int:
        """Count the pieces that stand."""
        return sum(1 for line in self.lines if line.is_active)

    @property
    def begun(self) -> int:
        """Count the pieces that stand and were taken up, in full or in part."""
        return sum(1 for line in self.lines if line.is_active and line.state != "not_yet")


@dataclass(frozen=True, slots=True)
class PlacePage:
    """How somebody is doing in one cohort."""

    enrollment: Enrollment
    status: EnrollmentStatus
    """As it stands now."""
    intake: Intake
    pause: PauseNote | None
    catch_up: Sequence[CatchUpItem]
    """In the first week after a break."""
    has_just_joined: bool
    """Late, so that the first week is one of catching up."""
    zone: str
    attendance: AttendanceCourse
    standing: CompletionStanding | None
    weeks: tuple[ClientWeek, ...]
    log: PracticeLog
    courses: tuple[CourseOfScale, ...]
    notes: tuple[NoteLine, ...]
    session_notes: tuple[NoteLineOfSession, ...]
    codes: Mapping[str, LiveCode]
    """Of printed sheets, by the public id of the assignment."""
    way_in: WayIn


@dataclass(frozen=True, slots=True)
class ClientPage:
    """A person with the place that is looked at."""

    client: Client
    name: str
    places: tuple[Enrollment, ...]
    place: PlacePage | None
    access: Access
    contact: ContactFacts
    cases: tuple[CaseLine, ...]
    """Open ones, in the groups of the reader's."""
    settings: ClinicSettings
    now: datetime


def client_page(
    db: Db,
    reader: Reader,
    client_id: str,
    place_id: str,
    settings: ClinicSettings,
    now: datetime,
) -> ClientPage:
    """Give one person with one of her places; where it names none of them, with the newest."""
    client = get_client(db, reader, client_id)
    places = places_of(db, reader, client)
    newest = places[0] if places else None
    chosen = next((place for place in places if place.public_id == place_id), newest)
    return ClientPage(
        client=client,
        name=full_name(client),
        places=tuple(places),
        place=_place(db, reader, chosen, now) if chosen else None,
        access=access_of(db, reader, client, now),
        contact=contact_facts_of(db, client),
        cases=open_cases_of_client(db, reader, client, now),
        settings=settings,
        now=now,
    )


def _place(db: Db, reader: Reader, enrollment: Enrollment, now: datetime) -> PlacePage:
    zone = enrollment.cohort.time_zone
    by_place = breaks_of(db, [enrollment.id])
    breaks = by_place.get(enrollment.id, ())
    today = now.astimezone(ZoneInfo(zone)).date()
    return PlacePage(
        enrollment=enrollment,
        status=enrollment.status_at(now),
        intake=intakes_of(db, [enrollment.id])[enrollment.id],
        pause=last_pause(db, enrollment, now),
        catch_up=catch_up_of(db, by_place, now).get(enrollment.id, ()),
        has_just_joined=has_just_joined(breaks, now),
        zone=zone,
        attendance=attendance_of(db, reader, enrollment, breaks, now),
        standing=standings_in(db, enrollment.cohort, now).get(enrollment.id),
        weeks=_weeks(assignments_of(db, reader, enrollment, breaks), now),
        log=practice_log(db, reader, enrollment, today),
        courses=tuple(courses_of(db, reader, enrollment, now)),
        notes=chart_notes_of(db, reader, enrollment),
        session_notes=notes_about(db, reader.wanting(Action.NOTE_READ), enrollment),
        codes=live_codes_of(db, reader, enrollment, now),
        way_in=way_in_of(db, reader, enrollment, now),
    )


def _weeks(lines: Iterable[AssignmentLine], at: datetime) -> tuple[ClientWeek, ...]:
    found = []
    for (number, kind), group in groupby(lines, lambda it: (it.session_number, it.session_kind)):
        of_week = tuple(group)
        opens_at = min(line.opens_at for line in of_week)
        closes_at = max(line.closes_at for line in of_week)
        found.append(
            ClientWeek(
                number, kind.value, of_week, opens_at, closes_at, opens_at <= at, closes_at <= at
            )
        )
    return tuple(found)
