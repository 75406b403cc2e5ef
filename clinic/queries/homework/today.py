"""What a client sees today: three small things at most, a week of practice, the next meeting."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.groups.joining import has_just_joined
from clinic.domain.homework.homework import (
    LONGEST_FINISH,
    Thing,
    ThingKind,
    few_of,
    week_begins_on,
    weeks_of,
)
from clinic.domain.measures.administrations import minutes_to_answer
from clinic.domain.people.consents import ConsentState
from clinic.lookups.groups.moves import Moved, moved_make_ups, moved_meetings
from clinic.lookups.groups.places import NextMeeting, Place, next_meetings
from clinic.lookups.homework.windows import Ends
from clinic.lookups.measures.portal_measures import open_measures
from clinic.lookups.people.consents import consent_states
from clinic.lookups.people.pauses import CatchUpItem, breaks_of, catch_up_of
from clinic.lookups.programs.content import exercise_of, worksheet_of
from clinic.lookups.statements import kept, rows_of
from clinic.models.assignments import Assignment
from clinic.models.practice import PracticeEntry
from clinic.models.worksheets import WorksheetResponse
from clinic.queries.groups.places import own_places

_DAYS_SHOWN = 7
_DAYS_OF_A_WINDOW = 8
# from one meeting to the next, both days counted


@dataclass(frozen=True, slots=True)
class Offer:
    """One small thing that could be done now."""

    thing: Thing
    place: Place
    public_id: str
    title: str
    text: str
    minutes: int
    care: str = ""
    done: int = 0
    times: int = 0
    """Of practice this week, and how often it was agreed."""
    questions: int = 0
    recall: str = ""
    has_gentler: bool = False
    may_wait: bool = True
    has_begun: bool = False
    closes_today: bool = False


@dataclass(frozen=True, slots=True)
class DayOfPractice:
    """How many minutes somebody practiced on a day."""

    on: date
    minutes: int
    is_today: bool


@dataclass(frozen=True, slots=True)
class TodayPage:
    """Everything on the first page of the portal."""

    today: date
    places: list[Place]
    offers: list[Offer]
    has_more: bool
    """More is open than is offered here."""
    was_set_aside: bool
    days: list[DayOfPractice]
    meetings: list[NextMeeting]
    moved: list[Moved]
    """Meetings that have another time than she knew."""
    readings: list[CatchUpItem]
    """To look at after a break, if one likes."""
    is_back: bool
    """In the first week after a break."""
    is_new: bool
    """In the first week after joining late."""
    to_agree: list[Place]
    """Places whose text is still to be agreed to."""

    @property
    def minutes(self) -> int:
        """Count the minutes of the days shown."""
        return sum(day.minutes for day in self.days)


def today_page(
    db: Db, reader: Reader, now: datetime, set_aside: Collection[str] = ()
) -> TodayPage | None:
    """Give the page, without what the reader has set aside for now; `None` without any place."""
    places = own_places(db, reader, now)
    if not places:
        return None
    today = places[0].day_of(now)
    live = {place.enrollment_id: place for place in places if place.is_live}
    entries = _entries(db, places, today - timedelta(days=_DAYS_OF_A_WINDOW - 1))
    breaks = breaks_of(db, live)
    plans = catch_up_of(db, breaks, now)
    ends = Ends(db, {place.cohort_id for place in places}, now)
    found = [*_homework(db, live, entries, ends, now), *_measures(db, places, ends, now)]
    offers = [offer for offer in found if _is_offered(offer, plans)]
    kept = {offer.public_id: offer for offer in offers if offer.public_id not in set_aside}
    chosen = few_of([offer.thing for offer in kept.values()])
    return TodayPage(
        today=today,
        places=places,
        offers=[kept[thing.key] for thing in chosen],
        has_more=len(kept) > len(chosen) or len(found) > len(offers),
        was_set_aside=len(kept) < len(offers),
        days=_days(entries, today),
        meetings=next_meetings(db, places, now),
        moved=[*moved_meetings(db, places, now), *moved_make_ups(db, places, now).values()],
        readings=[
            item
            for plan in plans.values()
            for item in plan
            if item.kind is ThingKind.WORKSHEET and item.public_id not in kept
        ],
        is_back=any(plans.values()),
        is_new=any(has_just_joined(breaks.get(place, ()), now) for place in plans if plans[place]),
        to_agree=_to_agree(db, live),
    )


def _to_agree(db: Db, live: Mapping[int, Place]) -> list[Place]:
    states = consent_states(db, live)
    return [place for row_id, place in live.items() if states.get(row_id) is not ConsentState.GIVEN]


def _is_offered(offer: Offer, plans: Mapping[int, list[CatchUpItem]]) -> bool:
    """Say whether a thing is shown: after a break, only what the plan for coming back holds."""
    plan = plans.get(offer.place.enrollment_id)
    return not plan or offer.public_id in {item.public_id for item in plan}


def _entries(db: Db, places: Sequence[Place], since: date) -> list[tuple[int, date, int]]:
    own = [place.enrollment_id for place in places]
    return list(rows_of(db, _logged(own, since)))


@kept
def _logged(own: Sequence[int], since: date) -> Select[int, date, int]:
    return (
        select(PracticeEntry.assignment_id, PracticeEntry.practiced_on, PracticeEntry.minutes)
        .join(PracticeEntry.assignment)
        .where(Assignment.enrollment_id.in_(own), PracticeEntry.practiced_on >= since)
    )


def _homework(
    db: Db,
    live: Mapping[int, Place],
    entries: Sequence[tuple[int, date, int]],
    ends: Ends,
    now: datetime,
) -> list[Offer]:
    offers = []
    for assignment, response in rows_of(db, _open_homework(live, now, now - LONGEST_FINISH)):
        place = live[assignment.enrollment_id]
        if assignment.exercise is not None:
            offer = _exercise(assignment, place, entries, now)
        else:
            offer = _sheet(assignment, place, response, ends)
        if offer is not None and offer.thing.closes_at > now:
            offers.append(offer)
    return offers


@kept
def _open_homework(
    live: Collection[int], now: datetime, begun_until: datetime
) -> Select[Assignment, WorksheetResponse]:
    return (
        select(Assignment, WorksheetResponse)
        .outerjoin(WorksheetResponse, WorksheetResponse.assignment_id == Assignment.id)
        .where(
            Assignment.enrollment_id.in_(live),
            Assignment.is_active,
            Assignment.opens_at <= now,
            or_(
                Assignment.closes_at > now,
                and_(
                    Assignment.closes_at > begun_until,
                    WorksheetResponse.started_at < Assignment.closes_at,
                ),
            ),
        )
        .options(joinedload(Assignment.exercise), joinedload(Assignment.worksheet))
        .order_by(Assignment.closes_at, Assignment.id)
    )


def _exercise(
    assignment: Assignment,
    place: Place,
    entries: Sequence[tuple[int, date, int]],
    now: datetime,
) -> Offer | None:
    if assignment.exercise is None:
        return None
    exercise = exercise_of(assignment.exercise)
    opened_on, today = place.day_of(assignment.opens_at), place.day_of(now)
    since = week_begins_on(opened_on, today, weeks_of(assignment.opens_at, assignment.closes_at))
    done = sum(row_id == assignment.id and on >= since for row_id, on, _ in entries)
    if done >= assignment.times_per_week:
        return None
    return Offer(
        thing=Thing(
            assignment.public_id, place.cohort_id, ThingKind.EXERCISE, assignment.closes_at
        ),
        place=place,
        public_id=assignment.public_id,
        title=exercise.title,
        text="",
        minutes=assignment.minutes,
        care=exercise.caution,
        done=done,
        times=assignment.times_per_week,
        has_gentler=exercise.gentler is not None,
        may_wait=exercise.optional_on_low_days,
    )


def _sheet(
    assignment: Assignment, place: Place, response: WorksheetResponse | None, ends: Ends
) -> Offer | None:
    if assignment.worksheet is None or (response is not None and response.finished_at is not None):
        return None
    sheet = worksheet_of(assignment.worksheet)
    begun_at = response.started_at if response else None
    closes_at = ends.of(place.cohort_id, assignment.closes_at, begun_at)
    return Offer(
        thing=Thing(assignment.public_id, place.cohort_id, ThingKind.WORKSHEET, closes_at),
        place=place,
        public_id=assignment.public_id,
        title=sheet.title,
        text=sheet.purpose,
        minutes=sheet.minutes,
        has_begun=response is not None and response.answered > 0,
    )


def _measures(db: Db, places: Sequence[Place], ends: Ends, now: datetime) -> list[Offer]:
    offers = []
    by_id = {place.enrollment_id: place for place in places}
    for administration, instrument in open_measures(db, by_id, now):
        place = by_id[administration.enrollment_id]
        key, begun_at = administration.public_id, administration.started_at
        closes_at = ends.of(place.cohort_id, administration.closes_at, begun_at)
        if closes_at <= now or not place.may_answer(administration.occasion, now):
            continue
        offers.append(
            Offer(
                thing=Thing(key, place.cohort_id, ThingKind.MEASURE, closes_at),
                place=place,
                public_id=key,
                title="",
                text=instrument.purpose,
                minutes=minutes_to_answer(instrument),
                questions=len(instrument.asked),
                recall=instrument.recall,
                has_begun=bool(administration.answers),
                closes_today=place.day_of(closes_at) == place.day_of(now),
            )
        )
    return offers


def _days(entries: Sequence[tuple[int, date, int]], today: date) -> list[DayOfPractice]:
    minutes: Counter[date] = Counter()
    for _, on, count in entries:
        minutes[on] += count
    shown = [today - timedelta(days=back) for back in reversed(range(_DAYS_SHOWN))]
    return [DayOfPractice(on, minutes[on], on == today) for on in shown]
