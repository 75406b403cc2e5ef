"""Whether a session that was made up makes a completer is the program's own rule."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.enrollments import AttendanceMark
from clinic.domain.groups.completion import CompletionClass, CompletionStanding, Reach
from clinic.domain.outcomes.reports import Class
from clinic.lookups.groups.completion import standings
from clinic.models.make_ups import MakeUp
from clinic.models.programs import ProgramRow
from clinic.operations.groups.make_ups import When, mark_make_up, plan_make_up
from clinic.operations.programs.own_programs import offer_program
from clinic.queries.outcomes.cohort_reports import read_group
from tests.attending import AFTER, RULE, mark, people, set_rule
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.crowd import theresa
from tests.edited_programs import edited

As = Callable[[str], Person]


def miss_three(db: Db, cast: Cast, rule: str) -> MakeUp:
    """Let Max come five times and miss three, and plan a make-up of one of these."""
    set_rule(db, theresa(cast), db.get_one(ProgramRow, cast.cohort.program_id), rule)
    for number in range(1, 9):
        mark(db, cast, number, AFTER, max="present" if number < 6 else "absent")
    starts_at = AFTER + timedelta(days=1)
    when = When(starts_at, starts_at + timedelta(hours=1))
    by = replace(theresa(cast), at=AFTER)
    return plan_make_up(db, by, cast.sessions[6], [cast.enrollments["max"]], when)


def come(db: Db, cast: Cast, row: MakeUp) -> None:
    by = replace(theresa(cast), at=row.ends_at)
    mark_make_up(db, by, row, {cast.enrollments["max"].public_id: AttendanceMark.PRESENT})


def standing(db: Db, cast: Cast) -> CompletionStanding:
    return standings(db, [cast.cohort.id], AFTER)[cast.enrollments["max"].id]


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        (RULE, CompletionClass.UNDER_WAY, CompletionClass.COMPLETER),
        ("make_ups_count: false\n", CompletionClass.PARTIAL, CompletionClass.PARTIAL),
        ("", CompletionClass.PARTIAL, CompletionClass.PARTIAL),
    ],
)
def test_the_class_follows_the_rule(
    db: Db, cast: Cast, rule: str, before: CompletionClass, after: CompletionClass
) -> None:
    row = miss_three(db, cast, rule)
    assert standing(db, cast).kind is before
    come(db, cast, row)
    found = standing(db, cast)
    assert (found.attended, found.made_up, found.kind) == (5, 1, after)


def test_a_make_up_that_is_planned_keeps_the_number_in_reach(as_: As, db: Db, cast: Cast) -> None:
    miss_three(db, cast, RULE)
    assert standing(db, cast).reach is Reach.LAST_CHANCE
    page = as_("theresa").get("therapist.dashboard.show")
    assert "Max D. can miss no more sessions to reach 6 of 8" in page.text


def test_it_holds_in_every_figure_and_is_said(as_: As, db: Db, cast: Cast, clock: Clock) -> None:
    come(db, cast, miss_three(db, cast, RULE))
    clock.at = AFTER + timedelta(days=3)
    text = people(as_, cast)
    assert "Completer" in text[text.index("Max D.") : text.index("Mia R.")]
    assert "5 + 1 made up" in text
    assert "count toward this, by the program's own rule" in " ".join(text.split())
    reader = Reader(cast.accounts["theresa"].id, Role.THERAPIST, NOW)
    figures = read_group(db, reader, cast.cohort.public_id, clock.at).figures(is_inside=True)
    assert figures.classes[Class.COMPLETER] == 1
    assert figures.counts_make_ups


def test_the_programs_page_and_its_file_carry_the_rule(as_: As, db: Db, cast: Cast) -> None:
    program = db.get_one(ProgramRow, cast.cohort.program_id)
    person, where = as_("theresa"), {"program_id": program.public_id}
    assert "counted apart make-up sessions" in person.get("therapist.programs.show", **where).text
    set_rule(db, theresa(cast), program, RULE)
    assert "count too make-up sessions" in person.get("therapist.programs.show", **where).text
    file = person.get("therapist.programs.export", **where).answer
    assert RULE.strip() in file.get_json(force=True)["program"]["source"]


def test_a_cohort_that_may_move_is_told_of_another_rule_first(as_: As, db: Db, cast: Cast) -> None:
    target = edited(db, cast, "late_join_until", f"{RULE}late_join_until")
    offer_program(db, theresa(cast), target, is_offered=True)
    where = {"cohort_id": cast.cohort.public_id, "to": target.public_id}
    text = as_("theresa").get("therapist.cohort_program.edit", **where).text
    assert "Sessions that were made up count among those that make a completer." in text
    assert "Every session to come is the same in both versions." in text
    assert "Nothing:" not in text
