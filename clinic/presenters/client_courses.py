"""The courses of somebody's scores on her page: pictures, words and figures."""

from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from clinic.presenters.change_words import ChangeWords, words_of
from clinic.presenters.course_charts import course_name, draw_course, occasion_name, unverified
from clinic.presenters.numbers import figure
from clinic.queries.client_page import PlacePage
from clinic.queries.measures.measures import CourseOfScale


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


def drawn_instruments(place: PlacePage) -> tuple[DrawnInstrument, ...]:
    """Draw every course of a place, those of one instrument together."""
    found = []
    for _key, scales in groupby(place.courses, lambda course: course.instrument_id):
        main, *others = [_drawn(course, place) for course in scales]
        found.append(DrawnInstrument(main, tuple(others)))
    return tuple(found)


def _drawn(course: CourseOfScale, place: PlacePage) -> DrawnCourse:
    wide, narrow = (
        draw_course(course, place.attendance, place.zone, width, place.notes)
        if course.baseline is not None
        else None
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
