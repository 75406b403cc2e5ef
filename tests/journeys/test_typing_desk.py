"""Ten questionnaires from paper by the number pad: every key counted, every record compared."""

from collections.abc import Callable
from time import monotonic

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from clinic.models.measures import Administration, ScoreRow
from clinic.models.risk import RiskCase
from clinic.operations.measures.administrations import answer_items, finish_administration
from tests.cast import NOW, Cast
from tests.enrolling import enroll_newcomer
from tests.homework import measure_of
from tests.journeys.conftest import DESK, Site, sign_in
from tests.journeys.typing import COUNTER, press

pytestmark = pytest.mark.browser

PAPERS = (
    "1221011002 8",
    "0000000000 0",
    "3333333302 24",
    "2.11010001 5",
    "1111111101 8",
    "2222222203 16",
    "0101010100 4",
    "332211003. 15",
    "1000000000 1",
    "2121212101 12",
)
"""What ten people marked, a dot where nothing, and the total that they wrote under it."""

MOST_KEYS = 140
SECONDS_A_KEY, SECONDS_TO_TURN_A_PAGE, THREE_MINUTES = 0.5, 4.0, 180.0
"""A slow hand: practiced ones need 0.2 to 0.3 seconds a key (Card, Moran & Newell 1983)."""

Record = tuple[dict[str, int] | None, list[tuple[object, ...]], list[tuple[object, ...]]]


def codes_of(paper: str) -> dict[int, int]:
    marks = paper.split()[0]
    return {item: int(mark) for item, mark in enumerate(marks, start=1) if mark != "."}


def record(db: Db, row: Administration) -> Record:
    scores = select(ScoreRow.scale, ScoreRow.value, ScoreRow.reason, ScoreRow.rule)
    cases = select(RiskCase.kind, RiskCase.item, RiskCase.answer)
    return (
        row.answers,
        [tuple(found) for found in db.execute(scores.where(ScoreRow.administration_id == row.id))],
        [tuple(found) for found in db.execute(cases.where(RiskCase.administration_id == row.id))],
    )


def answered_online(db: Db, cast: Cast) -> list[Record]:
    occasions = ("baseline", "mid", "post", "follow-up")
    places = [(name, each) for name in ("mia", "max", "olga") for each in occasions]
    records = []
    for (name, occasion), paper in zip(places, PAPERS, strict=False):
        row = measure_of(db, cast, name, occasion=occasion)
        doer = Actor(cast.accounts[name].id, row.opens_at, Role.CLIENT)
        answer_items(db, doer, row, codes_of(paper), Medium.PORTAL)
        finish_administration(db, doer, row, Medium.PORTAL)
        records.append(record(db, row))
    return records


def key_in(page: Page, paper: str) -> float:
    """Press the keys of one paper, and give how long the clinic took to bring the next page."""
    for mark in paper.replace(" ", ""):
        page.keyboard.press(mark)
    begun, address = monotonic(), page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != address)
    return monotonic() - begun


def test_ten_papers_in_three_minutes_without_a_mouse(
    window: Callable[[ViewportSize], Page], site: Site, db: Db, cast: Cast
) -> None:
    online = answered_online(db, cast)
    theresa = Actor(cast.accounts["theresa"].id, NOW, Role.THERAPIST)
    for number in range(5):
        enroll_newcomer(db, theresa, f"Nadia {number}")
    site.clock.at = measure_of(db, cast, "noor").opens_at
    page = window(DESK)
    page.add_init_script(COUNTER)
    sign_in(page, "theresa@example.org")
    page.goto("/therapist/typing-desk?pile=phq-9")
    page.evaluate("sessionStorage.clear()")

    page.keyboard.press("Enter")
    expect(page.locator("[data-key-box]").first).to_be_focused()
    waited, keyed = 0.0, []
    for paper in PAPERS:
        keyed.append(page.url.split("/")[-2])
        waited += key_in(page, paper)
        if page.url.partition("?")[0].endswith("/keyed"):
            # An answer asks for a look: the desk stops, and goes on when it is told to.
            expect(page.get_by_role("alert")).to_contain_text("Question 9 was answered with 3")
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
        expect(page.locator("[data-key-box]").first).to_be_focused()

    keys = int(page.evaluate("sessionStorage.getItem('keydown')"))
    assert page.evaluate("sessionStorage.getItem('pointerdown')") is None
    assert keys <= MOST_KEYS
    assert keys * SECONDS_A_KEY + 10 * SECONDS_TO_TURN_A_PAGE + waited <= THREE_MINUTES
    db.commit()
    rows = {row.public_id: row for row in db.scalars(select(Administration))}
    for each in rows.values():
        db.refresh(each)
    assert [record(db, rows[key]) for key in keyed] == online
    assert {rows[key].medium for key in keyed} == {Medium.PAPER}


def test_slips_are_mended_by_keys_and_ten_takes_two(
    window: Callable[[ViewportSize], Page], site: Site, db: Db, cast: Cast
) -> None:
    row = measure_of(db, cast, "noor")
    site.clock.at = row.opens_at
    page = window(DESK)
    sign_in(page, "theresa@example.org")
    page.goto(f"/therapist/administrations/{row.public_id}/keying")
    boxes = page.locator("[data-key-box]")
    expect(boxes.first).to_be_focused()
    press(page, "1 2 7 3 Backspace 0 - Enter")
    assert values(page) == ["1", "2", "0", ".", "."]
    press(page, "Backspace Backspace 2 1 1 1 1 0 1")
    expect(page.locator("[data-key-total]")).to_have_text("9")
    expect(page.get_by_label("Total the client wrote")).to_be_focused()
    press(page, "8")
    expect(page.get_by_text("The paper says 1 less than the keys.")).to_be_visible()
    press(page, "B")
    expect(page.get_by_label("Another paper?")).to_be_focused()
    # 0 to 10, where a 1 may be the beginning of a ten.
    page.evaluate(
        """() => document.querySelectorAll("[data-key-box]").forEach((box) => {
          box.value = "";
          box.dataset.scheme = "until-clear";
          box.dataset.codes = "0 1 2 3 4 5 6 7 8 9 10";
        })"""
    )
    boxes.first.focus()
    press(page, "1 0 1 5 1 Enter 0")
    assert values(page) == ["10", "1", "5", "1", "0"]


def values(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "[data-key-box]", "boxes => boxes.map((box) => box.value)"
    )
    return [value for value in found if value]
