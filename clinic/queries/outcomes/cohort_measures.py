"""Reading a cohort's results, scale by scale, for those who work with the people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.groups.cohort_views import CohortView
from clinic.domain.name_order import folded
from clinic.domain.outcomes.reports import (
    CohortFigures,
    MeasureFigures,
    PersonChange,
    changes_of,
)
from clinic.domain.outcomes.talking_therapies import Services
from clinic.lookups.outcomes.releases import releases_of
from clinic.lookups.people.names import names_in
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.measures import ScoreImport
from clinic.models.practice import PracticeEntry
from clinic.queries.outcomes.cohort_reports import Group, Told, read_group


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person with both scores, and how much of the program she came to and practiced."""

    number: int
    """As it stands in the drawing."""
    name: str
    """Empty where nobody is to be told apart."""
    client_id: str
    change: PersonChange
    attended: int
    minutes: int


@dataclass(frozen=True, slots=True)
class ScoreFileLine:
    """A file of scores that was read into the cohort."""

    public_id: str
    file_name: str
    imported_at: datetime
    people: int
    scores: int
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class CohortMeasures:
    """One scale across a cohort, and what can be chosen beside it."""

    cohort: Cohort
    view: CohortView
    choices: tuple[Told, ...]
    """The main scale of every instrument."""
    scales: tuple[Told, ...]
    """Those of the chosen instrument."""
    chosen: Told | None
    figures: CohortFigures
    measure: MeasureFigures | None
    people: tuple[PersonLine, ...]
    services: Services | None
    files: tuple[ScoreFileLine, ...] = ()


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    client_id: str
    minutes: int


def cohort_measures(
    db: Db,
    reader: Reader,
    cohort_id: str,
    now: datetime,
    view: CohortView,
    chosen: tuple[str, str],
) -> CohortMeasures:
    """Give one scale of one of the reader's cohorts; an unknown one shows the first with scores.

    `chosen` are the keys of the instrument and of its scale.
    """
    group = read_group(db, reader, cohort_id, now)
    if not view.is_inside:
        group = group.as_it_leaves(db)
    told = _chosen(group.scales, *chosen)
    releases = None if view.is_inside else releases_of(db, group.cohort)
    figures = group.figures(is_inside=view.is_inside, releases=releases)
    measure = figures.measures[group.scales.index(told)] if told else None
    people = _people_of(db, group.cohort)
    return CohortMeasures(
        cohort=group.cohort,
        view=view,
        choices=tuple(one for one in group.scales if one.is_main),
        scales=tuple(one for one in group.scales if told and one.row is told.row),
        chosen=told,
        figures=figures,
        measure=measure,
        people=tuple(_lines(group, told, measure, people, view)) if told and measure else (),
        services=group.services(is_inside=view.is_inside, releases=releases),
        files=_files_of(db, group.cohort) if view.has_names else (),
    )


def _files_of(db: Db, cohort: Cohort) -> tuple[ScoreFileLine, ...]:
    found = db.execute(
        select(
            ScoreImport.public_id,
            ScoreImport.file_name,
            ScoreImport.imported_at,
            ScoreImport.people,
            ScoreImport.scores,
            ScoreImport.undone_at,
        )
        .where(ScoreImport.cohort_id == cohort.id)
        .order_by(ScoreImport.id)
    )
    return tuple(ScoreFileLine(*row) for row in found)


def _chosen(scales: Sequence[Told], key: str, scale: str) -> Told | None:
    named = [one for one in scales if one.row.key == key]
    exact = [one for one in named if one.scores.scale.key == scale]
    return next(iter((*exact, *named, *scales)), None)


def _people_of(db: Db, cohort: Cohort) -> dict[int, _Person]:
    minutes = (
        select(func.coalesce(func.sum(PracticeEntry.minutes), 0))
        .join(Assignment, PracticeEntry.assignment_id == Assignment.id)
        .where(Assignment.enrollment_id == Enrollment.id)
        .scalar_subquery()
    )
    found = db.execute(
        select(Enrollment.id, Client.public_id, minutes)
        .join(Client, Enrollment.client_id == Client.id)
        .where(Enrollment.cohort_id == cohort.id)
    )
    names = names_in(db, [cohort.id])
    return {key: _Person(names[key], client_id, practiced) for key, client_id, practiced in found}


def _lines(
    group: Group,
    told: Told,
    measure: MeasureFigures,
    people: Mapping[int, _Person],
    view: CohortView,
) -> list[PersonLine]:
    """List everybody who has both scores: by name, or by the first score where names are hidden."""
    if measure.span is None:
        return []
    attended = {member.key: member.attended for member in group.members}
    changes = changes_of(told.scores, attended.keys(), measure.span, carries=False)
    if not view.may_show(len(changes)):
        return []
    if view.has_names:
        changes.sort(key=lambda one: folded(people[one.key].name))
    else:
        # In no order that another list has: two lists side by side would name everybody.
        changes.sort(key=lambda one: (one.change.before, one.change.after))
    return [
        PersonLine(
            number,
            people[one.key].name if view.has_names else "",
            people[one.key].client_id if view.has_names else "",
            one,
            attended[one.key],
            people[one.key].minutes,
        )
        for number, one in enumerate(changes, start=1)
    ]
