"""People: the list, and the page of one: how she is doing, and what was agreed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from markupsafe import Markup

from clinic.domain.access import Action
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
from clinic.presenters.change_words import ChangeWords, words_of
from clinic.presenters.course_charts import (
    course_name,
    draw_course,
    occasion_name,
    unverified,
)
from clinic.presenters.numbers import figure
from clinic.queries.homework.assignments import AssignmentLine, assignments_of
from clinic.queries.homework.practice_log import PracticeLog, practice_log
from clinic.queries.homework.sheet_codes import LiveCode, live_codes_of
from clinic.queries.measures.measures import CourseOfScale, courses_of
from clinic.queries.people.chart_notes import NoteLine, chart_notes_of
from clinic.queries.people.clients import Access, access_of, get_client, list_clients, places_of
from clinic.queries.people.enrollments import AttendanceCourse, attendance_of
from clinic.queries.people.links import WayIn, way_in_of
from clinic.queries.safety.risk import open_cases_of_client
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import db, now, reader

blueprint = Blueprint("clients", __name__)


@dataclass(frozen=True, slots=True)
class DrawnCourse:
    """A course with its picture, which is none where no score stands yet, and its words."""

    course: CourseOfScale
    name: str
    wide: Markup | None
    narrow: Markup | None
    """For a phone, with letters of the same size."""
    unverified: tuple[str, ...]
    words: ChangeWords
    occasions: dict[str, str]
    figures: dict[str, str]


@dataclass(frozen=True, slots=True)
class DrawnInstrument:
    """An instrument with its main scale, and the others one step away."""

    main: DrawnCourse
    others: tuple[DrawnCourse, ...]


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
    instruments: tuple[DrawnInstrument, ...]
    notes: tuple[NoteLine, ...]
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
    may_be_invited: bool
    now: datetime
    zone: str


@blueprint.get("/clients")
@access(Action.CLIENT_READ)
def index() -> str:
    """List the reader's people, or those that are looked for."""
    looked_for = " ".join(request.args.get("q", "").replace("\0", "").split())[:80]
    page = request.args.get("page", 1, type=int)
    return render_template(
        "therapist/people/clients/index.html",
        page=list_clients(db(), reader(), looked_for, page),
        zone=clinic().time_zone,
    )


@blueprint.get("/clients/<id:client_id>")
@access(Action.CLIENT_READ)
def show(client_id: str) -> str:
    """Show one person; `place` chooses among several cohorts, else it is the newest."""
    client = get_client(db(), reader(), client_id)
    places = places_of(db(), reader(), client)
    asked = request.args.get("place", "")
    chosen = next((p for p in places if p.public_id == asked), places[0] if places else None)
    settings = clinic()
    page = ClientPage(
        client=client,
        name=full_name(client),
        places=tuple(places),
        place=_place(chosen) if chosen else None,
        contact=contact_facts_of(db(), client),
        access=access_of(db(), reader(), client, now()),
        may_be_invited=settings.has_crisis_help,
        now=now(),
        zone=chosen.cohort.time_zone if chosen else settings.time_zone,
    )
    cases = open_cases_of_client(db(), reader(), client, now())
    return render_template("therapist/people/clients/show.html", page=page, cases=cases)


def _place(enrollment: Enrollment) -> PlacePage:
    zone = enrollment.cohort.time_zone
    by_place = breaks_of(db(), [enrollment.id])
    breaks = by_place.get(enrollment.id, ())
    attendance = attendance_of(db(), reader(), enrollment, breaks, now())
    today = now().astimezone(ZoneInfo(zone)).date()
    notes = chart_notes_of(db(), reader(), enrollment)
    courses = courses_of(db(), reader(), enrollment, now())
    return PlacePage(
        enrollment=enrollment,
        status=enrollment.status_at(now()),
        intake=intakes_of(db(), [enrollment.id])[enrollment.id],
        pause=last_pause(db(), enrollment, now()),
        catch_up=catch_up_of(db(), by_place, now()).get(enrollment.id, ()),
        has_just_joined=has_just_joined(breaks, now()),
        zone=zone,
        attendance=attendance,
        standing=standings_in(db(), enrollment.cohort, now()).get(enrollment.id),
        weeks=_weeks(assignments_of(db(), reader(), enrollment, breaks), now()),
        log=practice_log(db(), reader(), enrollment, today),
        instruments=_instruments(courses, attendance, zone, notes),
        notes=notes,
        codes=live_codes_of(db(), reader(), enrollment, now()),
        way_in=way_in_of(db(), reader(), enrollment, now()),
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


def _instruments(
    courses: Iterable[CourseOfScale],
    attendance: AttendanceCourse,
    zone: str,
    notes: Sequence[NoteLine],
) -> tuple[DrawnInstrument, ...]:
    found = []
    for _key, scales in groupby(courses, lambda course: course.instrument_id):
        main, *others = [_drawn(course, attendance, zone, notes) for course in scales]
        found.append(DrawnInstrument(main, tuple(others)))
    return tuple(found)


def _drawn(
    course: CourseOfScale, attendance: AttendanceCourse, zone: str, notes: Sequence[NoteLine]
) -> DrawnCourse:
    wide, narrow = (
        draw_course(course, attendance, zone, width, notes) if course.baseline is not None else None
        for width in (640, 320)
    )
    every = (*course.occasions, *course.to_come)
    return DrawnCourse(
        course,
        course_name(course),
        wide,
        narrow,
        unverified(course),
        words_of(course.change, course.criteria),
        {one.public_id: occasion_name(one.occasion) for one in every},
        {one.public_id: figure(one.value) for one in every},
    )
