"""Setting and removing the clinic's own norms."""

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.measures.instruments import Scale
from clinic.domain.outcomes.readings import OwnNorm, check_norm
from clinic.domain.text import N_
from clinic.models.readings import ClinicNorm


@operation
def set_norm(db: Db, actor: Actor, instrument_key: str, scale: Scale, norm: OwnNorm) -> ClinicNorm:
    """Let changes on a scale be read by these figures from now on, everywhere."""
    if actor.account_id is None:
        raise Refused(N_("Only a person can set a norm."))
    check_norm(norm, scale)
    row = db.scalars(
        select(ClinicNorm).where(
            ClinicNorm.instrument_key == instrument_key, ClinicNorm.scale == scale.key
        )
    ).one_or_none()
    if row is None:
        row = ClinicNorm(instrument_key=instrument_key, scale=scale.key)
        db.add(row)
    else:
        lock(db, row)
    row.sd, row.reliability = norm.sd, norm.reliability
    row.clinical_mean = norm.clinical_mean
    row.functional_mean = norm.functional.mean if norm.functional else None
    row.functional_sd = norm.functional.sd if norm.functional else None
    row.source = norm.source
    row.set_at, row.set_by_id = actor.at, actor.account_id
    return row


@operation
def remove_norm(db: Db, actor: Actor, row: ClinicNorm) -> None:
    """Go back to the published norm, or to none."""
    lock(db, row)
    db.delete(row)
