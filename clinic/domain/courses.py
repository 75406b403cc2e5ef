"""The scores of a study, person by person over time, and the pairs that are taken from them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clinic.domain.errors import Refused
from clinic.domain.instruments import Direction
from clinic.domain.pairs import Pair
from clinic.domain.score_files import (
    MeasureColumn,
    ScoreFault,
    ScoreFileError,
    ScoreRow,
    read_scores,
)
from clinic.domain.text import N_

_NUMBER = re.compile(r"[+-]?[0-9]{1,9}([.][0-9]{1,9})?")

LARGEST = 1e9
"""No questionnaire scores beyond this; what does is another column than was meant."""


@dataclass(frozen=True)
class Course:
    """One person's scores by time, the missing ones left out."""

    subject: str
    group: str | None
    scores: Mapping[str, float]


@dataclass(frozen=True)
class Study:
    """Everybody's scores on one measure, and the times in their order."""

    courses: tuple[Course, ...]
    times: tuple[str, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """List the arms, in the order in which they first appear."""
        return tuple(dict.fromkeys(c.group for c in self.courses if c.group is not None))

    def check_time(self, option: str, time: str) -> str:
        """Give a time as the study names it; refuse one that it does not have."""
        found = _plain(time)
        if found not in self.times:
            message = N_("%(option)s %(time)s: no row has that time; there are %(known)s")
            known = ", ".join(self.times[:20])
            raise Refused(message, {"option": option, "time": time, "known": known})
        return found

    def check_order(self, pre: str, post: str) -> None:
        """Refuse times of which the second is not after the first, where that can be told."""
        if pre == post:
            raise Refused(N_("--pre and --post are both %(time)s."), {"time": pre})
        before, after = _number(pre), _number(post)
        if before is not None and after is not None and before > after:
            message = N_("--pre %(pre)s lies after --post %(post)s.")
            raise Refused(message, {"pre": pre, "post": post})

    def pairs(self, pre: str, post: str) -> list[Pair]:
        """Take everybody who has a score at both times."""
        return [
            Pair(course.subject, course.scores[pre], course.scores[post], course.group)
            for course in self.courses
            if pre in course.scores and post in course.scores
        ]

    def between(self, pre: str, post: str) -> "Study":
        """Keep the times from one to another."""
        span = self._span(pre, post)
        courses = tuple(
            Course(
                course.subject,
                course.group,
                {time: course.scores[time] for time in span if time in course.scores},
            )
            for course in self.courses
        )
        return Study(courses, span)

    def first_and_last(self, fewest: int) -> list[Pair]:
        """Take the first and the last score of everybody who has so many."""
        found = []
        for course in self.courses:
            seen = [course.scores[time] for time in self.times if time in course.scores]
            if len(seen) >= fewest:
                found.append(Pair(course.subject, seen[0], seen[-1], course.group))
        return found

    def carried_forward(self, pre: str, post: str) -> list[Pair]:
        """Take everybody who has a first score; who lacks the second keeps the last before it."""
        span = self._span(pre, post)
        found = []
        for course in self.courses:
            seen = [course.scores[time] for time in span if time in course.scores]
            if pre in course.scores:
                found.append(Pair(course.subject, seen[0], seen[-1], course.group))
        return found

    def _span(self, pre: str, post: str) -> tuple[str, ...]:
        start, end = self.times.index(pre), self.times.index(post)
        # Times in words stand in the order of the file, which need not be that of the calendar.
        return self.times[start : end + 1] or (pre, post)


def read_study(text: str, *, subject: str, time: str, value: str, group: str | None) -> Study:
    """Read a study from a CSV with one row a person and time; raise `ScoreFileError`."""
    # Which end is better is no matter of reading.
    column = MeasureColumn(value, value, -LARGEST, LARGEST, Direction.HIGHER)
    file = read_scores(text, subject=subject, time=time, columns=[column], group=group)
    _refuse_mixed_times(file.rows, time)
    _refuse_one_time_twice(file.rows, subject)
    scores: dict[str, dict[str, float]] = {}
    groups: dict[str, str | None] = {}
    for row in file.rows:
        groups[row.subject] = row.group
        course = scores.setdefault(row.subject, {})
        if row.value is not None:
            course[_plain(row.occasion)] = row.value
    courses = tuple(Course(name, groups[name], found) for name, found in scores.items())
    return Study(courses, _in_order(file.rows))


def _number(time: str) -> float | None:
    return float(time) if _NUMBER.fullmatch(time) else None


def _plain(time: str) -> str:
    """Write a number in one way, so that 1 and 1.0 are one time."""
    number = _number(time)
    return time if number is None else f"{number:g}"


def _refuse_mixed_times(rows: Sequence[ScoreRow], column: str) -> None:
    is_number = [_number(row.occasion) is not None for row in rows]
    if any(is_number) and not all(is_number):
        # The rarer kind is the likelier slip.
        is_slip = sum(is_number) * 2 < len(rows)
        row = rows[is_number.index(is_slip)]
        other = next(r for r, number in zip(rows, is_number, strict=True) if number != is_slip)
        message = N_(
            "The times are mixed, numbers and words: %(time)s here, %(other)s in row %(row)s."
        )
        params = {"time": row.occasion, "other": other.occasion, "row": other.row}
        raise ScoreFileError([ScoreFault(row.row, column, message, params)])


def _refuse_one_time_twice(rows: Sequence[ScoreRow], column: str) -> None:
    """Refuse 1 and 1.0 of one person, which reading took for two times."""
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        place = first.setdefault((row.subject, _plain(row.occasion)), row.row)
        if place != row.row:
            message = N_("%(subject)s at %(time)s stands already in row %(first)s.")
            params = {"subject": row.subject, "time": row.occasion, "first": place}
            raise ScoreFileError([ScoreFault(row.row, column, message, params)])


def _in_order(rows: Sequence[ScoreRow]) -> tuple[str, ...]:
    times = tuple(dict.fromkeys(_plain(row.occasion) for row in rows))
    return tuple(sorted(times, key=float)) if all(_number(t) is not None for t in times) else times
