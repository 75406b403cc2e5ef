"""The page on which a running cohort is moved to another version."""

from collections.abc import Callable

from clinic.db import Db
from tests.cast import Cast
from tests.client import Person
from tests.operations.groups.test_cohort_programs import edited

As = Callable[[str], Person]


def test_a_cohort_sees_what_would_change_and_moves_only_by_hand(
    as_: As, db: Db, cast: Cast
) -> None:
    cohort, before = cast.cohort, cast.cohort.program_id
    target = edited(db, cast, "title: Ours", "title: Ours again")
    theresa, place = as_("theresa"), {"cohort_id": cohort.public_id}
    theresa.post(
        "therapist.program_versions.offer", {"is_offered": "yes"}, program_id=target.public_id
    )
    page = theresa.get("therapist.cohort_program.edit", **place, to=target.public_id)
    assert "Ours again" in page.text
    assert "every session to come is the same" in page.text
    db.refresh(cohort)
    assert cohort.program_id == before
    data = {"program": target.public_id, "version": str(cohort.version)}
    assert theresa.post("therapist.cohort_program.update", data, **place).status == 303
    db.commit()
    db.refresh(cohort)
    assert cohort.program_id == target.id


def test_a_stale_page_and_a_version_that_is_none_move_nothing(as_: As, db: Db, cast: Cast) -> None:
    target = edited(db, cast, "title: Ours", "title: Ours again")
    theresa, place = as_("theresa"), {"cohort_id": cast.cohort.public_id}
    yes = {"is_offered": "yes"}
    theresa.post("therapist.program_versions.offer", yes, program_id=target.public_id)
    stale = {"program": target.public_id, "version": "99"}
    assert theresa.post("therapist.cohort_program.update", stale, **place).status == 409
    none = {"program": "nonsense", "version": "1"}
    assert theresa.post("therapist.cohort_program.update", none, **place).status == 422
