"""The dashboard's list of who is worse, off track or not answering, with the reason."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from clinic.db import Db
from clinic.domain.enrollments import EnrollmentStatus
from clinic.operations.people.enrollments import change_status
from tests.cast import Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.crowd import fill, theresa
from tests.homework import measure_of
from tests.scores import give_score
from tests.selects import selects_of

As = Callable[[str], Person]
AFTER_MID = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
NONE = "Nobody’s scores are reliably worse or off track, and none are missing."


@pytest.fixture(autouse=True)
def _after_the_mid_occasion(clock: Clock) -> None:
    clock.at = AFTER_MID


def signs(page: Page) -> str:
    text = page.text
    return text[text.index("Early signs in the measures") : text.index("This week's practice")]


def of(page: Page, name: str) -> str:
    """Give what is said of one person, up to the button that opens her page."""
    text = signs(page)
    start = text.index(name)
    return text[start : text.index("Open", start)]


def both(db: Db, cast: Cast, name: str, before: int, after: int) -> None:
    give_score(db, cast, name, before)
    give_score(db, cast, name, after, occasion="mid")


def test_each_kind_is_listed_with_its_reason_and_whose_rule_it_is(
    as_: As, db: Db, cast: Cast
) -> None:
    both(db, cast, "mia", 9, 16)
    both(db, cast, "max", 14, 15)
    page = as_("theresa").get("therapist.dashboard.show")
    worse, off, missing = of(page, "Mia R."), of(page, "Max D."), of(page, "Noor H.")
    assert "PHQ-9 (midway): reliable deterioration. From 9 to 16, 7 points worse." in worse
    assert "Reliable from 6 points on, as published" in worse
    assert "off track, no better than at the start and on the clinical side" in off
    assert "Hearth’s own rule" in off
    assert "PHQ-9: not answered 2 times in a row, lately midway." in missing
    assert signs(page).index("Mia R.") < signs(page).index("Max D.") < signs(page).index("Noor H.")


def test_the_list_leads_to_the_person_and_a_supervisor_reads_it_too(
    as_: As, db: Db, cast: Cast
) -> None:
    both(db, cast, "mia", 9, 16)
    mia = cast.clients["mia"].public_id
    for reader in ("theresa", "sigrid"):
        somebody = as_(reader)
        page = somebody.get("therapist.dashboard.show")
        assert "reliable deterioration" in of(page, "Mia R.")
        assert somebody.url("therapist.clients.show", client_id=mia) in page.links


def test_somebody_elses_people_are_not_listed(as_: As, db: Db, cast: Cast) -> None:
    both(db, cast, "mia", 9, 16)
    assert "Mia" not in as_("sam").get("therapist.dashboard.show").text


def test_a_refusal_and_a_break_are_no_missing_data(as_: As, db: Db, cast: Cast) -> None:
    for name in ("mia", "max", "noor"):
        for key in ("phq-9", "gad-7"):
            give_score(db, cast, name, 3, key=key)
    change_status(db, theresa(cast), cast.enrollments["max"], EnrollmentStatus.PAUSED, "Travels.")
    for key in ("phq-9", "gad-7"):
        give_score(db, cast, "noor", 2, key=key, occasion="mid")
        give_score(db, cast, "mia", 2, key=key, occasion="mid")
    assert NONE in as_("theresa").get("therapist.dashboard.show").text


def test_one_gap_after_a_start_is_not_yet_listed_and_no_start_is(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    for key in ("phq-9", "gad-7"):
        give_score(db, cast, "mia", 3, key=key)
    page = as_("theresa").get("therapist.dashboard.show")
    assert "Mia R." not in signs(page)
    clock.at = measure_of(db, cast, "noor", "phq-9", "baseline").closes_at + timedelta(hours=1)
    page = as_("theresa").get("therapist.dashboard.show")
    assert "PHQ-9: no score from the start" in of(page, "Noor H.")


def test_one_person_with_scores_and_twenty_cost_the_same(as_: As, db: Db, cast: Cast) -> None:
    both(db, cast, "mia", 9, 16)
    before = selects_of(db, as_("theresa"), "therapist.dashboard.show")
    fill(db, cast, 5)
    for name in ("max", "noor"):
        both(db, cast, name, 9, 16)
    assert selects_of(db, as_("theresa"), "therapist.dashboard.show") == before
