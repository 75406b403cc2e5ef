"""Reading the clinic's own norms, which come before published ones."""

from collections.abc import Mapping

from sqlalchemy import Select, select

from clinic.db import Db
from clinic.domain.outcomes.change import Distribution
from clinic.domain.outcomes.readings import OwnNorm
from clinic.lookups.statements import kept, ones_of
from clinic.models.readings import ClinicNorm

Norms = Mapping[tuple[str, str], OwnNorm]
"""By the key of the instrument and of its scale."""


def clinic_norms(db: Db) -> Norms:
    """Give every norm of the clinic's own; they tell of no person."""
    return {(row.instrument_key, row.scale): norm_of(row) for row in ones_of(db, _norms())}


@kept
def _norms() -> Select[ClinicNorm]:
    return select(ClinicNorm)


def find_norm(db: Db, instrument_key: str, scale: str) -> ClinicNorm | None:
    """Find the clinic's own norm of one scale."""
    return db.scalars(
        select(ClinicNorm).where(
            ClinicNorm.instrument_key == instrument_key, ClinicNorm.scale == scale
        )
    ).one_or_none()


def norm_of(row: ClinicNorm) -> OwnNorm:
    """Give a stored norm as the rules take it."""
    functional = None
    if row.functional_mean is not None and row.functional_sd is not None:
        functional = Distribution(row.functional_mean, row.functional_sd)
    return OwnNorm(row.sd, row.reliability, row.source, row.clinical_mean, functional)
