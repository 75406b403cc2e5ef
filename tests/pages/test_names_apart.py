"""Two people of a group with one short name are told apart wherever people of it stand."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import AttendanceMark
from clinic.models.enrollments import Enrollment
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from clinic.operations.homework.practice import Practice, log_practice
from clinic.operations.people.pauses import pause
from tests.cast import NOW, Cast
from tests.client import Person
from tests.homework import exercise_of
from tests.pages.handouts.papers import printed, words
from tests.pages.namesakes import PAGES, rename

As = Callable[[str], Person]


@pytest.fixture
def two(db: Db, cast: Cast) -> tuple[Enrollment, Enrollment]:
    """Mia and Max are two Annas, who missed a session and who felt worse."""
    system = Actor(cast.accounts["tom"].id, NOW, cast.accounts["tom"].role)
    for name, family in (("mia", "Meyer"), ("max", "Muller")):
        rename(db, system, cast.clients[name], "Anna", family)
        told = Practice(practiced_on=NOW.date(), minutes=5, felt_worse=True)
        log_practice(db, system, exercise_of(db, cast, name), told)
    both = cast.enrollments["mia"], cast.enrollments["max"]
    marks = {place.public_id: PersonMark(AttendanceMark.ABSENT) for place in both}
    mark_attendance(db, system, cast.sessions[3], marks)
    return both


def shown(page_text: str) -> tuple[bool, bool, bool]:
    return "Anna Me." in page_text, "Anna Mu." in page_text, "Anna M." in page_text


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("endpoint", PAGES)
def test_every_list_names_them_apart(as_: As, cast: Cast, endpoint: str) -> None:
    where = {"session_id": cast.sessions[3].public_id, "cohort_id": cast.cohort.public_id}
    wants = {
        "therapist.dashboard.show": {},
        "therapist.cohorts.show": {"cohort_id"},
        "therapist.cohort_measures.show": {"cohort_id"},
    }.get(endpoint, {"session_id"})
    text = as_("theresa").get(endpoint, **{key: where[key] for key in wants}).text
    assert shown(text)[2] is False
    if endpoint != "therapist.cohort_measures.show":
        assert shown(text) == (True, True, False)


@pytest.mark.usefixtures("two")
def test_covers_stamps_and_the_sheet_on_the_table_name_them_apart(as_: As, cast: Cast) -> None:
    text = words(printed(as_("theresa"), session_id=cast.sessions[4].public_id))
    assert shown(text) == (True, True, False)
    assert text.count("Anna Me.") == text.count("Anna Mu.")


@pytest.mark.usefixtures("two")
def test_a_name_stays_as_it_is_when_the_other_one_leaves(as_: As, db: Db, cast: Cast) -> None:
    tom = Actor(cast.accounts["tom"].id, NOW, cast.accounts["tom"].role)
    pause(db, tom, cast.enrollments["mia"], NOW.date() + timedelta(days=20), "")
    text = words(printed(as_("theresa"), session_id=cast.sessions[4].public_id))
    assert shown(text) == (False, True, False)


def test_no_member_sees_anything_of_it(as_: As, two: tuple[Enrollment, Enrollment]) -> None:
    mia = as_("mia")
    for endpoint in ("portal.today.show", "portal.weeks.index", "portal.done.index"):
        text = mia.get(endpoint).text
        assert "Anna M" not in text
        assert "Muller" not in text
