"""Which case stands open for what was said in a place that the caller has already been given."""

from sqlalchemy import select

from clinic.db import Db
from clinic.models.measures import Administration
from clinic.models.risk import RiskCase
from clinic.models.worksheets import WorksheetResponse


def open_case_of_sheet(db: Db, response: WorksheetResponse) -> RiskCase | None:
    """Find the newest open case that a mark in a sheet opened; the sheet was authorized before."""
    return db.scalars(
        select(RiskCase)
        .where(
            RiskCase.worksheet_response_id == response.id,
            RiskCase.closed_at.is_(None),
            RiskCase.taken_back_at.is_(None),
        )
        .order_by(RiskCase.id.desc())
        .limit(1)
    ).one_or_none()


def open_case_of_measure(db: Db, administration: Administration) -> RiskCase | None:
    """Find the case that an answer opened, of an administration that was already given."""
    return db.scalar(
        select(RiskCase)
        .where(RiskCase.administration_id == administration.id, RiskCase.closed_at.is_(None))
        .order_by(RiskCase.id)
        .limit(1)
    )
