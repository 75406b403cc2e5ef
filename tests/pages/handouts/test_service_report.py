"""The report about a group for the service, where the group is large enough to be told of."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select, update

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import AttendanceMark
from clinic.domain.errors import Stale
from clinic.domain.outcomes.releases import Releases
from clinic.domain.outcomes.reports import ReportKind
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration, ScoreRow
from clinic.models.reports import ReportIssue
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from clinic.operations.outcomes.reports import OutgoingReport, note_report
from tests.cast import NOW, Cast
from tests.client import Person
from tests.databases import engine_of
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
        came = {place: PersonMark(AttendanceMark.PRESENT) for place in places}
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


def printed(as_: As, cast: Cast) -> str:
    """Print the report about the group, and read it."""
    url = as_("nobody").url("handouts.reports.create_of_cohort", cohort_id=cast.cohort.public_id)
    answer = as_("theresa").browser.post(url, data={"paper": "A4", "then": "print"})
    assert answer.status_code == 200
    pages = PdfReader(BytesIO(answer.get_data())).pages
    return " ".join("".join(page.extract_text() + "\n" for page in pages).split())


def mend(db: Db, people: int) -> None:
    """Let the first people have another last score than a report told."""
    with engine_of(db).begin() as connection:
        rows = connection.execute(
            select(ScoreRow.id)
            .join(Administration, ScoreRow.administration_id == Administration.id)
            .where(Administration.occasion == "mid", ScoreRow.scale == "total")
            .order_by(ScoreRow.id)
        )
        mended = [row.id for row in rows][:people]
        better = update(ScoreRow).where(ScoreRow.id.in_(mended)).values(value=ScoreRow.value - 1)
        connection.execute(better)


@pytest.mark.parametrize(("people", "is_told"), [(0, True), (1, False), (4, False), (6, True)])
def test_a_report_after_another_tells_of_nobody_by_subtracting(
    as_: As, db: Db, cast: Cast, people: int, is_told: bool
) -> None:
    newcomers(db, cast, 6)
    first = printed(as_, cast)
    assert "n = 6, mean change -6.50 points." in first
    mend(db, people)

    page = as_("theresa").get("handouts.reports.new_of_cohort", cohort_id=cast.cohort.public_id)
    second = printed(as_, cast)

    assert ("mean change" in second) is is_told
    assert ("A report about this group went out before." in second) is not is_told
    assert ("Some figures would be left out today" in page.text) is not is_told
    # What did not change can be told again.
    assert "Before 6 18.00" in second
    # The figures on the screen that may leave are those that the report may hold.
    where = {"cohort_id": cast.cohort.public_id, "view": "outside"}
    screen = as_("theresa").get("therapist.cohort_measures.show", **where).text
    assert ("n = 6, mean change" in screen) is is_told
    assert ("Some figures would be left out today" in screen) is not is_told


def test_a_report_from_before_its_facts_were_kept_holds_figures_back_too(
    as_: As, db: Db, cast: Cast
) -> None:
    newcomers(db, cast, 6)
    printed(as_, cast)
    with engine_of(db).begin() as connection:
        connection.execute(update(ReportIssue).values(told=None))
    mend(db, 1)

    assert "mean change" not in printed(as_, cast)


def test_two_reports_made_at_once_are_held_beside_one_another(db: Db, cast: Cast) -> None:
    by = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    one, two = (OutgoingReport(ReportKind.COHORT, "", pdf) for pdf in (b"one", b"two"))
    note_report(db, by, cast.cohort, one, Releases())
    with pytest.raises(Stale):
        note_report(db, by, cast.cohort, two, Releases())
