"""Keeping what somebody wrote into a sheet, while it is written and when it is finished."""

import json
from collections.abc import Mapping
from functools import lru_cache

from sqlalchemy import select

from clinic.content.worksheets import parse_worksheet
from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.administrations import check_reason
from clinic.domain.cries import cries_in, flags, is_marked, places
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused, Stale
from clinic.domain.sheet_answers import AnswerFault, check_answers, progress, readable
from clinic.domain.text import N_
from clinic.domain.worksheets import Answer, Readers
from clinic.domain.worksheets import Worksheet as Sheet
from clinic.models.accounts import privacy_of
from clinic.models.assignments import Assignment
from clinic.models.enrollments import Enrollment
from clinic.models.programs import Worksheet
from clinic.models.sealed import read_sealed, write_sealed
from clinic.models.worksheets import WorksheetResponse
from clinic.operations.cries import Retraction, has_case, hear
from clinic.operations.homework import check_open
from clinic.operations.risk import CORRECTED, Opened

_sheet = lru_cache(256)(parse_worksheet)


class WrongAnswers(Refused):
    """Answers that the sheet cannot hold; carries every fault by field."""

    def __init__(self, faults: tuple[AnswerFault, ...]) -> None:
        super().__init__(N_("One of the answers cannot be saved like this. Please look once more."))
        self.faults = faults


@operation
def save_response(
    db: Db,
    actor: Actor,
    assignment: Assignment,
    answers: Mapping[str, object],
    version: int | None,
    medium: Medium,
    reason: str = "",
) -> WorksheetResponse:
    """Keep all the answers of a sheet as they stand now, and hear what they say.

    `version` is what the page had when it was opened, 0 before the first save; another one raises
    `Stale`, unless nothing would change. `None` overwrites. Paper that is typed in was handed in;
    who corrects a slip there after it opened a risk case gives the `reason`.
    """
    lock(db, assignment)
    check_open(db, actor, assignment, medium)
    sheet = _sheet_of(db, assignment)
    checked, faults = check_answers(sheet, answers)
    if faults:
        raise WrongAnswers(faults)
    response = _find(db, assignment)
    _check_may_write(db, actor, response, medium)
    text = json.dumps(checked, ensure_ascii=False, sort_keys=True)
    if response is None:
        response = _begin(db, actor, assignment, sheet, medium)
    elif read_sealed(db.keys, response, "answers") == text:
        _hear_sheet(db, actor, assignment, response, sheet, checked, checked)
        return response
    _check_version(response, version)
    before = _answers_of(db, response)
    retraction = _retraction(db, assignment, response, sheet, before, checked, medium, reason)
    write_sealed(db.keys, response, "answers", text)
    response.answered = progress(sheet, checked)[0]
    response.medium = medium
    response.saved_at = actor.at
    db.flush()
    _hear_sheet(db, actor, assignment, response, sheet, before, checked, retraction)
    return response


@operation
def finish_response(
    db: Db,
    actor: Actor,
    assignment: Assignment,
    answers: Mapping[str, object],
    version: int | None,
    medium: Medium,
    reason: str = "",
) -> WorksheetResponse:
    """Keep the answers and call the sheet done; it may be changed until its window closes."""
    response = save_response(db, actor, assignment, answers, version, medium, reason)
    if response.finished_at is None:
        response.finished_at = actor.at
    return response


@operation
def choose_readers(
    db: Db, actor: Actor, response: WorksheetResponse, *, is_shared: bool
) -> WorksheetResponse:
    """Let the facilitators read a sheet as it stands and will stand, or its writer alone again."""
    lock(db, response)
    _check_is_open(db, actor, response)
    if response.readers is Readers.FACILITATORS:
        raise Refused(N_("Your facilitators can read this sheet: it said so when you began it."))
    if is_shared != response.is_readable:
        response.shared_at = actor.at if is_shared else None
    return response


@operation
def save_for_readers(
    db: Db,
    actor: Actor,
    assignment: Assignment,
    answers: Mapping[str, object],
    version: int | None,
    *,
    is_shared: bool,
) -> WorksheetResponse:
    """Keep the answers as they stand, and with them who may read the sheet from now on."""
    response = save_response(db, actor, assignment, answers, version, Medium.PORTAL)
    return choose_readers(db, actor, response, is_shared=is_shared)


def _check_may_write(
    db: Db, actor: Actor, response: WorksheetResponse | None, medium: Medium
) -> None:
    if medium is Medium.PAPER:
        _check_may_type(response)
    _check_is_open(db, actor, response)


def _check_is_open(db: Db, actor: Actor, response: WorksheetResponse | None) -> None:
    """Refuse to write over, or to share, what only an earlier secret of its writer opens."""
    if response is not None and response.is_closed(privacy_of(db, actor.account_id)):
        raise Refused(N_("What stands in this sheet is closed, and kept. Open it first."))


def _check_may_type(response: WorksheetResponse | None) -> None:
    """Refuse to type a sheet in that its writer began and keeps to herself."""
    if response is not None and not response.is_readable:
        raise Refused(
            N_(
                "This sheet was begun on the person’s own page and is not shared, so it is not "
                "typed over. Nothing was changed."
            )
        )


@operation
def hear_unkept(
    db: Db, actor: Actor, assignment: Assignment, answers: Mapping[str, object], medium: Medium
) -> bool:
    """Hear what a page said that could not be kept: out of date, too late, or with a fault in it.

    The sheet stays as it is. Says whether anything in the page asks for a look.
    """
    lock(db, assignment)
    sheet = _sheet_of(db, assignment)
    said = readable(sheet, answers)
    if not cries_in(sheet, said):
        return False
    response = _find(db, assignment) or _begin(db, actor, assignment, sheet, medium)
    db.flush()
    _hear_sheet(db, actor, assignment, response, sheet, _answers_of(db, response), said)
    return True


def _hear_sheet(
    db: Db,
    actor: Actor,
    assignment: Assignment,
    response: WorksheetResponse,
    sheet: Sheet,
    before: Mapping[str, Answer],
    answers: Mapping[str, Answer],
    retraction: Retraction | None = None,
) -> None:
    """Hear the marks of a sheet, set against the answers that stood until now."""
    if is_marked(sheet):
        enrollment = db.get_one(Enrollment, assignment.enrollment_id)
        heard = places(cries_in(sheet, before))
        source = Opened(worksheet_response=response)
        hear(db, actor, enrollment, source, cries_in(sheet, answers), heard, retraction)


def _check_version(response: WorksheetResponse, version: int | None) -> None:
    # Without answers it was begun only to be heard, and no page can be older than it.
    if version not in (None, response.version) and response.answers is not None:
        raise Stale(
            N_(
                "This sheet was saved later in another window. What you typed here is still on "
                "the page: copy it if you like, then open the sheet again."
            )
        )


def _retraction(
    db: Db,
    assignment: Assignment,
    response: WorksheetResponse,
    sheet: Sheet,
    before: Mapping[str, Answer],
    answers: Mapping[str, Answer],
    medium: Medium,
    reason: str,
) -> Retraction:
    """Say how marks go that stood: the person takes them back, or the desk says why."""
    if medium is Medium.PORTAL:
        return Retraction()
    gone = flags(cries_in(sheet, before)) - flags(cries_in(sheet, answers))
    enrollment = db.get_one(Enrollment, assignment.enrollment_id)
    source = Opened(worksheet_response=response)
    if gone and not reason.strip() and has_case(db, enrollment, source, gone):
        raise Refused(
            N_("This takes back what opened a risk case. Say why in a few words, then keep it."),
            field="reason",
        )
    check_reason(reason)
    return Retraction(CORRECTED, reason)


def _answers_of(db: Db, response: WorksheetResponse) -> dict[str, Answer]:
    kept: dict[str, Answer] = json.loads(read_sealed(db.keys, response, "answers") or "{}")
    return kept


def _sheet_of(db: Db, assignment: Assignment) -> Sheet:
    if assignment.worksheet_id is None:
        raise Refused(N_("This is a practice, not a sheet."))
    row = db.get_one(Worksheet, assignment.worksheet_id)
    return _sheet(row.source, f"{row.code}-{row.slug}.md")


def _find(db: Db, assignment: Assignment) -> WorksheetResponse | None:
    return db.scalar(
        select(WorksheetResponse)
        .where(WorksheetResponse.assignment_id == assignment.id)
        .execution_options(populate_existing=True)
    )


def _begin(
    db: Db, actor: Actor, assignment: Assignment, sheet: Sheet, medium: Medium
) -> WorksheetResponse:
    is_handed_in = sheet.readers is Readers.MINE and medium is Medium.PAPER
    response = WorksheetResponse(
        assignment_id=assignment.id,
        medium=medium,
        readers=sheet.readers,
        shared_at=actor.at if is_handed_in else None,
        started_at=actor.at,
        saved_at=actor.at,
    )
    db.add(response)
    return response
