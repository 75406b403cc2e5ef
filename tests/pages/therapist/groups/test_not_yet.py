"""Whoever has no place yet takes part in nothing and counts nowhere, whatever lies about her."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor, Reader, Role
from clinic.domain.enrollments import AttendanceMark, EnrollmentStatus
from clinic.domain.errors import Refused
from clinic.domain.people.amendments import AmendmentState
from clinic.lookups.post.reminders import planned_reminders
from clinic.models.calendars import meetings_of_places
from clinic.models.enrollments import Enrollment
from clinic.models.reports import Amendment
from clinic.models.risk import RiskCase
from clinic.models.sealed import write_sealed
from clinic.operations.groups.attendance import PersonMark, mark_attendance
from clinic.queries.attention import attention_list
from clinic.queries.cohort_page import cohort_page
from clinic.queries.outcomes.cohort_reports import cohort_report
from tests.access.conftest import database_url, scene, world
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.furniture import AT, SESSION, canary
from tests.scenes import World

__all__ = ["database_url", "scene", "world"]

As = Callable[[str], Person]
NOT_YET = [status for status in EnrollmentStatus if status.is_before_a_place]
OF_A_COHORT = ("cohorts.show", "administrations.index")
OF_A_SESSION = ("sessions.show", "attendance.edit", "assignments.new")


@operation
def put_back(db: Db, actor: Actor, place: Enrollment, status: EnrollmentStatus) -> None:
    """Leave everything that ever lay about her, and say that she has no place yet."""
    for case in db.scalars(select(RiskCase).where(RiskCase.closed_at.is_(None))):
        # An open case is seen to wherever it comes from.
        case.closed_at, case.closed_by_id = actor.at, actor.account_id
        write_sealed(db.keys, case, "action", "Called")
    for wish in db.scalars(select(Amendment).where(Amendment.answered_at.is_(None))):
        # So is a wish that something about her be corrected.
        wish.state = AmendmentState.DONE
        wish.answered_at, wish.answered_by_id = actor.at, actor.account_id
    place.status = status


@pytest.fixture
def mia(world: World, cast: Cast) -> Enrollment:
    assert world.scene
    return cast.enrollments["mia"]


@pytest.fixture
def reader(cast: Cast) -> Reader:
    return Reader(cast.accounts["theresa"].id, Role.THERAPIST, NOW)


def texts_of(as_: As, cast: Cast) -> dict[str, str]:
    theresa = as_("theresa")
    cohort_id = cast.cohort.public_id
    pages = {
        name: theresa.get(f"therapist.{name}", session_id=cast.sessions[SESSION].public_id)
        for name in OF_A_SESSION
    }
    pages |= {name: theresa.get(f"therapist.{name}", cohort_id=cohort_id) for name in OF_A_COHORT}
    next_session = cast.sessions[SESSION + 1].public_id
    pages["packs"] = theresa.get("handouts.packs.new", session_id=next_session)
    pages["dashboard"] = theresa.get("therapist.dashboard.show")
    return {name: page.text for name, page in pages.items() if page.status == 200}


def test_she_stands_on_no_page_of_the_group_until_she_has_a_place(
    as_: As, db: Db, cast: Cast, mia: Enrollment, clock: Clock
) -> None:
    clock.at = AT
    doer, name = Actor(cast.accounts["theresa"].id, AT), canary("first", "mia")
    put_back(db, doer, mia, EnrollmentStatus.ENROLLED)
    seen = {page for page, text in texts_of(as_, cast).items() if name in text}
    assert {"attendance.edit", "cohorts.show", "administrations.index"} <= seen
    for status in NOT_YET:
        put_back(db, doer, mia, status)
        texts = texts_of(as_, cast)
        assert len(texts) == 7
        assert [page for page, text in texts.items() if name in text] == []
        assert "2 of 8 places" in texts["cohorts.show"]


def test_she_counts_in_no_figure_and_gets_no_reminder_and_no_date(
    db: Db, cast: Cast, mia: Enrollment, reader: Reader
) -> None:
    doer = Actor(cast.accounts["theresa"].id, AT)
    cohort_id = cast.cohort.public_id
    ids = [cast.cohort.id]

    def figures() -> list[int]:
        db.expire_all()
        attention = attention_list(db, reader, ids, AT)
        page = cohort_page(db, reader, cohort_id, AT)
        report = cohort_report(db, reader, cohort_id, AT)
        return [
            sum(one.people for one in attention.measures),
            len(report.told),
            page.all_enrolled.people,
            sum(one.asked for measure in page.measures for one in measure.occasions),
            len({one.enrollment.id for one in planned_reminders(db, cast.cohort, AT)}),
            len(db.scalars(meetings_of_places(AT)).all()),
        ]

    with_her = figures()
    for status in NOT_YET:
        put_back(db, doer, mia, status)
        assert all(less < more for less, more in zip(figures(), with_her, strict=True))


def test_she_cannot_be_marked_and_her_page_tells_her_that_nothing_is_due(
    as_: As, db: Db, cast: Cast, mia: Enrollment, clock: Clock
) -> None:
    clock.at = AT
    doer = Actor(cast.accounts["theresa"].id, AT)
    put_back(db, doer, mia, EnrollmentStatus.WAITLISTED)
    marks = {mia.public_id: PersonMark(AttendanceMark.PRESENT, None)}
    with pytest.raises(Refused, match="not in this cohort"):
        mark_attendance(db, doer, cast.sessions[SESSION], marks)
    assert as_("mia").get("portal.today.show").has_heading("Nothing is here yet")
    page = as_("theresa").get("therapist.clients.show", client_id=mia.client.public_id)
    assert page.has_heading("No place yet")
