"""A phone without a line: when its worker is there, and what arrived later."""

from sqlalchemy import select

from clinic.db import Db
from clinic.models.risk import RiskCase
from clinic.models.sealed import read_sealed

CONTROLLED = "() => navigator.serviceWorker.controller !== null"


def calls(db: Db) -> list[str]:
    db.commit()
    rows = db.scalars(select(RiskCase).execution_options(populate_existing=True)).all()
    return [read_sealed(db.keys, row, "words") or "" for row in rows]
