"""One questionnaire as it was keyed from paper, with who keyed and mended it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.measures.instruments import Instrument, Item
from clinic.domain.measures.keyings import KeyingTurn, differing
from clinic.lookups.measures.keyings import keyings_of
from clinic.lookups.people.names import full_name
from clinic.lookups.programs.content import instrument_of
from clinic.models.clients import Client
from clinic.models.enrollments import Enrollment
from clinic.models.keyings import Keying
from clinic.models.measures import Administration
from clinic.queries.scope import is_open_place


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
        of_first, of_second = (
            keying.codes_of(self.instrument) for keying in (self.first, self.second)
        )
        return differing(self.instrument, of_first, of_second)


def keying_page(db: Db, reader: Reader, public_id: str) -> KeyingPage | None:
    """Give one questionnaire to type in; `None` where it has no questions to type."""
    row = db.scalars(
        select(Administration)
        .join(Administration.enrollment)
        .where(Administration.public_id == public_id, is_open_place(reader))
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
