"""The typing desk: which paper is still to be typed in, and one questionnaire as it was keyed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.enrollments import CohortStatus, Medium
from clinic.domain.instruments import Instrument, Item
from clinic.domain.keying import KeyingTurn, differing
from clinic.domain.name_order import folded
from clinic.models import programs as rows
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment, taking_part
from clinic.models.keyings import Keying
from clinic.models.measures import Administration, Correction
from clinic.models.names import by_letters, by_name
from clinic.models.risk import RiskCase
from clinic.queries.clients import full_name
from clinic.queries.content import find_instrument, instrument_of
from clinic.queries.scope import cohort_ids


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One questionnaire that is expected on paper, or that waits for a second keying."""

    administration_id: str
    name: str
    code: str
    # the client's, which some cohorts print instead of the name
    cohort_name: str
    zone: str
    instrument: Instrument
    occasion: str
    opens_at: datetime
    closes_at: datetime
    first_keyed_by: str | None
    # None where nobody keyed it yet
    is_keyed_twice: bool

    @property
    def is_keyed(self) -> bool:
        """Whether one hand typed it in, and another is waited for."""
        return self.first_keyed_by is not None


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on the desk, person by person as paper is handed in, or one measure of it."""

    lines: tuple[DeskLine, ...]
    pile: str
    # the key of the one measure that was chosen, or empty
    piles: tuple[tuple[str, str, int], ...]
    # key, short name and number of each measure

    def after(self, administration_id: str) -> DeskLine | None:
        """Give what follows in the pile, from its beginning again after its end."""
        keys = [line.administration_id for line in self.lines]
        at = keys.index(administration_id) + 1 if administration_id in keys else 0
        turned = (*self.lines[at:], *self.lines[:at])
        return next(
            (
                line
                for line in turned
                if not line.is_keyed and line.administration_id != administration_id
            ),
            None,
        )


@dataclass(frozen=True, slots=True)
class KeyingPage:
    """One questionnaire of one person, with what was keyed of it so far."""

    administration: Administration
    instrument: Instrument
    keyings: Mapping[KeyingTurn, Keying]

    @property
    def client(self) -> Client:
        """Give whose paper it is."""
        return self.administration.enrollment.client

    @property
    def name(self) -> str:
        """Name whose paper it is."""
        return full_name(self.client)

    @property
    def first(self) -> Keying | None:
        """Give the first keying, which a second hand does not see."""
        return self.keyings.get(KeyingTurn.FIRST)

    @property
    def second(self) -> Keying | None:
        """Give the second keying."""
        return self.keyings.get(KeyingTurn.SECOND)

    @property
    def differing(self) -> tuple[Item, ...]:
        """List the questions on which the two keyings do not agree."""
        if self.first is None or self.second is None:
            return ()
        return differing(self.instrument, self.first.codes, self.second.codes)


def typing_desk(db: Db, reader: Reader, now: datetime, pile: str = "") -> Desk:
    """Give what is open, or was, and not yet in, of the people who answer on paper."""
    found = _out_on_paper(db, reader, now)
    hands = _hands(db, [row.id for row in found])
    lines = [
        _line(row, instrument, hands.get(row.id, {}))
        for row in found
        if (instrument := find_instrument(row.instrument)) and instrument.items
    ]
    counts = Counter((line.instrument.key, line.instrument.short_name) for line in lines)
    return Desk(
        tuple(line for line in lines if pile in ("", line.instrument.key)),
        pile,
        tuple(
            (key, name, count)
            for (key, name), count in sorted(counts.items(), key=lambda one: folded(one[0][1]))
        ),
    )


def keying_page(db: Db, reader: Reader, public_id: str) -> KeyingPage | None:
    """Give one questionnaire to type in; `None` where it has no questions to type."""
    row = db.scalars(
        select(Administration)
        .join(Administration.enrollment)
        .where(Administration.public_id == public_id, Enrollment.cohort_id.in_(cohort_ids(reader)))
        .options(
            joinedload(Administration.instrument),
            contains_eager(Administration.enrollment).options(
                joinedload(Enrollment.client), joinedload(Enrollment.cohort)
            ),
        )
    ).one()
    instrument = instrument_of(row.instrument)
    if not instrument.items:
        return None
    return KeyingPage(row, instrument, keyings_of(db, row))


def keyings_of(db: Db, administration: Administration) -> dict[KeyingTurn, Keying]:
    """Give who typed what, of an administration that whoever asks has already been given."""
    found = (
        select(Keying)
        .where(Keying.administration_id == administration.id)
        .options(joinedload(Keying.account))
    )
    return {row.turn: row for row in db.scalars(found)}


def corrections_of(db: Db, administration: Administration) -> list[Correction]:
    """Give what was mended after it was in, of an administration that was already given."""
    found = (
        select(Correction)
        .where(Correction.administration_id == administration.id)
        .options(joinedload(Correction.account))
        .order_by(Correction.id)
    )
    return list(db.scalars(found))


def open_case_of(db: Db, administration: Administration) -> RiskCase | None:
    """Find the case that an answer opened, of an administration that was already given."""
    return db.scalar(
        select(RiskCase)
        .where(RiskCase.administration_id == administration.id, RiskCase.closed_at.is_(None))
        .order_by(RiskCase.id)
        .limit(1)
    )


def _out_on_paper(db: Db, reader: Reader, now: datetime) -> Sequence[Administration]:
    keyed = exists().where(Keying.administration_id == Administration.id)
    return db.scalars(
        select(Administration)
        .join(Administration.enrollment)
        .join(Enrollment.client)
        .join(Enrollment.cohort)
        .join(Administration.instrument)
        .where(
            Enrollment.cohort_id.in_(cohort_ids(reader)),
            Cohort.status == CohortStatus.OPEN,
            taking_part(now),
            Administration.finished_at.is_(None),
            Administration.refused_at.is_(None),
            Administration.opens_at <= now,
            rows.Instrument.source != "",
            or_(Client.medium == Medium.PAPER, keyed),
        )
        .options(
            contains_eager(Administration.enrollment).options(
                contains_eager(Enrollment.client), contains_eager(Enrollment.cohort)
            ),
            contains_eager(Administration.instrument),
        )
        .order_by(
            by_letters(Cohort.name),
            Cohort.id,
            *by_name(),
            Administration.closes_at,
            Administration.id,
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
        administration_id=row.public_id,
        name=full_name(place.client),
        code=place.client.code,
        cohort_name=place.cohort.name,
        zone=place.cohort.time_zone,
        instrument=instrument,
        occasion=row.occasion,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        first_keyed_by=hands.get(KeyingTurn.FIRST),
        is_keyed_twice=KeyingTurn.SECOND in hands,
    )
