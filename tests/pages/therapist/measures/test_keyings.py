"""The typing desk without scripts: a plain form of boxes that says what it cannot take."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from clinic.content.instrument_files import load_instruments
from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.measures.keyings import scheme_of
from clinic.forms.measures.keyings import keying_form
from clinic.models.keyings import Keying
from clinic.models.measures import Administration, ScoreRow
from clinic.models.risk import RiskCase
from clinic.operations.homework.sheet_codes import issue_measure_codes
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.homework import measure_of
from tests.markup import Part, parsed
from tests.measures import KEYS

As = Callable[[str], Person]


@pytest.fixture
def row(db: Db, cast: Cast, clock: Clock) -> Administration:
    clock.at = NOW + timedelta(days=4)
    return measure_of(db, cast, "noor")


def key(person: Person, row: Administration, **values: str) -> Page:
    return person.post("therapist.keyings.create", KEYS | values, administration_id=row.public_id)


def test_the_desk_lists_the_paper_that_is_out_person_by_person(
    as_: As, row: Administration, clock: Clock
) -> None:
    text = as_("theresa").get("therapist.keyings.index").text
    # The baselines were never handed in; Mia and Max answer on their phones.
    assert "Noor Haddad" in text
    assert text.index("PHQ-9 before") < text.index("PHQ-9 midway")
    assert "Mia" not in text
    assert "Nothing is waiting" in as_("sam").get("therapist.keyings.index").text


def test_one_pile_shows_one_measure(as_: As, row: Administration) -> None:
    text = as_("theresa").get("therapist.keyings.index", pile="gad-7").text
    assert "GAD-7 before" in text
    assert "PHQ-9 before" not in text


def test_each_question_has_a_box_and_the_next_paper_follows(
    as_: As, db: Db, row: Administration
) -> None:
    theresa = as_("theresa")
    page = theresa.get("therapist.keyings.new", administration_id=row.public_id)
    assert [page.has_field(f"item_{n}") for n in range(12)] == [False, *[True] * 10, False]
    sent = key(theresa, row, written_total="8")
    assert sent.status == 303
    assert sent.location.endswith("/keying")
    after = theresa.open(sent.location)
    assert "PHQ-9 for Noor Haddad is entered: 8." in after.text
    assert row.public_id not in sent.location
    db.commit()
    assert db.scalars(select(ScoreRow.value)).all() == [8.0]


def test_a_pile_is_followed_by_its_own_papers(
    as_: As, db: Db, cast: Cast, row: Administration
) -> None:
    theresa, before = as_("theresa"), measure_of(db, cast, "noor", occasion="baseline")
    sent = theresa.post(
        "therapist.keyings.create", KEYS, administration_id=before.public_id, pile="phq-9"
    )
    assert sent.location.endswith(f"/{row.public_id}/keying?pile=phq-9")


def test_totals_that_differ_are_shown_and_nothing_is_kept_before_somebody_says_so(
    as_: As, db: Db, row: Administration
) -> None:
    theresa = as_("theresa")
    page = key(theresa, row, written_total="11")
    assert page.status == 422
    assert "The paper says 11, the keys add up to 8." in page.text
    assert page.has_value("1")
    assert db.scalars(select(Keying)).all() == []
    assert key(theresa, row, written_total="11", stands="y").status == 303
    db.commit()
    assert db.scalars(select(Keying.written_total)).one() == 11.0


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"item_3": "4"}, "Question 3: the answer is a whole number from 0 to 3."),
        ({"item_3": "1.5"}, "Question 3: the answer is a whole number from 0 to 3."),
        ({"item_3": "two"}, "Question 3: the answer is a whole number from 0 to 3."),
        ({"item_3": ""}, "Question 3: type its answer, or a dot where the paper has none."),
        ({"item_11": "1"}, "There is no such question here."),
        ({"written_total": "many"}, "The total on the paper is a number, or nothing."),
    ],
)
def test_what_cannot_be_is_told_with_its_place_and_the_keys_stay(
    as_: As, db: Db, row: Administration, values: dict[str, str], sentence: str
) -> None:
    page = key(as_("theresa"), row, **{"item_1": "2", **values})
    assert page.status == 422
    assert sentence in page.text
    assert page.parts(name="item_1", value="2")
    assert db.scalars(select(Keying)).all() == []


def test_too_few_boxes_are_told_one_by_one(as_: As, row: Administration) -> None:
    page = as_("theresa").post(
        "therapist.keyings.create", {"item_1": "1"}, administration_id=row.public_id
    )
    assert page.status == 422
    assert page.text.count("type its answer, or a dot") >= 9


def test_an_answer_that_asks_for_a_look_stops_the_desk(
    as_: As, db: Db, row: Administration
) -> None:
    theresa = as_("theresa")
    sent = key(theresa, row, item_9="2", item_10=".")
    stop = theresa.open(sent.location)
    assert stop.has_heading("Please look at this first")
    assert "Question 9 was answered with 2." in stop.text
    case = db.scalars(select(RiskCase)).one()
    assert stop.leads_to(f"/risk-cases/{case.public_id}")


def test_the_second_hand_does_not_see_the_first_and_the_paper_settles(
    as_: As, db: Db, row: Administration
) -> None:
    tom, theresa = as_("tom"), as_("theresa")
    assert key(tom, row, item_4="3", then="again").status == 303
    page = theresa.get("therapist.keyings.new", administration_id=row.public_id)
    assert "Tom Adeyemi keyed this first" in page.text
    assert not page.has_value("3")
    assert "Keyed once by Tom Adeyemi" in theresa.get("therapist.keyings.index").text
    key(theresa, row)
    settling = theresa.get("therapist.settlements.edit", administration_id=row.public_id)
    assert "9 of 10 answers match" in settling.text
    assert "Tom Adeyemi: 3 · Theresa Lind: 1" in settling.text
    url = "therapist.settlements.update"
    assert theresa.post(url, {"item_4": "9"}, administration_id=row.public_id).status == 422
    assert theresa.post(url, {"item_4": "3"}, administration_id=row.public_id).status == 303
    db.refresh(row)
    assert row.answers is not None
    assert row.answers["4"] == 3
    read = theresa.get("therapist.administrations.show", administration_id=row.public_id)
    assert "Keyed by Tom Adeyemi" in read.text
    assert "a second time by Theresa Lind" in read.text


def test_the_code_on_the_paper_leads_staff_to_the_desk_and_the_client_to_the_questions(
    as_: As, db: Db, cast: Cast, row: Administration
) -> None:
    theresa = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    (noor,) = issue_measure_codes(db, theresa, [row])
    (again,) = issue_measure_codes(db, theresa, [row])
    (mia,) = issue_measure_codes(db, theresa, [measure_of(db, cast, "mia")])
    assert noor.code == again.code
    scanned = f"http://localhost/c/{noor.code}"
    opened = as_("theresa").get("auth.codes.find", code=scanned)
    assert opened.location.endswith(f"/administrations/{row.public_id}/keying")
    assert as_("sigrid").get("auth.codes.show", code=noor.code).location.endswith(row.public_id)
    assert as_("sam").get("auth.codes.show", code=noor.code).status == 404
    assert "/portal/measures/" in as_("mia").get("auth.codes.show", code=mia.code).location
    assert as_("mia").get("auth.codes.show", code=noor.code).status == 404


def test_what_is_in_already_is_shown_and_not_keyed_again(as_: As, row: Administration) -> None:
    theresa = as_("theresa")
    key(theresa, row)
    assert theresa.get("therapist.keyings.new", administration_id=row.public_id).status == 303
    page = key(theresa, row)
    assert page.status == 422
    assert "one occasion has one filling" in page.text


def test_the_page_says_what_each_answer_to_a_reversed_question_counts(app: Flask) -> None:
    form = load_instruments().instruments["pss-10"]
    with app.test_request_context():
        box = app.jinja_env.get_template("therapist/measures/keyings/parts.html").module.key_box  # type: ignore[attr-defined]  # a macro
        told = [str(box(keying_form(form), form, item, scheme_of)) for item in form.items]
    boxes = list(enumerate((Part(parsed(each)) for each in told), 1))
    turned = {n for n, drawn in boxes if drawn.parts(data_counts=" 0:4 1:3 2:2 3:1 4:0")}
    plain = {n for n, drawn in boxes if drawn.parts(data_counts="")}
    assert turned == form.reversed_items
    assert turned | plain == set(range(1, 11))
