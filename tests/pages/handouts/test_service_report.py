"""The report about a group for the service, where the group is large enough to be told of."""

from collections.abc import Callable
from io import BytesIO

from pypdf import PdfReader
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import AttendanceMark
from clinic.models.enrollments import Enrollment
from clinic.operations.attendance import Mark, mark_attendance
from tests.cast import NOW, Cast
from tests.client import Person
from tests.scores import newcomers

As = Callable[[str], Person]


def test_six_people_are_told_of_by_means_and_by_what_the_services_count(
    as_: As, db: Db, cast: Cast
) -> None:
    """From 18 and 18 to 9 through 14: all were cases, and nobody may be told of as one of few."""
    newcomers(db, cast, 6, ("phq-9", "gad-7"))
    by = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    places = db.scalars(
        select(Enrollment.public_id).where(Enrollment.cohort_id == cast.cohort.id)
    ).all()
    for number in (1, 2):
        came = {place: Mark(AttendanceMark.PRESENT) for place in places}
        mark_attendance(db, by, cast.sessions[number], came)

    url = as_("nobody").url("handouts.reports.create_of_cohort", cohort_id=cast.cohort.public_id)
    answer = as_("theresa").browser.post(url, data={"paper": "A4", "then": "preview"})
    pages = PdfReader(BytesIO(answer.get_data())).pages
    text = " ".join("".join(page.extract_text() + "\n" for page in pages).split())

    assert "n = 6, mean change -6.50 points." in text
    assert "As NHS Talking Therapies counts, from PHQ-9 and GAD-7" in text
    assert "Here that is 6 people." in text
    assert "read second-hand, not verified" in text
    assert "At caseness before – At the first score" in text
    assert "Scoring key. Source: Kroenke" in text
    assert "Newcomer" not in text
