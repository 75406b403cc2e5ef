"""One row whose text cannot be read keeps nobody from a page: it is named, and can be mended."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.models.programs import ExerciseRow, InstrumentRow, ProgramRow, WorksheetRow
from tests.cast import Cast
from tests.client import Person
from tests.unreadable import break_all, copied

As = Callable[[str], Person]
LISTS = (
    *("therapist.programs.index", "therapist.worksheets.index", "therapist.measures.index"),
    *("therapist.cohorts.index", "therapist.cohorts.new", "therapist.dashboard.show"),
    *("therapist.clients.index", "therapist.risk_cases.index", "therapist.keyings.index"),
)


@pytest.mark.parametrize("kind", [ProgramRow, WorksheetRow, ExerciseRow, InstrumentRow])
@pytest.mark.parametrize("name", ["theresa", "sigrid"])
def test_every_list_answers_and_names_what_cannot_be_read(
    as_: As, db: Db, cast: Cast, kind: type, name: str
) -> None:
    break_all(db, kind)
    for endpoint in LISTS:
        page = as_(name).get(endpoint)
        assert page.status in (200, 403), endpoint
    assert as_(name).get("therapist.cohorts.show", cohort_id=cast.cohort.public_id).status == 200


@pytest.mark.parametrize("kind", [ProgramRow, WorksheetRow, ExerciseRow])
def test_a_member_s_pages_answer(as_: As, db: Db, kind: type) -> None:
    break_all(db, kind)
    assert as_("mia").get("portal.today.show").status == 200


def test_a_broken_program_is_named_put_away_and_mended(as_: As, db: Db, cast: Cast) -> None:
    row = copied(db, cast)
    sound = row.source
    break_all(db, ProgramRow, ProgramRow.id == row.id)
    theresa = as_("theresa")

    page = theresa.get("therapist.programs.index")
    assert page.has_heading("Evenings")
    assert "The text of this program cannot be read" in page.text
    shown = theresa.get("therapist.programs.show", program_id=row.public_id)
    assert shown.status == 422
    assert "The text of Evenings cannot be read" in shown.text
    offer = theresa.post(
        "therapist.program_versions.offer", {"is_offered": "yes"}, program_id=row.public_id
    )
    assert offer.status == 422

    where = {"program_id": row.public_id, "part_id": row.public_id}
    assert theresa.get("therapist.program_parts.edit", **where).status == 200
    once = theresa.get("therapist.program_parts.edit", **where).once
    mended = theresa.post(
        "therapist.program_parts.update", {"source": sound + "# mended\n", "once": once}, **where
    )
    assert mended.status == 303
    assert "cannot be read" not in theresa.get("therapist.programs.index").text


@pytest.mark.parametrize("title", ["Evenings\u2028two", "Evenings: #2", "- %", "yes", "🌿 \u200fx"])
def test_a_copy_under_any_title_is_listed(as_: As, db: Db, cast: Cast, title: str) -> None:
    program = db.get_one(ProgramRow, cast.cohort.program_id).public_id
    done = as_("theresa").post("therapist.programs.copy", {"title": title}, program_id=program)
    assert done.status == 303
    made = db.scalars(select(ProgramRow.title).where(ProgramRow.is_own)).one()
    assert made == " ".join(title.split())
    assert as_("theresa").get("therapist.programs.index").has_heading(made)
