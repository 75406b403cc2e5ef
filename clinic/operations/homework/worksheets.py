"""Keeping what somebody wrote into a sheet, while it is written and when it is finished."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused, Stale
from clinic.domain.homework.sheet_answers import (
    AnswerFault,
    SentSheet,
    check_answers,
    progress,
    readable,
)
from clinic.domain.homework.worksheets import Answer, Readers
from clinic.domain.homework.worksheets import Worksheet as Sheet
from clinic.domain.measures.administrations import check_reason
from clinic.domain.merging import Clash, Merged, merge
from clinic.domain.safety.cries import Cry, cries_in, flags, is_marked, places
from clinic.domain.text import N_
from clinic.domain.written import is_day_first
from clinic.lookups.clinic.settings import clinic_settings
from clinic.lookups.homework.homework import begun_when, check_open
from clinic.lookups.programs.sheets import sheet_of
from clinic.lookups.safety.open_cases import has_case
from clinic.models.accounts import privacy_of
from clinic.models.assignments import Assignment
from clinic.models.programs import WorksheetRow
from clinic.models.sealed import read_sealed, write_sealed
from clinic.models.worksheets import WorksheetResponse
from clinic.operations.safety.cries import Retraction, hear
from clinic.operations.safety.risk import CORRECTED


class WrongAnswers(Refused):
    """Nothing of what came can be kept; carries every fault by field."""

    def __init__(self, faults: tuple[AnswerFault, ...]) -> None:
        super().__init__(N_("One of the answers cannot be saved like this. Please check it."))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """What was kept of a sheet: all but what could not be read, and what was changed twice."""

    response: WorksheetResponse
    answers: dict[str, Answer]
    faults: tuple[AnswerFault, ...] = ()
    clashes: tuple[Clash, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is left to be looked at."""
        return not self.faults and not self.clashes


@dataclass(frozen=True, slots=True)
class _SheetChange:
    """One sheet with the answers that stood and those that take their place."""

    response: WorksheetResponse
    sheet: Sheet
    before: Mapping[str, Answer]
    after: Mapping[str, Answer]

    @property
    def cries_before(self) -> tuple[Cry, ...]:
        """Give what asked for a look until now."""
        return cries_in(self.sheet, self.before)

    @property
    def cries(self) -> tuple[Cry, ...]:
        """Give what asks for one from now on."""
        return cries_in(self.sheet, self.after)


@operation
def save_response(
    db: Db, actor: Actor, assignment: Assignment, written: SentSheet, medium: Medium
) -> KeptSheet:
    """Keep the answers of a sheet as they stand now, and hear what they say.

    What cannot be read stays as it was typed, and keeps nothing else from being kept. Where the
    sheet was changed elsewhere meanwhile, the changes of the page are laid over what stands; an
    older page that does not say what it was drawn from raises `Stale`, unless nothing would change.
    """
    lock(db, assignment)
    check_open(db, actor, assignment, medium)
    sheet = _sheet_of(db, assignment)
    day_first = is_day_first(clinic_settings(db).country)
    answers, faults = check_answers(sheet, written.answers, day_first=day_first)
    response = _find(db, assignment)
    _check_may_write(db, actor, response, medium)
    unread = {fault.key: fault.typed for fault in faults if fault.typed.strip()}
    if faults and not answers and not unread:
        raise WrongAnswers(faults)
    if response is None:
        response = _begin(db, actor, assignment, sheet, medium)
    before = _answers_of(db, response)
    merged = _merged(response, sheet, written, answers, before)
    answers = cast("dict[str, Answer]", merged.values)
    kept = KeptSheet(response, answers, faults, merged.clashes)
    change = _SheetChange(response, sheet, before, answers)
    if response.answers is not None and (before, _unread_of(db, response)) == (answers, unread):
        _hear_sheet(db, actor, change)
        return kept
    retraction = _retraction(db, change, medium, written)
    write_sealed(db.keys, response, "answers", _as_text(answers))
    write_sealed(db.keys, response, "unread", _as_text(unread) if unread else None)
    response.answered = progress(sheet, answers)[0]
    response.medium = medium
    response.saved_at = actor.at
    db.flush()
    _hear_sheet(db, actor, change, retraction)
    return kept


@operation
def finish_response(
    db: Db,
    actor: Actor,
    assignment: Assignment,
    written: SentSheet,
    medium: Medium,
    *,
    as_it_stands: bool = False,
) -> KeptSheet:
    """Keep the answers and call the sheet done; it may be changed until its window closes.

    With something left to be looked at it is kept and not done, but for words that cannot be read
    where somebody wants them to stand `as_it_stands`.
    """
    kept = save_response(db, actor, assignment, written, medium)
    is_done = kept.is_whole or (as_it_stands and not kept.clashes)
    if is_done and kept.response.finished_at is None:
        kept.response.finished_at = actor.at
    return kept


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
    db: Db, actor: Actor, assignment: Assignment, written: SentSheet, *, is_shared: bool
) -> KeptSheet:
    """Keep the answers as they stand, and with them who may read the sheet from now on."""
    kept = save_response(db, actor, assignment, written, Medium.PORTAL)
    if kept.is_whole:
        choose_readers(db, actor, kept.response, is_shared=is_shared)
    return kept


def _check_may_write(
    db: Db, actor: Actor, response: WorksheetResponse | None, medium: Medium
) -> None:
    if medium is Medium.PAPER:
        _check_may_type(response)
    _check_is_open(db, actor, response)


def _check_is_open(db: Db, actor: Actor, response: WorksheetResponse | None) -> None:
    """Refuse to write over, or to share, what only an earlier secret of its writer opens."""
    if response is not None and response.is_closed(privacy_of(db, actor.account_id)):
        raise Refused(N_("What is in this sheet is closed, and kept. Open it first."))


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
    before = _answers_of(db, response)
    _hear_sheet(db, actor, _SheetChange(response, sheet, before, said))
    return True


def _hear_sheet(
    db: Db, actor: Actor, change: _SheetChange, retraction: Retraction | None = None
) -> None:
    """Hear the marks of a sheet, set against the answers that stood until now."""
    if is_marked(change.sheet):
        heard = places(change.cries_before)
        hear(db, actor, change.response, change.cries, heard, retraction)


def _merged(
    response: WorksheetResponse,
    sheet: Sheet,
    written: SentSheet,
    mine: Mapping[str, Answer],
    standing: Mapping[str, Answer],
) -> Merged:
    """Lay what a page says over what stands, where the page is older than that."""
    # Without answers it was begun only to be heard, and no page can be older than it.
    is_older = written.version not in (None, response.version) and response.answers is not None
    if not is_older or mine == standing:
        return Merged(dict(mine), ())
    if written.base is None:
        raise Stale(
            N_(
                "This sheet was saved later in another window. What you typed here is still on "
                "the page: copy it if you like, then open the sheet again."
            )
        )
    return merge(readable(sheet, written.base), mine, standing)


def _retraction(db: Db, change: _SheetChange, medium: Medium, written: SentSheet) -> Retraction:
    """Say how marks go that stood: the person takes them back, or the desk says why."""
    if medium is Medium.PORTAL:
        return Retraction()
    gone = flags(change.cries_before) - flags(change.cries)
    if gone and not written.reason.strip() and has_case(db, change.response, gone):
        raise Refused(
            N_("This takes back what opened a risk case. Say why in a few words, then keep it."),
            field="reason",
        )
    check_reason(written.reason)
    return Retraction(CORRECTED, written.reason)


def _answers_of(db: Db, response: WorksheetResponse) -> dict[str, Answer]:
    kept: dict[str, Answer] = json.loads(read_sealed(db.keys, response, "answers") or "{}")
    return kept


def _unread_of(db: Db, response: WorksheetResponse) -> dict[str, str]:
    kept: dict[str, str] = json.loads(read_sealed(db.keys, response, "unread") or "{}")
    return kept


def _as_text(record: Mapping[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False, sort_keys=True)


def _sheet_of(db: Db, assignment: Assignment) -> Sheet:
    if assignment.worksheet_id is None:
        raise Refused(N_("This is a practice, not a sheet."))
    row = db.get_one(WorksheetRow, assignment.worksheet_id)
    return sheet_of(row)


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
        started_at=begun_when(actor, assignment),
        saved_at=actor.at,
    )
    db.add(response)
    return response
