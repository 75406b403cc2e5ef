"""Noting that a report was printed: by whom, for whom, and with which scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import func, select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused, Stale
from clinic.domain.outcomes.releases import Releases
from clinic.domain.outcomes.reports import ReportKind, ReportPart
from clinic.domain.text import N_
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.reports import ReportIssue, ReportScore
from clinic.models.sealed import write_sealed


@dataclass(frozen=True, slots=True)
class ToldScore:
    """One score as a report tells it."""

    administration_id: int
    scale: str
    value: float | None


@dataclass(frozen=True, slots=True)
class OutgoingReport:
    """A report as it goes out: to whom, and with what in it."""

    kind: ReportKind
    for_whom: str
    pdf: bytes
    parts: frozenset[ReportPart] = frozenset()
    scores: tuple[ToldScore, ...] = ()


@operation
def note_report(
    db: Db,
    actor: Actor,
    of: Enrollment | Cohort,
    report: OutgoingReport,
    releases: Releases | None = None,
    beside: Sequence[Cohort] = (),
) -> ReportIssue:
    """Note a report that goes out, so that a score mended later finds the papers that tell it.

    `beside` are the groups that were counted together with this one: what was told of them is
    noted with each.
    """
    if actor.account_id is None:
        raise Refused(N_("Only a person can print a report."))
    if releases is not None and isinstance(of, Cohort):
        cohorts = sorted({of, *beside}, key=lambda one: one.id)
        for cohort in cohorts:
            lock(db, cohort)
        _check_nothing_left_since(db, cohorts, releases)
    for cohort in beside:
        _add_issue(db, actor, cohort, report, releases)
    issue = _add_issue(db, actor, of, report, releases)
    db.flush()
    db.add_all(
        ReportScore(
            report_id=issue.id,
            administration_id=score.administration_id,
            scale=score.scale,
            value=score.value,
        )
        for score in report.scores
    )
    return issue


def _add_issue(
    db: Db,
    actor: Actor,
    of: Enrollment | Cohort,
    report: OutgoingReport,
    releases: Releases | None,
) -> ReportIssue:
    issue = ReportIssue(
        kind=report.kind,
        enrollment_id=of.id if isinstance(of, Enrollment) else None,
        cohort_id=of.id if isinstance(of, Cohort) else None,
        printed_by_id=actor.account_id,
        printed_at=actor.at,
        parts=" ".join(sorted(report.parts)),
        pdf_hash=sha256(report.pdf).hexdigest(),
    )
    write_sealed(db.keys, issue, "for_whom", report.for_whom)
    write_sealed(db.keys, issue, "told", releases.written() if releases else None)
    db.add(issue)
    return issue


def _check_nothing_left_since(db: Db, cohorts: Sequence[Cohort], releases: Releases) -> None:
    """Refuse what was computed beside fewer reports than have left by now."""
    left = select(func.count()).where(ReportIssue.cohort_id.in_([one.id for one in cohorts]))
    if db.scalar(left) != releases.reports:
        raise Stale(
            N_(
                "Somebody printed a report about this group a moment ago, so yours was not made. "
                "Print it again, and it will be checked against theirs."
            )
        )
