"""A cohort in numbers, by keys and without names, for the report to the service."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import AttendanceMark, SessionStatus
from clinic.domain.measures.instruments import Instrument, Scale
from clinic.domain.name_order import folded
from clinic.domain.outcomes.pooling import MOST_GROUPS, places_counted, pooled, shows_change
from clinic.domain.outcomes.releases import Releases
from clinic.domain.outcomes.reports import CohortFigures, GroupScores, Member, cohort_figures
from clinic.domain.outcomes.talking_therapies import Services, services_of
from clinic.domain.programs.programs import Program, SessionKind
from clinic.lookups.groups.completion import BEGAN, standings_in
from clinic.lookups.measures.norms import Norms, clinic_norms
from clinic.lookups.outcomes.releases import releases_of
from clinic.lookups.people.consents import withdrawn_places
from clinic.lookups.programs.content import instrument_of, program_of
from clinic.models import programs as rows
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Attendance, Enrollment
from clinic.models.measures import Administration, ScoreRow
from clinic.models.sessions import GroupSession
from clinic.queries.scope import cohort_ids

_Found = tuple[Administration, str, float]


@dataclass(frozen=True, slots=True)
class CohortReport:
    """A cohort with its figures as they may leave the clinic, and the scores behind them."""

    group: "Group"
    figures: CohortFigures
    told: tuple[tuple[int, str, float], ...]
    """Administration, scale and value of every score that went in."""
    releases: Releases
    """What left before, and what this one tells."""
    beside: tuple[Cohort, ...] = ()
    """The groups that are counted together with it, the newest first."""

    @property
    def cohort(self) -> Cohort:
        """Of whom it tells."""
        return self.group.cohort

    @property
    def program(self) -> str:
        """What they took part in."""
        return self.group.program.title


@dataclass(frozen=True, slots=True)
class Told:
    """One scale of a questionnaire across a cohort, and the scores that went in."""

    row: rows.InstrumentRow
    instrument: Instrument
    scores: GroupScores
    administrations: tuple[tuple[int, int, float], ...]
    """Whose place, which administration, and the value."""

    def without(self, places: Collection[int]) -> "Told":
        """Give the scale without the scores of these people."""
        values = {key: own for key, own in self.scores.values.items() if key not in places}
        asked = {occasion for own in values.values() for occasion in own}
        occasions = tuple(one for one in self.scores.occasions if one in asked)
        scores = replace(self.scores, values=values, occasions=occasions)
        left = tuple(one for one in self.administrations if one[0] not in places)
        return replace(self, scores=scores, administrations=left)

    @property
    def is_main(self) -> bool:
        """Whether it is the scale that stands for its instrument."""
        return self.scores.scale.key == self.instrument.main.key


@dataclass(frozen=True, slots=True)
class Group:
    """A cohort as its figures are made from it."""

    cohort: Cohort
    program: Program
    held: int
    members: tuple[Member, ...]
    scales: tuple[Told, ...]
    """The main ones first."""

    def as_it_leaves(self, db: Db) -> "Group":
        """Give the group without whoever has taken her agreement back, as outside it is told of."""
        out = frozenset(db.scalars(withdrawn_places()))
        members = tuple(member for member in self.members if member.key not in out)
        return replace(self, members=members, scales=tuple(one.without(out) for one in self.scales))

    def figures(
        self, *, is_inside: bool, is_main_only: bool = False, releases: Releases | None = None
    ) -> CohortFigures:
        """Compute the figures of all scales, in their order, beside what has left before."""
        scales = [one.scores for one in self.scales if one.is_main or not is_main_only]
        return cohort_figures(
            self.members,
            self.held,
            self.program.completer_at_least,
            scores=scales,
            is_inside=is_inside,
            counts_make_ups=self.program.counts_make_ups,
            releases=releases,
        )

    def services(self, *, is_inside: bool, releases: Releases | None = None) -> Services | None:
        """Count what NHS Talking Therapies would, where both of its measures were asked."""
        scores = {one.instrument.key: one.scores for one in reversed(self.scales) if one.is_main}
        return services_of(self.members, scores, is_inside=is_inside, releases=releases)


def cohort_report(
    db: Db, reader: Reader, cohort_id: str, now: datetime, *, pools: bool = False
) -> CohortReport:
    """Give the figures of one of the reader's cohorts as they may leave the clinic.

    With `pools`, earlier groups of the same program are counted together with it until there is a
    change to show, or no further group.
    """
    groups = [read_group(db, reader, cohort_id, now).as_it_leaves(db)]
    report = _report(db, groups)
    earlier = _earlier(db, reader, groups[0].cohort) if pools else ()
    for one in earlier:
        if shows_change(report.figures):
            break
        group = read_group(db, reader, one, now).as_it_leaves(db)
        if group.program.completer_at_least == groups[0].program.completer_at_least:
            groups.append(group)
            report = _report(db, groups)
    return report


def _report(db: Db, groups: Sequence[Group]) -> CohortReport:
    group = groups[0] if len(groups) == 1 else _pooled(db, groups)
    told = tuple(
        (administration, one.scores.scale.key, value)
        for one in group.scales
        if one.is_main
        for _place, administration, value in one.administrations
    )
    cohorts = [one.cohort for one in groups]
    releases = releases_of(db, *cohorts)
    figures = group.figures(is_inside=False, is_main_only=True, releases=releases)
    return CohortReport(group, figures, told, releases, tuple(cohorts[1:]))


def _earlier(db: Db, reader: Reader, cohort: Cohort) -> Sequence[str]:
    found = (
        select(Cohort.public_id)
        .join(Cohort.program)
        .where(
            Cohort.id.in_(cohort_ids(reader)),
            Cohort.id != cohort.id,
            Cohort.first_on <= cohort.first_on,
            rows.ProgramRow.slug == cohort.program.slug,
        )
    )
    newest_first = found.order_by(Cohort.first_on.desc(), Cohort.id.desc())
    return db.scalars(newest_first.limit(MOST_GROUPS - 1)).all()


def _pooled(db: Db, groups: Sequence[Group]) -> Group:
    ids = [member.key for group in groups for member in group.members]
    places = select(Enrollment.id, Enrollment.client_id).where(Enrollment.id.in_(ids))
    people = {row.id: row.client_id for row in db.execute(places)}
    counted = places_counted([{m.key: people[m.key] for m in g.members} for g in groups])
    left = frozenset(ids) - frozenset(counted)
    scales: dict[str, list[Told]] = {}
    for group in groups:
        for one in group.scales:
            scales.setdefault(one.scores.about, []).append(one.without(left))
    return replace(
        groups[0],
        held=max(group.held for group in groups),
        members=tuple(m for group in groups for m in group.members if m.key not in left),
        scales=tuple(
            replace(
                same[0],
                scores=pooled([one.scores for one in same]),
                administrations=tuple(row for one in same for row in one.administrations),
            )
            for same in scales.values()
        ),
    )


def read_group(db: Db, reader: Reader, cohort_id: str, now: datetime) -> Group:
    """Give one of the reader's cohorts with who came how often and everybody's scores."""
    cohort = db.scalars(
        select(Cohort)
        .where(Cohort.public_id == cohort_id, Cohort.id.in_(cohort_ids(reader)))
        .options(joinedload(Cohort.program))
    ).one()
    has_somebody = exists().where(
        Attendance.group_session_id == GroupSession.id,
        Attendance.mark.in_([mark for mark in AttendanceMark if mark.counts]),
    )
    # One under way counts with whoever is marked as there: nobody comes to more than were held.
    regular = select(or_(GroupSession.ends_at <= now, has_somebody), GroupSession.ends_at).where(
        GroupSession.cohort_id == cohort.id,
        GroupSession.kind == SessionKind.REGULAR,
        GroupSession.status != SessionStatus.CANCELLED,
    )
    found = db.execute(regular).all()
    held = sum(bool(is_held) for is_held, _ends_at in found)
    has_ended = all(ends_at <= now for _is_held, ends_at in found)
    members = _members(db, cohort, now)
    scales = tuple(_scales(db, cohort, has_ended=has_ended))
    return Group(cohort, program_of(cohort.program), held, members, scales)


def _members(db: Db, cohort: Cohort, now: datetime) -> tuple[Member, ...]:
    """Give everybody who began, with the sessions that count as the cohort's page counts them."""
    standing = standings_in(db, cohort, now)
    return tuple(Member(place, one.counted) for place, one in sorted(standing.items()))


def _scales(db: Db, cohort: Cohort, *, has_ended: bool) -> list[Told]:
    found = db.execute(
        select(Administration, ScoreRow.scale, ScoreRow.value)
        .join(Administration.enrollment)
        .join(Administration.group_session)
        .join(
            ScoreRow,
            and_(ScoreRow.administration_id == Administration.id, ScoreRow.value.is_not(None)),
        )
        .where(Enrollment.cohort_id == cohort.id, Enrollment.status.in_(BEGAN))
        .options(joinedload(Administration.instrument))
        .order_by(GroupSession.starts_at, Administration.opens_at, Administration.id)
    ).all()
    by_instrument: dict[int, list[_Found]] = defaultdict(list)
    for row, scale, value in found:
        if value is not None:
            by_instrument[row.instrument_id].append((row, scale, value))
    norms = clinic_norms(db) if by_instrument else {}
    scales = [
        _scale(fillings, scale, norms, has_ended)
        for fillings in by_instrument.values()
        for scale in instrument_of(fillings[0][0].instrument).scales
    ]
    return sorted(scales, key=lambda one: (not one.is_main, folded(one.instrument.short_name)))


def _scale(found: Sequence[_Found], scale: Scale, norms: Norms, has_ended: bool) -> Told:
    stored = found[0][0].instrument
    instrument = instrument_of(stored)
    values: dict[int, dict[str, float]] = defaultdict(dict)
    occasions: dict[str, None] = {}
    administrations = []
    for row, key, value in found:
        if key == scale.key:
            # In the order of their latest: whoever leaves is asked early what ends the program.
            occasions.pop(row.occasion, None)
            occasions[row.occasion] = None
            values[row.enrollment_id][row.occasion] = value
            administrations.append((row.enrollment_id, row.id, value))
    own = norms.get((stored.key, scale.key))
    scores = GroupScores(
        name=instrument.short_name,
        scale=scale,
        occasions=tuple(occasions),
        values=values,
        own_norm=own,
        key_source=instrument.key_source,
        has_ended=has_ended,
    )
    return Told(stored, instrument, scores, tuple(administrations))
