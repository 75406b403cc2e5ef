"""Two people of a group who share both names are told apart by the order in which they came."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import AttendanceMark
from clinic.domain.post.messages import MessageKind, clinical_words
from clinic.mail.composing import compose
from clinic.models.enrollments import Enrollment
from clinic.models.risk import RiskCase
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from clinic.operations.homework.practice import Practice, log_practice
from clinic.operations.post.deliveries import claim_next
from tests.cast import NOW, Cast
from tests.client import Person
from tests.crowd import theresa
from tests.homework import exercise_of
from tests.pages.namesakes import PAGES, rename
from tests.queued import queued

As = Callable[[str], Person]
FIRST, SECOND = "Anna Meyer 1", "Anna Meyer 2"


@pytest.fixture
def two(db: Db, cast: Cast) -> tuple[Enrollment, Enrollment]:
    """Mia and Max are both Anna Meyer; both missed a session."""
    for name in ("mia", "max"):
        rename(db, theresa(cast), cast.clients[name], "Anna", "Meyer")
    both = cast.enrollments["mia"], cast.enrollments["max"]
    marks = {place.public_id: PersonMark(AttendanceMark.ABSENT) for place in both}
    mark_attendance(db, theresa(cast), cast.sessions[3], marks)
    return both


def cry(db: Db, cast: Cast, name: str) -> None:
    told = Practice(practiced_on=NOW.date(), minutes=5, felt_worse=True)
    log_practice(db, Actor(None, NOW), exercise_of(db, cast, name), told)


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    "endpoint", [page for page in PAGES if page != "therapist.cohort_measures.show"]
)
def test_every_list_numbers_them(as_: As, cast: Cast, endpoint: str) -> None:
    where = {"session_id": cast.sessions[3].public_id, "cohort_id": cast.cohort.public_id}
    given = {} if endpoint == "therapist.dashboard.show" else where
    text = as_("theresa").get(endpoint, **given).text
    assert FIRST in text
    assert text.count(FIRST) == text.count(SECOND)
    assert text.count("Anna Meyer") == text.count(FIRST) + text.count(SECOND)


@pytest.mark.usefixtures("two")
def test_messages_of_both_are_told_apart(as_: As, db: Db, cast: Cast) -> None:
    for name in ("mia", "max"):
        queued(db, Actor(None, NOW), cast.enrollments[name])
    page = as_("theresa").get("therapist.messages.index")
    assert page.text.count(FIRST) == page.text.count(SECOND) == 1
    for name, shown in (("mia", FIRST), ("max", SECOND)):
        link = as_("theresa").url("therapist.clients.show", client_id=cast.clients[name].public_id)
        assert shown in page.parts("a", href=link)[0].text


def test_a_mail_to_staff_names_neither_and_leads_to_the_right_one(
    as_: As, db: Db, cast: Cast, two: tuple[Enrollment, Enrollment]
) -> None:
    cry(db, cast, "max")
    letter = claim_next(db, Actor(None, NOW + timedelta(minutes=1)), "example.org")
    assert letter is not None
    mail = compose(letter, "hello@example.org", "https://example.org")
    body = mail.get_body()
    assert body is not None
    said = f"{mail['Subject']} {body.get_content()}"
    assert letter.kind is MessageKind.RISK_WAITING
    assert "Anna" not in said
    assert "Meyer" not in said
    assert clinical_words(said) == []
    reader = as_("theresa")
    dashboard = reader.get("therapist.dashboard.show").text
    assert f"Felt worse {SECOND}, after A place that welcomes you" in dashboard
    assert f"Felt worse {FIRST}" not in dashboard
    case = db.scalars(select(RiskCase)).one()
    assert case.enrollment_id == two[1].id
    for page in (
        reader.get("therapist.risk_cases.index"),
        reader.get("therapist.risk_cases.show", case_id=case.public_id),
    ):
        assert SECOND in page.text
        assert FIRST not in page.text
