"""The home practice of the demo: from a phone line by line, or a week of it from paper."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clinic.cli import demo_story as story
from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.domain.homework.homework import key_of_line
from clinic.domain.homework.sheet_answers import SentSheet
from clinic.models.assignments import Assignment
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.operations.homework.practice import Practice, log_practice
from clinic.operations.homework.practice_papers import PaperLine, type_practice_paper
from clinic.operations.homework.worksheets import save_response

_WRITERS = 0.5
"""Who practices at least this share also writes into the sheets."""
_AFTER_THE_MEETING = timedelta(hours=20)

By = Callable[[datetime], Actor]
"""Who does something at an instant: the person, or for paper a therapist."""


def do_homework(db: Db, person: story.DemoPerson, place: Enrollment, by: By, now: datetime) -> None:
    """Do a share of the home practice that has been open so far, on days spread over each week."""
    zone = ZoneInfo(db.get_one(Cohort, place.cohort_id).time_zone)
    weeks: dict[int, list[tuple[Assignment, Practice]]] = defaultdict(list)
    for number, row in enumerate(_given(db, place, now)):
        if row.worksheet is not None:
            answers = story.SHEET_ANSWERS.get(row.worksheet.code)
            if answers and person.share >= _WRITERS:
                doer = by(row.opens_at + timedelta(days=2))
                save_response(db, doer, row, SentSheet(answers), person.medium)
            continue
        for at, practice in _practices(row, person, number, now, zone):
            if person.medium is Medium.PAPER:
                weeks[row.group_session_id].append((row, practice))
            else:
                log_practice(db, by(at), row, practice, person.medium)
    for lines in weeks.values():
        _type_in(db, person, lines, by, now)


def _given(db: Db, place: Enrollment, now: datetime) -> Iterator[Assignment]:
    found = (
        select(Assignment)
        .where(Assignment.enrollment_id == place.id, Assignment.opens_at < now)
        .options(joinedload(Assignment.worksheet), joinedload(Assignment.group_session))
        .order_by(Assignment.id)
    )
    yield from db.scalars(found).all()


def _type_in(
    db: Db,
    person: story.DemoPerson,
    practiced: list[tuple[Assignment, Practice]],
    by: By,
    now: datetime,
) -> None:
    """Type a sheet in after the next meeting; that of this week is in early, or still to come."""
    comes_at = max(row.closes_at for row, _ in practiced) + _AFTER_THE_MEETING
    if comes_at > now and person.given == story.SHEET_ON_DESK:
        return
    turns: Counter[tuple[int, date]] = Counter()
    lines = []
    for row, practice in practiced:
        day = row.id, practice.practiced_on
        key = key_of_line(row.public_id, practice.practiced_on, turns[day])
        turns[day] += 1
        lines.append(PaperLine(key=key, about=row, practice=practice))
    type_practice_paper(db, by(min(comes_at, now)), practiced[0][0], lines)


def _practices(
    row: Assignment, person: story.DemoPerson, number: int, now: datetime, zone: ZoneInfo
) -> Iterator[tuple[datetime, Practice]]:
    end = min(row.closes_at, now)
    times = round(row.times_per_week * person.share)
    gap = (end - row.opens_at) / (times + 1)
    for turn in range(times):
        at = row.opens_at + gap * (turn + 1)
        tension = 7 - (turn + number) % 4
        is_last = turn == times - 1 and end == now
        # On paper there is no place for a note.
        note = person.note if is_last and person.medium is Medium.PORTAL else ""
        practice = Practice(
            practiced_on=at.astimezone(zone).date(),
            minutes=max(row.minutes - turn % 3, 1),
            before=tension,
            after=tension + 1 if person.felt_worse and is_last else max(tension - 2, 0),
            has_stepped_down=turn % 4 == 3,
            felt_worse=person.felt_worse and is_last and number % 5 == 0,
            note=note,
            is_note_shared=bool(note),
        )
        yield at, practice
