"""Where people stand in their program, on the pages of the therapist."""

from clinic.db import Db
from clinic.domain.enrollments import EnrollmentStatus
from clinic.lookups.groups.completion import standings
from clinic.operations.people.enrollments import change_status
from tests.attending import AFTER, As, mark, people
from tests.cast import NOW, Cast
from tests.conftest import Clock
from tests.crowd import theresa
from tests.selects import counted

LAST_CHANCE = "Max D. can miss no more sessions to reach 6 of 8"


def miss_two(db: Db, cast: Cast) -> None:
    mark(db, cast, 1, mia="present", max="absent", noor="present")
    mark(db, cast, 2, mia="present", max="absent", noor="late")


def test_the_dashboard_says_it_while_something_can_be_done(as_: As, db: Db, cast: Cast) -> None:
    mark(db, cast, 1, max="absent")
    assert "can miss no more" not in as_("theresa").get("therapist.dashboard.show").text
    mark(db, cast, 2, max="absent")
    assert LAST_CHANCE in as_("theresa").get("therapist.dashboard.show").text
    mark(db, cast, 4, max="excused")
    assert "can miss no more" not in as_("theresa").get("therapist.dashboard.show").text


def test_nobody_who_left_is_warned_about(as_: As, db: Db, cast: Cast) -> None:
    miss_two(db, cast)
    change_status(db, theresa(cast), cast.enrollments["max"], EnrollmentStatus.WITHDRAWN, "Moved.")
    assert "can miss no more" not in as_("theresa").get("therapist.dashboard.show").text


def test_the_cohort_says_for_each_what_can_still_be_missed(as_: As, db: Db, cast: Cast) -> None:
    miss_two(db, cast)
    text = people(as_, cast)
    assert "No session left to miss" in text[text.index("Max D.") : text.index("Mia R.")]
    assert "can miss 2 more" in text[text.index("Mia R.") : text.index("Noor H.")]


def test_all_enrolled_and_completers_stand_side_by_side(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    for number in range(1, 9):
        came = "present" if number < 3 else "absent"
        mark(db, cast, number, AFTER, mia="present", max=came, noor="absent")
    clock.at = AFTER
    text = people(as_, cast)
    assert "All enrolled 3 3.3 Completers 1 8.0" in text
    assert "Early drop-out" in text[text.index("Max D.") : text.index("Mia R.")]
    assert "Completer" in text[text.index("Mia R.") : text.index("Noor H.")]
    assert "Never started" in text[text.index("Noor H.") :]


def test_the_clients_page_says_it_too(as_: As, db: Db, cast: Cast) -> None:
    miss_two(db, cast)
    page = as_("theresa").get("therapist.clients.show", client_id=cast.clients["max"].public_id)
    assert "Reaching 6 of 8: No session left to miss" in page.text


def test_a_break_takes_its_sessions_out_of_reach_once_they_are_past(db: Db, cast: Cast) -> None:
    change_status(db, theresa(cast), cast.enrollments["mia"], EnrollmentStatus.PAUSED, None)
    mia = cast.enrollments["mia"].id
    assert standings(db, [cast.cohort.id], NOW)[mia].possible == 8
    assert standings(db, [cast.cohort.id], cast.sessions[4].ends_at)[mia].possible == 7


def test_three_questions_are_asked_for_all_cohorts(db: Db, cast: Cast) -> None:
    with counted(db) as asked:
        found = standings(db, [cast.cohort.id, cast.other_cohort.id], NOW)
    assert len(asked) == 3
    assert set(found) == {row.id for row in cast.enrollments.values()}
