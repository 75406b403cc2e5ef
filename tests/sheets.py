"""Keeping sheets in tests: what a page would send, in one call, and the row that stands then."""

from collections.abc import Mapping

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.domain.homework.sheet_answers import SentSheet
from clinic.models.assignments import Assignment
from clinic.models.worksheets import WorksheetResponse
from clinic.operations.homework import worksheets

Answers = Mapping[str, object]


def save(
    db: Db,
    actor: Actor,
    assignment: Assignment,
    answers: Answers,
    version: int | None,
    medium: Medium,
    reason: str = "",
) -> WorksheetResponse:
    written = SentSheet(answers, version, reason=reason)
    return worksheets.save_response(db, actor, assignment, written, medium).response


def finish(
    db: Db,
    actor: Actor,
    assignment: Assignment,
    answers: Answers,
    version: int | None,
    medium: Medium,
    reason: str = "",
) -> WorksheetResponse:
    written = SentSheet(answers, version, reason=reason)
    return worksheets.finish_response(db, actor, assignment, written, medium).response


def save_for_readers(
    db: Db,
    actor: Actor,
    assignment: Assignment,
    answers: Answers,
    version: int | None,
    *,
    is_shared: bool,
) -> WorksheetResponse:
    written = SentSheet(answers, version)
    kept = worksheets.save_for_readers(db, actor, assignment, written, is_shared=is_shared)
    return kept.response
