"""Reading what a file of scores brought into a cohort, and what goes when it is taken back."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.measures.time_order import in_order
from clinic.lookups.measures.score_files import Going, going_with
from clinic.models.cohorts import Cohort
from clinic.models.measures import Administration, ScoreImport
from clinic.models.programs import InstrumentRow
from clinic.queries.scope import cohort_ids


@dataclass(frozen=True, slots=True)
class BroughtLine:
    """One measure of a file, and how many scores of it there are at each occasion."""

    measure: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ScoreFilePage:
    """A file of scores: what of it stands, and what goes when it is taken back."""

    file: ScoreImport
    cohort: Cohort
    occasions: tuple[str, ...]
    lines: tuple[BroughtLine, ...]
    going: Going


def get_score_file(db: Db, reader: Reader, public_id: str) -> ScoreImport:
    """Give a file that was read into a cohort of the reader's."""
    return db.scalars(
        select(ScoreImport).where(
            ScoreImport.public_id == public_id, ScoreImport.cohort_id.in_(cohort_ids(reader))
        )
    ).one()


def score_file_page(db: Db, reader: Reader, public_id: str) -> ScoreFilePage:
    """Give what a file brought, measure by measure."""
    file = get_score_file(db, reader, public_id)
    cohort = db.scalars(select(Cohort).where(Cohort.id == file.cohort_id)).one()
    counts = {(title, occasion): count for title, occasion, count in db.execute(_counts(file))}
    occasions = in_order({occasion for _title, occasion in counts})
    titles = sorted({title for title, _occasion in counts})
    lines = [
        BroughtLine(title, tuple(counts.get((title, each), 0) for each in occasions))
        for title in titles
    ]
    return ScoreFilePage(file, cohort, occasions, tuple(lines), going_with(db, file))


def _counts(file: ScoreImport) -> Select[str, str, int]:
    return (
        select(InstrumentRow.title, Administration.occasion, func.count(Administration.id))
        .join(InstrumentRow, Administration.instrument_id == InstrumentRow.id)
        .where(Administration.score_import_id == file.id)
        .group_by(InstrumentRow.title, Administration.occasion)
    )
