"""The page on which a running cohort is moved to another version."""

from collections.abc import Callable

from clinic.db import Db
from clinic.models.programs import ProgramRow
from tests.cast import Cast
from tests.client import Person
from tests.edited_programs import edited
from tests.unreadable import copied

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


def test_two_who_move_a_cohort_at_once_see_what_the_other_chose_before_it_moves_on(
    as_: As, db: Db, cast: Cast
) -> None:
    cohort, theirs = cast.cohort, copied(db, cast)
    ours = edited(db, cast, "title: Ours", "title: Ours again")
    place, theresa, tom = {"cohort_id": cohort.public_id}, as_("theresa"), as_("tom")
    for target in (ours, theirs):
        theresa.post(
            "therapist.program_versions.offer", {"is_offered": "yes"}, program_id=target.public_id
        )
    sent = {"program": ours.public_id, "version": version_in(theresa, ours, **place)}
    moved = {"program": theirs.public_id, "version": version_in(tom, theirs, **place)}
    assert tom.post("therapist.cohort_program.update", moved, **place).status == 303
    page = theresa.post("therapist.cohort_program.update", sent, **place)
    assert page.status == 409
    assert "What you chose still stands" in page.text
    assert "It runs on Evenings" in page.text
    assert now_on(db, cast) == theirs.id
    shown = {name: page.field(name) for name in ("program", "version")}
    assert shown["program"] == ours.public_id
    again = theresa.post("therapist.cohort_program.update", shown, **place)
    assert again.status == 303
    assert now_on(db, cast) == ours.id


def version_in(person: Person, target: ProgramRow, **place: str) -> str:
    page = person.get("therapist.cohort_program.edit", **place, to=target.public_id)
    return page.field("version")


def now_on(db: Db, cast: Cast) -> int:
    db.commit()
    db.refresh(cast.cohort)
    return cast.cohort.program_id
