"""Codes that are given, kept, ended, and moved with their session."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.errors import Refused
from clinic.models.accounts import SignInAttempt
from clinic.models.assignments import Assignment
from clinic.models.audit import AuditEntry
from clinic.models.programs import WorksheetRow
from clinic.models.sheet_codes import SheetCode
from clinic.operations.clinic.sign_in_attempts import admit_try
from clinic.operations.homework.assignments import switch
from clinic.operations.homework.sheet_codes import (
    issue_sheet_code,
    issue_sheet_codes,
    note_miss,
    revoke_sheet_code,
)
from clinic.operations.people.enrollments import change_status
from tests.cast import NOW, Cast
from tests.homework import exercise_of, sheet_of
from tests.moving import move

FORTNIGHT = timedelta(days=14)


def theresa(cast: Cast, at: datetime = NOW) -> Actor:
    return Actor(cast.accounts["theresa"].id, at, Role.THERAPIST)


def owners(db: Db, codes: list[SheetCode]) -> set[int]:
    found = select(Assignment.enrollment_id).where(
        Assignment.id.in_([code.assignment_id for code in codes])
    )
    return set(db.scalars(found))


def test_every_sheet_of_a_session_gets_a_code_of_its_own(db: Db, cast: Cast) -> None:
    codes = issue_sheet_codes(db, theresa(cast), cast.sessions[2])
    given = db.scalar(
        select(func.count()).where(
            Assignment.group_session_id == cast.sessions[2].id, Assignment.worksheet_id.is_not(None)
        )
    )
    # And each person's week of home practice has one, on whichever practice comes first.
    weeks = [code for code in codes if db.get_one(Assignment, code.assignment_id).exercise_id]
    assert len({code.code for code in codes}) == len(codes) == (given or 0) + 3
    assert len(owners(db, weeks)) == len(weeks) == 3
    assert owners(db, codes) == {cast.enrollments[name].id for name in ("mia", "max", "noor")}


def test_an_exercise_gets_none_of_its_own(db: Db, cast: Cast) -> None:
    with pytest.raises(Refused):
        issue_sheet_code(db, theresa(cast), exercise_of(db, cast))


def test_printing_again_keeps_the_codes_that_live(db: Db, cast: Cast) -> None:
    first = issue_sheet_codes(db, theresa(cast), cast.sessions[2])
    again = issue_sheet_codes(db, theresa(cast, NOW + timedelta(days=1)), cast.sessions[2])
    assert [code.code for code in again] == [code.code for code in first]
    assert db.scalar(select(func.count()).select_from(SheetCode)) == len(first)


def test_a_code_lasts_two_weeks_longer_than_its_window(db: Db, cast: Cast) -> None:
    sheet = sheet_of(db, cast)
    assert issue_sheet_code(db, theresa(cast), sheet).expires_at == sheet.closes_at + FORTNIGHT


def test_after_it_ran_out_the_next_print_carries_another(db: Db, cast: Cast) -> None:
    sheet = sheet_of(db, cast)
    first = issue_sheet_code(db, theresa(cast), sheet)
    again = issue_sheet_code(db, theresa(cast, first.expires_at), sheet)
    assert again.code != first.code
    assert again.expires_at == first.expires_at + FORTNIGHT


def test_after_it_was_ended_the_next_print_carries_another(db: Db, cast: Cast) -> None:
    sheet = sheet_of(db, cast)
    first = issue_sheet_code(db, theresa(cast), sheet)
    revoke_sheet_code(db, theresa(cast), sheet)
    assert first.revoked_at == NOW
    assert issue_sheet_code(db, theresa(cast), sheet).code != first.code


def test_who_takes_a_pause_and_what_was_taken_out_get_none(db: Db, cast: Cast) -> None:
    doer = theresa(cast)
    change_status(db, doer, cast.enrollments["max"], EnrollmentStatus.PAUSED, "Away.")
    sheet = sheet_of(db, cast, "noor", "W29")
    switch(db, doer, sheet, is_active=False)
    codes = issue_sheet_codes(db, doer, cast.sessions[3])
    assert cast.enrollments["max"].id not in owners(db, codes)
    assert sheet.id not in {code.assignment_id for code in codes}
    with pytest.raises(Refused, match="taken out"):
        issue_sheet_code(db, doer, sheet)


def test_a_code_moves_with_the_session_that_ends_its_window(db: Db, cast: Cast) -> None:
    sheet = db.scalars(
        select(Assignment)
        .join(Assignment.worksheet)
        .where(
            Assignment.group_session_id == cast.sessions[5].id,
            Assignment.enrollment_id == cast.enrollments["mia"].id,
            WorksheetRow.code == "W20",
        )
    ).one()
    code = issue_sheet_code(db, theresa(cast), sheet)
    before, session = code.expires_at, cast.sessions[6]
    day = timedelta(days=1)
    move(db, theresa(cast), session, day)
    assert code.expires_at == before + day


def test_the_audit_trail_tells_that_paper_was_made_and_never_a_code(db: Db, cast: Cast) -> None:
    code = issue_sheet_code(db, theresa(cast), sheet_of(db, cast))
    entry = db.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert entry.deed == "sheet_codes.issue_sheet_code"
    assert entry.account_id == cast.accounts["theresa"].id
    assert code.code not in entry.rows


def test_codes_that_open_nothing_never_keep_anybody_from_signing_in(db: Db, cast: Cast) -> None:
    for _ in range(40):
        assert note_miss(db, theresa(cast))
    db.rollback()
    assert db.scalar(select(func.count()).select_from(SignInAttempt)) == 40
    assert admit_try(db, Actor(None, NOW), "theresa@example.org", "127.0.0.1") is not None
