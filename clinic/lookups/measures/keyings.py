"""Who typed what of a questionnaire, and what was mended after it was in."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.measures.keyings import KeyingTurn
from clinic.models.keyings import Keying
from clinic.models.measures import Administration, Correction


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
