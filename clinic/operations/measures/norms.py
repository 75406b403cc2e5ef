"""Setting and removing the clinic's own norms."""

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.measures.instruments import Scale
from clinic.domain.outcomes.pairs import SMALLEST_SD
from clinic.domain.outcomes.readings import OwnNorm
from clinic.domain.text import N_
from clinic.models.readings import ClinicNorm

LONGEST_SOURCE = 300


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


def check_norm(norm: OwnNorm, scale: Scale) -> None:
    """Refuse figures that scores of this scale cannot have."""
    width = scale.maximum - scale.minimum
    spreads = {"sd": norm.sd}
    means = {"clinical_mean": norm.clinical_mean}
    if norm.functional is not None:
        spreads["functional_sd"] = norm.functional.sd
        means["functional_mean"] = norm.functional.mean
    for field, sd in spreads.items():
        if not SMALLEST_SD < sd <= width:
            message = N_("An SD on this scale is above 0 and at most %(most)s.")
            raise Refused(message, {"most": f"{width:g}"}, field)
    for field, mean in means.items():
        if mean is not None and not scale.minimum <= mean <= scale.maximum:
            message = N_("A mean on this scale is from %(low)s to %(high)s.")
            bounds = {"low": f"{scale.minimum:g}", "high": f"{scale.maximum:g}"}
            raise Refused(message, bounds, field)
    if not 0 < norm.reliability < 1:
        raise Refused(N_("A reliability is above 0 and below 1."), field="reliability")
    if not 0 < len(norm.source) <= LONGEST_SOURCE:
        message = N_("Say where the figures come from, in up to %(most)s characters.")
        raise Refused(message, {"most": LONGEST_SOURCE}, "source")
