"""Reading what somebody wrote into a sheet."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.homework.sheet_answers import UnreadWords, progress, unread_by_field
from clinic.domain.homework.worksheets import Answer, Readers, Worksheet
from clinic.lookups.homework.responses import shared_answers, shared_unread
from clinic.lookups.programs.content import worksheet_of
from clinic.lookups.programs.sheet_blocks import SheetBlock, blocks_of
from clinic.lookups.safety.open_cases import open_case_of_sheet
from clinic.models import programs as rows
from clinic.models.assignments import Assignment
from clinic.models.enrollments import Enrollment
from clinic.models.risk import RiskCase
from clinic.models.worksheets import WorksheetResponse, readable_by_staff
from clinic.queries.scope import is_open_place


@dataclass(frozen=True, slots=True)
class ResponsePage:
    """The answers to one sheet, by field key, and the sheet they stand in."""

    response: WorksheetResponse
    assignment: Assignment
    enrollment: Enrollment
    sheet: Worksheet
    blocks: tuple[SheetBlock, ...]
    answers: Mapping[str, Answer]
    unread: Mapping[str, tuple[UnreadWords, ...]]
    """Words that could not be read as their field asks."""
    answered: int
    fields: int


@dataclass(frozen=True, slots=True)
class TypingPage:
    """A sheet that came in on paper, to be typed in, with what stands of it already."""

    assignment: Assignment
    enrollment: Enrollment
    row: rows.WorksheetRow
    sheet: Worksheet
    answers: Mapping[str, Answer]
    unread: Mapping[str, str]
    """What was typed and could not be read, by its place."""
    version: int
    """0 before the first save."""
    is_finished: bool
    case: RiskCase | None
    """The newest open one for a mark in it, so that taking the mark back needs a reason."""
    is_kept_back: bool
    """Begun by its writer, who has not shared it: nothing of it is here, and nothing is typed
    over."""

    @property
    def has_case(self) -> bool:
        """Whether an open risk case stands for a mark in it."""
        return self.case is not None

    @property
    def is_private(self) -> bool:
        """Whether the writer alone reads the sheet unless she hands it in."""
        return self.sheet.readers is Readers.MINE


def typing_page(db: Db, reader: Reader, public_id: str) -> TypingPage:
    """Give a sheet that one of the reader's people was given; a practice is not found."""
    assignment = db.scalars(
        select(Assignment)
        .join(Assignment.enrollment)
        .where(
            Assignment.public_id == public_id,
            Assignment.worksheet_id.is_not(None),
            is_open_place(reader),
        )
        .options(
            joinedload(Assignment.worksheet),
            joinedload(Assignment.group_session),
            joinedload(Assignment.enrollment).options(
                joinedload(Enrollment.client), joinedload(Enrollment.cohort)
            ),
        )
    ).one()
    row = assignment.worksheet
    assert row is not None  # noqa: S101 - asked for above
    response = db.scalar(
        select(WorksheetResponse).where(WorksheetResponse.assignment_id == assignment.id)
    )
    is_kept_back = response is not None and not response.is_readable
    # What is not shared is not even unsealed.
    opened = None if is_kept_back else response
    return TypingPage(
        assignment=assignment,
        enrollment=assignment.enrollment,
        row=row,
        sheet=worksheet_of(row),
        answers=shared_answers(db, opened),
        unread=shared_unread(db, opened),
        version=response.version if response else 0,
        is_finished=bool(response and response.finished_at),
        is_kept_back=is_kept_back,
        case=open_case_of_sheet(db, response) if response is not None else None,
    )


def get_response(db: Db, reader: Reader, public_id: str) -> ResponsePage:
    """Give one of the reader's people's answers, unsealed; what is not shared is not found."""
    row = db.scalars(
        select(WorksheetResponse)
        .join(WorksheetResponse.assignment)
        .join(Assignment.enrollment)
        .where(
            WorksheetResponse.public_id == public_id,
            readable_by_staff(),
            is_open_place(reader),
        )
        .options(
            joinedload(WorksheetResponse.assignment).options(
                joinedload(Assignment.worksheet),
                joinedload(Assignment.group_session),
                joinedload(Assignment.enrollment).options(
                    joinedload(Enrollment.client), joinedload(Enrollment.cohort)
                ),
            )
        )
    ).one()
    assignment = row.assignment
    assert assignment.worksheet is not None  # noqa: S101 - only sheets have responses
    sheet = worksheet_of(assignment.worksheet)
    answers = shared_answers(db, row)
    unread = unread_by_field(sheet, shared_unread(db, row))
    answered, fields = progress(sheet, answers)
    return ResponsePage(
        response=row,
        assignment=assignment,
        enrollment=assignment.enrollment,
        sheet=sheet,
        blocks=blocks_of(sheet),
        answers=answers,
        unread=unread,
        answered=answered,
        fields=fields,
    )
