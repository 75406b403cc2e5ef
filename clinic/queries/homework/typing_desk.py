"""The typing desk: which paper is still to be typed in, person by person, and what comes next."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import CohortStatus, Medium
from clinic.domain.measures.instruments import Instrument
from clinic.domain.measures.keyings import KeyingTurn
from clinic.domain.name_order import folded
from clinic.lookups.people.names import full_name
from clinic.lookups.programs.content import find_instrument
from clinic.models import programs as rows
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment, taking_part
from clinic.models.keyings import Keying
from clinic.models.measures import Administration
from clinic.queries.homework.practice_papers import open_papers
from clinic.queries.scope import is_open_place

PRACTICE = "practice"
"""The pile of sheets of home practice, beside those of the measures, which go by their keys."""

PersonOrder = tuple[str, str, str, int]
"""By what papers lie person by person: group, name, family name, and the one row of a person."""


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One paper that is expected, or that waits for a second keying.

    It is a questionnaire, or without an instrument a week of home practice.
    """

    key: str
    """The public id of the administration, or of the first practice of the week."""
    person: str
    """The public id of the place."""
    name: str
    code: str
    """The client's, which some cohorts print instead of the name."""
    cohort_name: str
    zone: str
    instrument: Instrument | None
    occasion: str
    first_on: date
    closes_at: datetime
    first_keyed_by: str | None
    """None where nobody keyed it yet."""
    is_keyed_twice: bool
    order: tuple[str, str, str, int, datetime, int]

    @property
    def is_keyed(self) -> bool:
        """Whether one hand typed it in, and another is waited for."""
        return self.first_keyed_by is not None

    @property
    def pile(self) -> str:
        """Name the pile in which it lies."""
        return self.instrument.key if self.instrument else PRACTICE


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on the desk, person by person as paper is handed in, or one pile of it."""

    lines: tuple[DeskLine, ...]
    pile: str
    """The key of the one measure that was chosen, or empty."""
    piles: tuple[tuple[str, str, int], ...]
    """Key, short name and number of each; the name of the sheets of home practice is empty."""

    def after(self, key: str, person: str = "", place: Enrollment | None = None) -> DeskLine | None:
        """Give what follows: first what else is open of the same person, then the next person.

        After the end it goes on from the beginning. `place` says where a person stands whose paper
        lay on no desk, as that of a sheet; it has its client and its cohort with it.
        """
        keys = [line.key for line in self.lines]
        at = keys.index(key) + 1 if key in keys else 0
        if key not in keys and place is not None:
            order = _order(place)
            at = sum(line.order[: len(order)] <= order for line in self.lines)
        turned = [*self.lines[at:], *self.lines[:at]]
        waiting = [line for line in turned if not line.is_keyed and line.key != key]
        own = (line for line in waiting if line.person == person)
        return next(own, None) or next(iter(waiting), None)

    def find(self, key: str) -> DeskLine | None:
        """Give the line of a paper that is still to be typed in."""
        return next((line for line in self.lines if line.key == key and not line.is_keyed), None)


def typing_desk(db: Db, reader: Reader, now: datetime, pile: str = "") -> Desk:
    """Give what is open, or was, and not yet in, of the people who answer on paper."""
    found = [*_questionnaires(db, reader, now), *map(_week, open_papers(db, reader, now))]
    lines = sorted(found, key=lambda line: line.order)
    counts = Counter(
        (line.pile, line.instrument.short_name if line.instrument else "") for line in lines
    )
    return Desk(
        tuple(line for line in lines if pile in ("", line.pile)),
        pile,
        tuple(
            (key, name, count)
            for (key, name), count in sorted(counts.items(), key=lambda one: folded(one[0][1]))
        ),
    )


def _questionnaires(db: Db, reader: Reader, now: datetime) -> Iterator[DeskLine]:
    found = _out_on_paper(db, reader, now)
    hands = _hands(db, [row.id for row in found])
    for row in found:
        instrument = find_instrument(row.instrument)
        if instrument and instrument.items:
            yield _line(row, instrument, hands.get(row.id, {}))


def _out_on_paper(db: Db, reader: Reader, now: datetime) -> Sequence[Administration]:
    keyed = exists().where(Keying.administration_id == Administration.id)
    return db.scalars(
        select(Administration)
        .join(Administration.enrollment)
        .join(Enrollment.client)
        .join(Enrollment.cohort)
        .join(Administration.instrument)
        .where(
            is_open_place(reader),
            Cohort.status == CohortStatus.OPEN,
            taking_part(now),
            Administration.finished_at.is_(None),
            Administration.refused_at.is_(None),
            Administration.opens_at <= now,
            rows.InstrumentRow.source != "",
            or_(Client.medium == Medium.PAPER, keyed),
        )
        .options(
            contains_eager(Administration.enrollment).options(
                contains_eager(Enrollment.client), contains_eager(Enrollment.cohort)
            ),
            contains_eager(Administration.instrument),
        )
    ).all()


def _hands(db: Db, ids: list[int]) -> dict[int, dict[KeyingTurn, str]]:
    found = (
        select(Keying).where(Keying.administration_id.in_(ids)).options(joinedload(Keying.account))
    )
    hands: dict[int, dict[KeyingTurn, str]] = {}
    for row in db.scalars(found):
        by_turn = hands.setdefault(row.administration_id, {})
        by_turn[row.turn] = row.account.name if row.account else ""
    return hands


def _line(row: Administration, instrument: Instrument, hands: Mapping[KeyingTurn, str]) -> DeskLine:
    place = row.enrollment
    return DeskLine(
        key=row.public_id,
        person=place.public_id,
        name=full_name(place.client),
        code=place.client.code,
        cohort_name=place.cohort.name,
        zone=place.cohort.time_zone,
        instrument=instrument,
        occasion=row.occasion,
        first_on=_day(row.opens_at, place),
        closes_at=row.closes_at,
        first_keyed_by=hands.get(KeyingTurn.FIRST),
        is_keyed_twice=KeyingTurn.SECOND in hands,
        order=(*_order(place), row.closes_at, row.id),
    )


def _week(row: Assignment) -> DeskLine:
    place = row.enrollment
    return DeskLine(
        key=row.public_id,
        person=place.public_id,
        name=full_name(place.client),
        code=place.client.code,
        cohort_name=place.cohort.name,
        zone=place.cohort.time_zone,
        instrument=None,
        occasion="",
        first_on=_day(row.opens_at, place),
        closes_at=row.closes_at,
        first_keyed_by=None,
        is_keyed_twice=False,
        order=(*_order(place), row.closes_at, row.id),
    )


def _order(place: Enrollment) -> PersonOrder:
    """Say where the papers of a person lie among those of the others."""
    client = place.client
    names = (place.cohort.name, client.preferred_name, client.family_name)
    first, second, third = (folded(name) for name in names)
    return first, second, third, client.id


def _day(at: datetime, place: Enrollment) -> date:
    return at.astimezone(ZoneInfo(place.cohort.time_zone)).date()
