"""The scores of a study, person by person over time, and the pairs that are taken from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clinic.domain.errors import Refused
from clinic.domain.measures.score_files import EVENT, ScoreColumns, ScoreFileRow, read_scores
from clinic.domain.measures.table_cells import TableReading, plain_label
from clinic.domain.measures.table_files import Remark, TableFault, TableFileError
from clinic.domain.measures.time_order import is_number, natural
from clinic.domain.outcomes.pairs import NotComputable, Pair
from clinic.domain.text import N_

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
    is_ordered: bool = True
    """False where the names of the times do not tell which came first."""
    remarks: tuple[Remark, ...] = ()

    @property
    def groups(self) -> tuple[str, ...]:
        """List the arms by their names."""
        return tuple(sorted({c.group for c in self.courses if c.group is not None}, key=natural))

    def check_time(self, option: str, time: str) -> str:
        """Give a time as the study names it; refuse one that it does not have."""
        found = plain_label(time)
        if found not in self.times:
            message = N_("%(option)s %(time)s: no row has that time; there are %(known)s")
            known = ", ".join(self.times[:20])
            raise Refused(message, {"option": option, "time": time, "known": known})
        return found

    def check_order(self, pre: str, post: str) -> None:
        """Refuse times of which the second is not after the first, where that can be told."""
        if pre == post:
            raise Refused(N_("--pre and --post are both %(time)s."), {"time": pre})
        if self.is_ordered and self.times.index(pre) > self.times.index(post):
            message = N_("--pre %(pre)s lies after --post %(post)s.")
            raise Refused(message, {"pre": pre, "post": post})

    def check_told(self) -> None:
        """Refuse what needs every time in its order where nothing tells the order."""
        if not self.is_ordered:
            message = N_(
                "The names of the times do not tell their order: %(known)s. Say it with --times,"
                " the first first."
            )
            raise Refused(message, {"known": ", ".join(self.times[:20])})

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
        return Study(courses, span, self.is_ordered, self.remarks)

    def first_and_last(self, fewest: int) -> list[Pair]:
        """Take the first and the last score of everybody who has so many."""
        found = []
        for course in self.courses:
            seen = [course.scores[time] for time in self.times if time in course.scores]
            if len(seen) >= fewest:
                found.append(Pair(course.subject, seen[0], seen[-1], course.group))
        return found

    def carried_forward(self, pre: str, post: str) -> list[Pair] | NotComputable:
        """Take everybody who has a first score; who lacks the second keeps the last before it."""
        if not self.is_ordered:
            return NotComputable(
                N_("the names of the times do not tell their order, which --times says")
            )
        span = self._span(pre, post)
        found = []
        for course in self.courses:
            seen = [course.scores[time] for time in span if time in course.scores]
            if pre in course.scores:
                found.append(Pair(course.subject, seen[0], seen[-1], course.group))
        return found

    def _span(self, pre: str, post: str) -> tuple[str, ...]:
        return self.times[self.times.index(pre) : self.times.index(post) + 1]


def read_study(
    text: str,
    columns: ScoreColumns,
    *,
    pre: str,
    post: str,
    times: Sequence[str] | None = None,
    reading: TableReading | None = None,
) -> Study:
    """Read a study from a CSV with one row a person and time; raise `TableFileError`.

    `times` says the order of times that are words. Of a REDCap export, whose events are words, the
    two that are asked for are enough.
    """
    ends = (plain_label(pre), plain_label(post))
    if columns.time == EVENT and times is None:
        times = ends
    file = read_scores(text, columns, times=times, reading=reading)
    if times is None:
        _refuse_mixed_times(file.rows, columns.time)
    scores: dict[str, dict[str, float]] = {}
    groups: dict[str, str | None] = {}
    for row in file.rows:
        groups[row.subject] = row.group
        course = scores.setdefault(row.subject, {})
        if row.value is not None:
            course[row.occasion] = row.value
    courses = tuple(Course(name, groups[name], found) for name, found in scores.items())
    if file.order is None and set(file.occasions) == set(ends):
        return Study(courses, ends, remarks=file.remarks)
    return Study(courses, file.occasions, file.order is not None, file.remarks)


def _refuse_mixed_times(rows: Sequence[ScoreFileRow], column: str) -> None:
    found = sorted(rows, key=lambda row: row.row)
    are_numbers = [is_number(row.occasion) for row in found]
    if any(are_numbers) and not all(are_numbers):
        # The rarer kind is the likelier slip.
        is_slip = sum(are_numbers) * 2 < len(found)
        row = found[are_numbers.index(is_slip)]
        other = next(r for r, number in zip(found, are_numbers, strict=True) if number != is_slip)
        message = N_(
            "The times are mixed, numbers and words: %(time)s here, %(other)s in row %(row)s."
        )
        params = {"time": row.occasion, "other": other.occasion, "row": other.row}
        raise TableFileError([TableFault(row.row, column, message, params)])
