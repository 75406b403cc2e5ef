"""A form that is sent twice counts once, also where two send the same at the same moment."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from clinic.db import Db
from clinic.domain.access import Role
from clinic.models.accounts import Account
from tests.cast import NOW
from tests.client import Person
from tests.hostile.bodies import LIKE, all_sheets
from tests.hostile.sending import Post
from tests.scenes import World

MAKING = {
    "admin.accounts.create",
    "admin.accounts.grant",
    "admin.accounts.invite",
    "admin.consent_texts.create",
    "auth.calendars.create",
    "admin.closed_days.create",
    "handouts.letters.create",
    "handouts.reports.create",
    "handouts.reports.create_of_cohort",
    "portal.amendments.create",
    "portal.calls.create",
    "portal.measures.finish",
    "portal.practice.correct",
    "portal.practice.create",
    "therapist.assignments.create",
    "therapist.chart_notes.create",
    "therapist.cohort_people.create",
    "therapist.cohort_people.lend",
    "therapist.cohorts.create",
    "therapist.corrections.update",
    "therapist.covers.create",
    "therapist.enrollments.create",
    "therapist.links.create",
    "therapist.keyings.create",
    "therapist.absences.create",
    "therapist.make_ups.create",
    "therapist.measure_uses.create",
    "therapist.own_measures.create",
    "therapist.own_measures.update",
    "therapist.place_offers.create",
    "therapist.program_parts.update",
    "therapist.programs.copy",
    "therapist.record_copies.create",
    "therapist.refusals.update",
    "therapist.risk_cases.look_over",
    "therapist.risk_cases.note",
    "therapist.screenings.update",
    "therapist.settlements.update",
    "therapist.signed_notes.add",
    "therapist.waiting.create",
}
"""Deeds that would make a second row, a second link or a second letter."""
SHOWN_FIRST = {"therapist.wordings.create"}
"""Forms whose first sending shows what would change, and writes nothing."""


def test_a_form_that_makes_something_is_done_once_however_often_it_is_sent(
    world: World, post: Post
) -> None:
    keyed = [sheet for sheet in all_sheets(world) if "once" in dict(sheet.body)]
    keyed = [sheet for sheet in keyed if sheet.door.endpoint not in {*LIKE, *SHOWN_FIRST}]
    assert {sheet.door.endpoint for sheet in keyed} == MAKING
    for sheet in keyed:
        first, second = post.twice(sheet)
        assert "submissions" in first.written, sheet.door
        # A report is printed again; elsewhere the way leads to what was made.
        assert (second.written, second.status in (200, 303)) == (frozenset(), True), sheet.door


def test_who_made_the_same_account_a_moment_later_is_told_so(
    db: Db, as_: Callable[[str], Person]
) -> None:
    ada = as_("ada")
    data = {"name": "Ines Roth", "email": "ines@example.org", "role": "therapist"}
    with ThreadPoolExecutor(1) as threads:
        with db.transaction():
            row = Account(
                sign_in_name="ines@example.org",
                name="Ines Roth",
                role=Role.THERAPIST,
                is_active=True,
                created_at=NOW,
            )
            db.add(row)
            db.flush()
            later = threads.submit(ada.post, "admin.accounts.create", data)
            # Long enough for the other to look for the name, and to come upon the row here.
            time.sleep(0.3)
        page = later.result(timeout=20)
    assert page.status in (409, 422)
    assert "There is already an account with this e-mail address." in page.text
