"""Whatever else of a page is wrong: what it says of harm is heard, and once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.measures.keyings import KeyingTurn
from clinic.models.keyings import Keying
from clinic.models.risk import RiskCase
from clinic.operations.safety.risk import close_risk_case
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.crowd import theresa
from tests.first_talks import answers, where
from tests.homework import measure_of, sheet_of
from tests.marks import cases
from tests.measures import KEYS

As = Callable[[str], Person]
ASKS = "Question 9 was answered with 2."


class Desk:
    """Noor's paper on Theresa's desk."""

    def __init__(self, as_: As, db: Db, cast: Cast) -> None:
        self.person = as_("theresa")
        self.row = measure_of(db, cast, "noor")
        self.db, self.cast = db, cast

    def cases(self) -> list[RiskCase]:
        return cases(self.db, self.cast, "noor")

    def send(self, page: str = "keyings.create", **values: str) -> Page:
        sent = KEYS | {"item_9": "2"} | values
        return self.person.post(f"therapist.{page}", sent, administration_id=self.row.public_id)


@pytest.fixture
def desk(as_: As, db: Db, cast: Cast, clock: Clock) -> Desk:
    clock.at = NOW + timedelta(days=4)
    return Desk(as_, db, cast)


@pytest.mark.parametrize(
    "wrong",
    [
        {"written_total": "27"},
        {"written_total": "many"},
        {"item_1": "7"},
        {"item_77": "1"},
        {"once": "?"},
    ],
    ids=["total", "no total", "key", "no such question", "no form of ours"],
)
def test_a_paper_that_does_not_fit_is_heard_once(desk: Desk, wrong: dict[str, str]) -> None:
    page = desk.send(**wrong)
    assert page.status == 422
    assert ASKS in page.text
    (case,) = desk.cases()
    assert (case.item, case.answer, case.taken_back_at) == (9, 2, None)
    shown = desk.person.get("therapist.risk_cases.show", case_id=case.public_id).text
    assert "although the page is not kept yet" in shown
    assert "took this answer back" not in shown
    assert desk.send().status == 303
    assert [one.id for one in desk.cases()] == [case.id]


def test_a_total_that_does_not_fit_without_a_risk_item_opens_nothing(desk: Desk) -> None:
    assert ASKS not in desk.send(item_9="0", written_total="27").text
    assert desk.cases() == []


def test_a_slip_on_a_paper_that_did_not_fit_stays_a_case_that_says_so(desk: Desk) -> None:
    desk.send(written_total="27")
    desk.send(item_9="0")
    (case,) = desk.cases()
    assert (case.closed_at, case.taken_back_at is not None) == (None, True)


def test_a_paper_heard_before_is_not_heard_again_when_its_case_is_closed(
    desk: Desk, db: Db, cast: Cast
) -> None:
    desk.send(written_total="27")
    close_risk_case(db, theresa(cast), desk.cases()[0], "We spoke on the phone.", "phone")
    desk.send(written_total="28")
    desk.send()
    assert len(desk.cases()) == 1


def test_a_correction_without_a_reason_is_heard(desk: Desk) -> None:
    desk.send(item_9="0")
    page = desk.send("corrections.update")
    assert page.status == 422
    assert ASKS in page.text
    desk.send("corrections.update", reason="The paper says 2.")
    assert [(case.item, case.answer) for case in desk.cases()] == [(9, 2)]


def test_a_settlement_that_leaves_something_open_is_heard(desk: Desk, db: Db) -> None:
    desk.send(item_9="0", then="again")
    desk.send(item_9="1", item_1="2")
    db.commit()
    assert db.scalar(select(Keying.id).where(Keying.turn == KeyingTurn.SECOND))
    first = desk.cases()
    page = desk.person.post(
        "therapist.settlements.update",
        {"item_1": "", "item_9": "1"},
        administration_id=desk.row.public_id,
    )
    assert page.status == 422
    assert [case.id for case in desk.cases()] == [case.id for case in first]
    assert "was answered with 1." in page.text


CRISIS = {"answer_5": "yes"}


@pytest.mark.parametrize(
    "wrong",
    [{"outcome": "maybe"}, {"note_0": "x" * 501}, {"outcome": "suitable"}],
    ids=["outcome", "note", "nobody says why"],
)
def test_a_first_talk_that_is_not_kept_is_heard_once(
    as_: As, db: Db, cast: Cast, wrong: dict[str, str]
) -> None:
    person = as_("theresa")
    for _ in range(2):
        page = person.post("therapist.screenings.update", answers(**CRISIS) | wrong, **where(cast))
        assert page.status == 422
    (case,) = cases(db, cast)
    assert case.public_id in page.html
    kept = person.post("therapist.screenings.update", answers(**CRISIS), **where(cast))
    assert kept.status == 303
    assert [one.id for one in cases(db, cast)] == [case.id]


def test_a_crisis_on_a_page_that_was_not_kept_is_taken_back_with_a_reason(
    as_: As, db: Db, cast: Cast
) -> None:
    person = as_("theresa")
    person.post("therapist.screenings.update", answers(**CRISIS, outcome="maybe"), **where(cast))
    page = person.post("therapist.screenings.update", answers(), **where(cast))
    assert "Say in its note why it no longer holds." in page.text
    mended = answers(note_5="I ticked the wrong line.")
    assert person.post("therapist.screenings.update", mended, **where(cast)).status == 303
    assert [case.taken_back_at for case in cases(db, cast)] == [NOW]


def test_a_sheet_that_a_script_sends_without_a_version_is_heard(
    as_: As, db: Db, cast: Cast
) -> None:
    key, said = sheet_of(db, cast, code="W28").public_id, {"signs": ["self_harm"]}
    for body in ({"answers": said}, {"answers": said, "version": "1"}):
        page = as_("mia").put_json("portal.worksheets.save", body, assignment_id=key)
        assert (page.status, page.json["heard"]) == (422, ["signs.self_harm"])
    assert [case.flag for case in cases(db, cast)] == ["signs.self_harm"]
    kept = as_("mia").put_json(
        "portal.worksheets.save", {"answers": said, "version": 0}, assignment_id=key
    )
    assert kept.status == 200
    assert len(cases(db, cast)) == 1


@pytest.mark.parametrize("body", [[], {"answers": []}, {"answers": None}, "harm"])
def test_what_is_no_sheet_at_all_says_nothing(as_: As, db: Db, cast: Cast, body: object) -> None:
    key = sheet_of(db, cast, code="W28").public_id
    page = as_("mia").put_json("portal.worksheets.save", body, assignment_id=key)
    assert (page.status, page.json["heard"]) == (422, [])
    assert cases(db, cast) == []
