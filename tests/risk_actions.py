"""What was done about a risk case."""

from sqlalchemy import select

from clinic.db import Db
from clinic.models.risk import RiskAction, RiskCase
from clinic.models.sealed import read_sealed


def done(db: Db, case: RiskCase) -> list[tuple[int, str, str | None]]:
    rows = db.scalars(
        select(RiskAction).where(RiskAction.case_id == case.id).order_by(RiskAction.id)
    )
    return [(row.account_id, row.way, read_sealed(db.keys, row, "words")) for row in rows]
