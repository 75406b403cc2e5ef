"""The letter to somebody who waits: the rule, what comes next, and not one clinical word."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from clinic.db import Db
from clinic.domain.people.waiting import ANNOUNCED, WaitingEnd, WaitingRule
from clinic.domain.post.messages import clinical_words
from clinic.operations.people.waiting import choose_rule, take_off_list
from tests.cast import BEFORE, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.waiting import UNTIL, lists, offer, theresa

As = Callable[[str], Person]


@pytest.fixture(autouse=True)
def before_the_group_begins(clock: Clock) -> None:
    clock.at = BEFORE


def letter(as_: As, waiting_id: str) -> str:
    answer = as_("theresa").get("handouts.waiting.show", waiting_id=waiting_id).answer
    assert answer.mimetype == "application/pdf"
    pages = PdfReader(BytesIO(answer.get_data())).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().split())


@pytest.mark.parametrize("rule", WaitingRule)
def test_the_letter_says_the_rule_and_what_comes_next(
    as_: As, db: Db, cast: Cast, rule: WaitingRule
) -> None:
    choose_rule(db, theresa(cast), cast.cohort, rule, None)
    ann, _ben = lists(db, cast, "Ann", "Ben")
    text = letter(as_, ann.public_id)
    for words in (
        "Dear Ann,",
        "Since Jan 31, 2026 you have been on our list for a place: Tuesdays.",
        f"The rule of this list: {ANNOUNCED[rule]}",
        "As soon as a place is free for you, we will let you know",
        "Leave a message at 555 0111.",
    ):
        assert words in text
    assert clinical_words(text) == []
    # Neither who else waits nor how many.
    assert "Ben" not in text


def test_with_an_offer_it_says_until_when_the_place_is_kept(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    (ann,) = lists(db, cast, "Ann")
    offer(db, cast, ann)
    text = letter(as_, ann.public_id)
    assert "We keep it for you until the end of Feb 6, 2026." in text
    assert "on your private page" not in text
    assert clinical_words(text) == []
    clock.at = UNTIL
    assert "We keep it" not in letter(as_, ann.public_id)


def test_there_is_no_letter_to_somebody_who_no_longer_waits(as_: As, db: Db, cast: Cast) -> None:
    (ann,) = lists(db, cast, "Ann")
    take_off_list(db, theresa(cast), ann, WaitingEnd.OWN_WISH, None)
    page = as_("theresa").get("handouts.waiting.show", waiting_id=ann.public_id)
    assert page.status == 404
