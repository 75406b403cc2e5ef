"""The ways to answer: one by one or as a list, saved by a script, or not at all."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinic.db import Db
from clinic.domain.measures.administrations import QuestionLayout
from clinic.models.measures import Administration
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.homework import measure_of

As = Callable[[str], Person]


@pytest.fixture
def row(db: Db, cast: Cast, clock: Clock) -> Administration:
    clock.at = NOW + timedelta(days=4)
    return measure_of(db, cast)


def test_how_somebody_likes_to_be_asked_is_kept(
    as_: As, db: Db, cast: Cast, row: Administration
) -> None:
    mia, key = as_("mia"), row.public_id
    chosen = mia.post("portal.measures.choose", {"layout": "list"}, administration_id=key)
    assert len(mia.open(chosen.location).parts("fieldset")) == 10
    db.refresh(cast.clients["mia"])
    assert cast.clients["mia"].question_layout is QuestionLayout.LIST
    gad = measure_of(db, cast, key="gad-7").public_id
    page = mia.get("portal.measures.show", administration_id=gad)
    assert "One question at a time" in page.text


def test_each_answer_is_saved_by_itself_and_taken_back_by_itself(
    as_: As, db: Db, row: Administration
) -> None:
    mia, key = as_("mia"), row.public_id
    url = "portal.measures.save"
    saved = mia.put_json(url, {"answers": {"item_3": "2"}}, administration_id=key, item=3)
    assert saved.json["version"]
    mia.put_json(url, {"answers": {"item_4": 1}}, administration_id=key, item=4)
    mia.put_json(url, {"answers": {}}, administration_id=key, item=3)
    db.refresh(row)
    assert row.answers == {"4": 1}
    db.commit()
    whole = {"answers": {"item_1": "0", "item_9": ""}}
    assert mia.put_json("portal.measures.save_all", whole, administration_id=key).status == 200
    db.refresh(row)
    assert row.answers == {"1": 0}


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"answers": 3},
        {"answers": {"item_3": "4"}},
        {"answers": {"item_3": 1.5}},
        {"answers": {"item_3": True}},
        {"answers": {"item_3": "two"}},
        {"answers": {"item_3": [1]}},
        {"answers": {"item_4": "1"}},
    ],
)
def test_what_a_script_cannot_mean_is_refused_with_a_sentence(
    as_: As, db: Db, row: Administration, body: object
) -> None:
    key = row.public_id
    told = as_("mia").put_json("portal.measures.save", body, administration_id=key, item=3)
    assert told.status == 422
    assert told.json["message"].endswith(".")
    db.refresh(row)
    assert row.answers is None


def test_before_a_heavy_question_stands_who_sees_it_and_after_it_where_help_is(
    as_: As, row: Administration
) -> None:
    mia, key = as_("mia"), row.public_id
    before = mia.get("portal.measures.answer", administration_id=key, item=9)
    assert "Your answer to the next question goes to Theresa Lind and Tom Adeyemi" in before.text
    assert "This is not an emergency line." in before.text
    plain = mia.get("portal.measures.answer", administration_id=key, item=8)
    assert "Your answer to the next question" not in plain.text
    sent = mia.post("portal.measures.answer", {"item_9": "1"}, administration_id=key, item=9)
    page = mia.open(sent.location)
    assert page.has_heading("You do not have to carry this alone")
    assert "555 0100" in page.text
    assert page.leads_to(f"/measures/{key}/items/10")
    calm = mia.post("portal.measures.answer", {"item_9": "0"}, administration_id=key, item=9)
    assert calm.location.endswith("/items/10")


def test_a_no_is_an_answer_and_may_be_taken_back(as_: As, db: Db, row: Administration) -> None:
    mia, key = as_("mia"), row.public_id
    mia.post("portal.measures.refuse", {"reason": "Too much now"}, administration_id=key)
    page = mia.get("portal.measures.show", administration_id=key)
    assert "You would rather not answer this" in page.text
    assert "nobody will ask again" in page.text
    assert key not in mia.get("portal.today.show").html
    assert mia.get("portal.measures.answer", administration_id=key, item=1).status == 303
    mia.post("portal.measures.take_up", administration_id=key)
    assert mia.get("portal.measures.answer", administration_id=key, item=1).status == 200
