"""What earlier reports about a cohort told, fact by fact, so that a new one tells of nobody."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from clinic.db import Db
from clinic.domain.outcomes.releases import Fact, Facts, Releases, read_told, score_fact
from clinic.lookups.programs.content import instrument_of
from clinic.models.cohorts import Cohort
from clinic.models.measures import Administration
from clinic.models.programs import InstrumentRow
from clinic.models.reports import ReportIssue, ReportScore
from clinic.models.sealed import read_sealed

_Figures = dict[str, list[Facts]]


def releases_of(db: Db, *cohorts: Cohort) -> Releases:
    """Give what every report about these cohorts told that the reader has already been given."""
    found: _Figures = defaultdict(list)
    ids = [cohort.id for cohort in cohorts]
    issues = db.scalars(
        select(ReportIssue).where(ReportIssue.cohort_id.in_(ids)).order_by(ReportIssue.id)
    ).all()
    older = []
    for issue in issues:
        told = read_sealed(db.keys, issue, "told")
        if told is None:
            older.append(issue.id)
            continue
        for about, figures in read_told(told).items():
            found[about] += figures
    _add_older(db, older, found)
    return Releases(found, len(issues))


def _add_older(db: Db, issues: Sequence[int], found: _Figures) -> None:
    """Add what can be said of reports from before their facts were kept: everybody's means."""
    rows = db.execute(
        select(ReportScore, Administration, InstrumentRow)
        .join(Administration, ReportScore.administration_id == Administration.id)
        .join(Administration.instrument)
        .where(ReportScore.report_id.in_(issues), ReportScore.value.is_not(None))
    )
    figures: dict[tuple[int, str, str], set[Fact]] = defaultdict(set)
    for score, filling, row in rows:
        about = f"{instrument_of(row).short_name} {score.scale}"
        fact = score_fact(filling.occasion, score.value or 0.0)
        figures[score.report_id, about, filling.occasion].add((filling.enrollment_id, fact))
    for (_report, about, _occasion), facts in figures.items():
        found[about].append(frozenset(facts))
