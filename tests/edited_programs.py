"""Another version of a cohort's program, and the move to it."""

from clinic.db import Db
from clinic.domain.access import Actor, Reader, Role
from clinic.lookups.programs.drafts import check_draft
from clinic.models.cohorts import Cohort
from clinic.models.programs import ProgramRow
from clinic.operations.groups.cohort_program import move_cohort
from clinic.operations.programs.own_programs import copy_program, save_part
from clinic.queries.programs.part_drafts import get_draft
from tests.cast import NOW, Cast
from tests.crowd import theresa


def edited(db: Db, cast: Cast, old: str, new: str) -> ProgramRow:
    """Copy the program of the cohort and change its plan."""
    shipped = db.get_one(ProgramRow, cast.cohort.program_id)
    own = copy_program(db, theresa(cast), shipped, "Ours")
    draft = get_draft(
        db, Reader(cast.accounts["theresa"].id, Role.THERAPIST, NOW), own.public_id, own.public_id
    )
    assert old in draft.source
    checked = check_draft(draft.program, draft.part, draft.source.replace(old, new, 1))
    assert checked.faults == ()
    return save_part(db, theresa(cast), own, None, checked, "")


def move(db: Db, cast: Cast, target: ProgramRow, actor: Actor | None = None) -> Cohort:
    cohort = cast.cohort
    return move_cohort(db, actor or theresa(cast), cohort, target, cohort.version)
