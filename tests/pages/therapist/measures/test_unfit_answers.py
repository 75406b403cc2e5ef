"""Answers in a damaged row that are none of its questionnaire: a sentence, and a way to mend them.

Nothing is calculated from what is left of such answers, no page of anybody dies of them, and what
came on paper is retyped from the paper.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.models.keyings import Keying
from clinic.models.measures import Administration, ScoreRow
from clinic.models.risk import RiskCase
from clinic.queries.outcomes.reports import person_report
from clinic.queries.people.enrollments import get_enrollment
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.databases import engine_of
from tests.homework import measure_of

As = Callable[[str], Person]
KEYS = {f"item_{n}": "1" for n in range(1, 11)} | {"item_9": "0"}
DAMAGED: list[object] = [
    {"1": 1, "3": 99},
    {"1": 1, "3": "2"},
    {"1": 1, "3": True},
    {"1": 1, "3": 1.5},
    {"1": 1, "3": None},
    {"1": 1, "3": [1]},
    {"1": 1, "77": 1},
    {"1": 1, "three": 1},
    {"1": 1, "03": 1},
    [1, 2, 3],
    "1,2,3",
    7,
]
SAYS = "does not fit its questions"


def damage(db: Db, row: Administration, answers: object) -> None:
    of_row, of_keys = Administration.id == row.id, Keying.administration_id == row.id
    with engine_of(db).begin() as connection:
        connection.execute(update(Administration).where(of_row).values(answers=answers))
        connection.execute(update(Keying).where(of_keys).values(answers=answers))
    db.commit()
    db.expire_all()


@pytest.fixture
def paper(db: Db, cast: Cast, clock: Clock) -> Administration:
    clock.at = NOW + timedelta(days=4)
    return measure_of(db, cast, "noor")


@pytest.fixture
def phone(db: Db, cast: Cast, clock: Clock) -> Administration:
    clock.at = NOW + timedelta(days=4)
    return measure_of(db, cast, "mia")


def key(person: Person, row: Administration, **values: str) -> Page:
    return person.post("therapist.keyings.create", KEYS | values, administration_id=row.public_id)


def scores(db: Db) -> list[float | None]:
    db.commit()
    return list(db.scalars(select(ScoreRow.value)))


@pytest.mark.parametrize("answers", DAMAGED)
def test_a_paper_that_is_in_says_what_it_cannot_show_and_is_corrected_from_the_paper(
    as_: As, db: Db, paper: Administration, answers: object
) -> None:
    theresa, where = as_("theresa"), {"administration_id": paper.public_id}
    key(theresa, paper)
    damage(db, paper, answers)
    page = theresa.get("therapist.administrations.show", **where)
    assert "Some of what is stored as answers here does not fit the questions." in page.text
    form = theresa.get("therapist.corrections.edit", **where)
    assert form.status == 200
    sent = KEYS | {"item_3": "2", "reason": "Retyped from the paper", "once": form.once}
    assert theresa.post("therapist.corrections.update", sent, **where).status == 303
    assert scores(db) == [9.0]
    page = theresa.get("therapist.administrations.show", **where)
    assert "does not fit" not in page.text


@pytest.mark.parametrize("answers", DAMAGED)
def test_at_the_desk_a_keying_that_cannot_be_read_is_told_and_not_counted(
    as_: As, db: Db, paper: Administration, answers: object
) -> None:
    theresa, tom = as_("theresa"), as_("tom")
    assert key(theresa, paper, then="again").status == 303
    damage(db, paper, answers)
    sent = key(tom, paper)
    assert sent.status == 422
    assert SAYS in sent.text
    assert scores(db) == []
    for endpoint in ("therapist.keyings.new", "therapist.keyings.show"):
        assert tom.get(endpoint, administration_id=paper.public_id).status < 500, endpoint
    assert tom.get("therapist.keyings.index").status == 200


@pytest.mark.parametrize("answers", DAMAGED)
def test_a_questionnaire_begun_on_a_phone_is_whole_again_once_its_paper_is_typed(
    as_: As, db: Db, phone: Administration, answers: object
) -> None:
    damage(db, phone, answers)
    assert key(as_("theresa"), phone).status == 303
    assert scores(db) == [8.0]


@pytest.mark.parametrize("answers", DAMAGED)
def test_in_the_portal_it_is_said_in_a_sentence(
    as_: As, db: Db, phone: Administration, answers: object
) -> None:
    mia, where = as_("mia"), {"administration_id": phone.public_id}
    damage(db, phone, answers)
    for page in (
        mia.get("portal.measures.show", **where),
        mia.get("portal.measures.answer", item=1, **where),
        mia.get("portal.measures.review", **where),
        mia.post("portal.measures.answer", {"item_1": "1"}, item=1, **where),
        mia.post("portal.measures.finish", **where),
    ):
        assert page.status == 422
        assert SAYS in page.text
    assert mia.get("portal.today.show").status == 200
    assert scores(db) == []


@pytest.mark.parametrize("answers", DAMAGED)
def test_the_case_that_an_answer_opened_stays_in_sight(
    as_: As, db: Db, cast: Cast, paper: Administration, answers: object
) -> None:
    theresa = as_("theresa")
    key(theresa, paper, item_9="2")
    case = db.scalars(select(RiskCase).where(RiskCase.administration_id == paper.id)).one()
    damage(db, paper, answers)
    assert theresa.get("therapist.risk_cases.show", case_id=case.public_id).status == 200
    client, place = cast.clients["noor"].public_id, cast.enrollments["noor"].public_id
    assert theresa.get("therapist.clients.show", client_id=client, place=place).status == 200
    reader = Reader(cast.accounts["theresa"].id, Role.THERAPIST, NOW)
    enrollment = get_enrollment(db, reader, place)
    told = person_report(db, reader, enrollment, NOW + timedelta(days=5))
    assert [risk.item for risk in told.unknown_risks] == [9]
