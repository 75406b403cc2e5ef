"""The clinic's own programs: copied, edited, offered, exported and taken in."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from clinic.content.part_drafts import Checked, PartKind, renamed
from clinic.content.program_files import read_program_file, write_program_file
from clinic.db import Db
from clinic.domain.access import Actor, Reader, Role
from clinic.domain.errors import Refused, Stale
from clinic.lookups.programs.content import program_of
from clinic.lookups.programs.drafts import check_draft
from clinic.models.programs import ProgramRow
from clinic.operations.programs.own_programs import (
    copy_program,
    import_program,
    offer_program,
    save_part,
)
from clinic.operations.programs.programs import adopt_library
from clinic.queries.programs.part_drafts import DraftPage, get_draft
from clinic.queries.programs.program_versions import known_instruments, program_file
from tests.cast import NOW, Cast
from tests.crowd import theresa
from tests.shelf import LIBRARY, SHELF, SYSTEM


@pytest.fixture
def reader(cast: Cast) -> Reader:
    return Reader(cast.accounts["theresa"].id, Role.THERAPIST, NOW)


@pytest.fixture
def own(db: Db, cast: Cast) -> ProgramRow:
    shipped = db.scalars(select(ProgramRow).where(ProgramRow.slug == "safe-connections")).one()
    return copy_program(db, theresa(cast), shipped, "Evenings: ours")


def sheet(db: Db, reader: Reader, program: ProgramRow, code: str) -> DraftPage:
    plan = get_draft(db, reader, program.public_id, program.public_id)
    part = next(row for row in plan.program.worksheets if row.code == code)
    return get_draft(db, reader, program.public_id, part.public_id)


def save(db: Db, actor: Actor, draft: DraftPage, text: str) -> ProgramRow:
    checked = check_draft(draft.program, draft.part, text)
    assert checked.faults == ()
    return save_part(db, actor, draft.program, draft.row, checked, "why")


def gentler(draft: DraftPage) -> str:
    return draft.source.replace("purpose: ", "purpose: Gently. ", 1)


def test_a_copy_bears_its_own_title_and_slug_and_is_not_yet_offered(
    db: Db, own: ProgramRow
) -> None:
    assert (own.slug, own.is_own, own.is_offered) == ("own-evenings-ours", True, False)
    program = program_of(own)
    assert (program.slug, program.title) == ("own-evenings-ours", "Evenings: ours")


def test_a_title_that_is_taken_is_refused(db: Db, cast: Cast, own: ProgramRow) -> None:
    with pytest.raises(Refused, match="title"):
        copy_program(db, theresa(cast), own, "evenings: OURS")


def test_an_edited_sheet_makes_a_new_version_and_leaves_the_old_one(
    db: Db, cast: Cast, own: ProgramRow, reader: Reader
) -> None:
    draft = sheet(db, reader, own, "W03")
    made = save(db, theresa(cast), draft, gentler(draft))
    assert (made.based_on_id, made.made_by_id, made.note) == (
        own.id,
        cast.accounts["theresa"].id,
        "why",
    )
    assert sheet(db, reader, made, "W03").source == gentler(draft)
    assert sheet(db, reader, own, "W03").source == draft.source


def test_a_sheet_under_a_new_code_stands_beside_the_old_one(
    db: Db, cast: Cast, own: ProgramRow, reader: Reader
) -> None:
    draft = sheet(db, reader, own, "W03")
    made = save(db, theresa(cast), draft, draft.source.replace("code: W03", "code: X03"))
    assert sheet(db, reader, made, "W03").source == draft.source
    assert "code: X03" in sheet(db, reader, made, "X03").source
    named_alike = draft.source.replace("W03", "W04", 1)
    faults = check_draft(draft.program, draft.part, named_alike).faults
    assert "taken" in faults[0].message


def test_a_change_that_would_break_the_plan_is_told_with_the_line_of_the_plan(
    db: Db, own: ProgramRow, reader: Reader
) -> None:
    plan = get_draft(db, reader, own.public_id, own.public_id).program
    row = next(part for part in plan.exercises if part.slug == "soothing-rhythm-breathing")
    draft = get_draft(db, reader, own.public_id, row.public_id)
    locked = draft.source.replace("\n---\n", "\ntherapist_unlock: true\n---\n", 1)
    locked = locked.replace("therapist_unlock: false\n", "")
    found = check_draft(draft.program, draft.part, locked).faults
    assert {fault.file for fault in found} == {"own-evenings-ours.yaml"}
    assert all(fault.line > 1 and "unlocking" in fault.message for fault in found)


def test_two_who_edit_at_once_do_not_overwrite_each_other(
    db: Db, cast: Cast, own: ProgramRow, reader: Reader
) -> None:
    first, second = (sheet(db, reader, own, code) for code in ("W03", "W04"))
    save(db, theresa(cast), first, gentler(first))
    with pytest.raises(Stale):
        save(db, theresa(cast), second, gentler(second))


def test_nothing_changed_and_a_version_that_stood_before_make_no_version(
    db: Db, cast: Cast, own: ProgramRow, reader: Reader
) -> None:
    draft = sheet(db, reader, own, "W03")
    with pytest.raises(Refused, match="Nothing was changed"):
        save(db, theresa(cast), draft, draft.source)
    made = save(db, theresa(cast), draft, gentler(draft))
    with pytest.raises(Refused, match="earlier versions"):
        save(db, theresa(cast), sheet(db, reader, made, "W03"), draft.source)


def test_one_version_of_a_program_is_offered_and_what_ships_is_left_alone(
    db: Db, cast: Cast, own: ProgramRow, reader: Reader
) -> None:
    draft = sheet(db, reader, own, "W03")
    offer_program(db, theresa(cast), own, is_offered=True)
    made = save(db, theresa(cast), draft, gentler(draft))
    offer_program(db, theresa(cast), made, is_offered=True)
    offered = db.scalars(select(ProgramRow.slug).where(ProgramRow.is_offered)).all()
    assert sorted(offered) == sorted({"own-evenings-ours", *LIBRARY.programs})


def test_what_ships_is_never_edited_and_taking_it_in_touches_no_own_program(
    db: Db, cast: Cast, own: ProgramRow, reader: Reader
) -> None:
    offer_program(db, theresa(cast), own, is_offered=True)
    shipped = db.get_one(ProgramRow, own.based_on_id)
    draft = Checked(sheet(db, reader, own, "W03").part, "x", LIBRARY.worksheets["W03"], ())
    assert draft.part.kind is PartKind.WORKSHEET
    with pytest.raises(Refused, match="Copy the program first"):
        save_part(db, theresa(cast), shipped, None, draft, "")
    before = db.scalar(select(func.count()).select_from(ProgramRow))
    adopt_library(db, SYSTEM, LIBRARY, SHELF)
    db.refresh(own)
    assert own.is_offered
    assert db.scalar(select(func.count()).select_from(ProgramRow)) == before


def test_a_file_brings_every_part_to_another_clinic_with_the_same_hashes(
    db: Db, cast: Cast, own: ProgramRow, reader: Reader
) -> None:
    here = program_file(db, reader, own.public_id)
    name = next(name for name in here.worksheets if name.startswith("W03"))
    other = here.worksheets[name].replace("purpose: ", "purpose: From abroad. ", 1)
    abroad = replace(
        here,
        slug="own-abroad",
        program=renamed(here.program, "own-abroad", "Abroad"),
        worksheets={**here.worksheets, name: other},
    )
    written = write_program_file(abroad)
    read = read_program_file(written.encode(), known_instruments(db, reader))
    made = import_program(db, theresa(cast), read, "")
    assert (made.slug, made.is_own, made.is_offered) == ("own-abroad", True, False)
    assert write_program_file(program_file(db, reader, made.public_id)) == written
    assert import_program(db, theresa(cast), read, "").id == made.id
