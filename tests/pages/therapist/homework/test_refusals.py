"Questionnaires, refusals and corrections, as staff sees them."

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus, Medium
from clinic.models.measures import Administration
from clinic.operations.measures.administrations import answer_items
from clinic.operations.people.enrollments import change_status
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.homework import measure_of

As = Callable[[str], Person]
KEYS = {f"item_{n}": "1" for n in range(1, 11)} | {"item_9": "0"}


@pytest.fixture
def row(db: Db, cast: Cast, clock: Clock) -> Administration:
    clock.at = NOW + timedelta(days=4)
    return measure_of(db, cast, "noor")


def test_every_state_stands_in_the_table_of_its_occasion(
    as_: As, db: Db, cast: Cast, row: Administration, clock: Clock
) -> None:
    theresa, key = as_("theresa"), row.public_id
    theresa.post("therapist.keyings.create", KEYS, administration_id=key)
    mias = measure_of(db, cast).public_id
    theresa.post("therapist.refusals.update", {"reason": "Not now"}, administration_id=mias)
    doer = Actor(cast.accounts["theresa"].id, clock.at, Role.THERAPIST)
    change_status(db, doer, cast.enrollments["max"], EnrollmentStatus.PAUSED, None)
    page = theresa.get("therapist.administrations.index", cohort_id=cast.cohort.public_id)
    midway = page.text.partition("Midway")[2].partition("Before")[0]
    assert "1 done · 2 due · 2 paused · 1 would rather not" in midway
    # The baselines closed on February 10, more than two weeks ago.
    assert "6 no longer asked" in page.text
    assert "Follow-up" in page.text.partition("Still to come")[2]


def test_a_refusal_is_noted_shown_and_taken_back(as_: As, row: Administration) -> None:
    theresa, key = as_("theresa"), row.public_id
    form = theresa.get("therapist.refusals.edit", administration_id=key)
    sent = {"reason": "Too close to home", "once": form.once}
    assert theresa.post("therapist.refusals.update", sent, administration_id=key).status == 303
    page = theresa.get("therapist.administrations.show", administration_id=key)
    assert "Would rather not" in page.text
    assert "“Too close to home”" in page.text
    assert key not in theresa.get("therapist.keyings.index").html
    assert theresa.post("therapist.refusals.remove", administration_id=key).status == 303
    page = theresa.get("therapist.administrations.show", administration_id=key)
    assert "Too close" not in page.text


def test_a_slip_is_mended_and_its_trace_stays_on_the_page(as_: As, row: Administration) -> None:
    theresa, key = as_("theresa"), row.public_id
    assert theresa.get("therapist.corrections.edit", administration_id=key).status == 404
    theresa.post("therapist.keyings.create", KEYS, administration_id=key)
    form = theresa.get("therapist.corrections.edit", administration_id=key)
    assert form.parts(name="item_9", value="0")
    url = "therapist.corrections.update"
    wrong = theresa.post(url, KEYS | {"item_2": "5", "reason": "x"}, administration_id=key)
    assert wrong.status == 422
    assert "Question 2: the answer is a whole number from 0 to 3." in wrong.text
    assert theresa.post(url, KEYS | {"item_2": "3"}, administration_id=key).status == 422
    sent = KEYS | {"item_2": "3", "reason": "The paper says 3 at question 2", "once": form.once}
    assert theresa.post(url, sent, administration_id=key).status == 303
    page = theresa.get("therapist.administrations.show", administration_id=key)
    assert "by Theresa Lind: The paper says 3 at question 2" in page.text
    assert "question 2: 1" in page.text
    assert "total: 8" in page.text


def test_a_questionnaire_is_printed_with_name_and_code(
    as_: As, db: Db, row: Administration
) -> None:
    theresa, key = as_("theresa"), row.public_id
    made = theresa.post("handouts.administrations.create", administration_id=key)
    answer = theresa.open(made.location).answer
    assert answer.headers["Content-Disposition"] == 'inline; filename="sheet.pdf"'
    text = PdfReader(BytesIO(answer.data)).pages[0].extract_text()
    assert "Noor H." in text
    code = next(word for word in text.split() if len(word) == 9 and word[4] == "-")
    opened = theresa.get("auth.codes.find", code=code)
    assert opened.location.endswith(f"/administrations/{key}/keying")


def test_what_somebody_began_on_a_phone_is_not_shown_while_it_is_unsent(
    as_: As, db: Db, cast: Cast, row: Administration, clock: Clock
) -> None:
    mias = measure_of(db, cast)
    mia = Actor(cast.accounts["mia"].id, clock.at, Role.CLIENT)
    answer_items(db, mia, mias, {1: 3}, Medium.PORTAL)
    page = as_("theresa").get("therapist.keyings.new", administration_id=mias.public_id)
    assert not page.has_value("3")
