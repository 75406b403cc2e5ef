"""Waiting lists: the order of each rule, whose turn it is, and the life of an offer."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.domain.errors import Refused
from clinic.domain.people.waiting import (
    ANNOUNCED,
    OfferState,
    Waiter,
    WaitingRule,
    check_last_day,
    check_referral,
    check_step,
    check_turn,
    in_order,
    may_become,
    next_in_line,
    standing_of,
    usual_last_day,
)

NOW = datetime(2026, 2, 25, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = NOW.date()
S = OfferState
ANN = Waiter(1, NOW - 9 * DAY, date(2026, 2, 1))
BEN = Waiter(2, NOW - 8 * DAY, date(2026, 1, 5))
CIA = Waiter(3, NOW - 7 * DAY, date(2026, 1, 20))
LIST = (CIA, ANN, BEN)

instants = st.integers(0, 365 * 24).map(lambda hours: NOW - timedelta(hours=hours))
waiters = st.lists(
    st.builds(
        Waiter,
        st.integers(1, 10**6),
        instants,
        st.dates(date(2024, 1, 1), date(2026, 1, 1)),
        st.none() | instants,
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda one: one.key,
)


@pytest.mark.parametrize(
    ("rule", "order"),
    [
        (WaitingRule.FIRST_COME, [1, 2, 3]),
        (WaitingRule.REFERRAL, [2, 3, 1]),
        (WaitingRule.BY_HAND, [1, 2, 3]),
    ],
)
def test_each_rule_has_its_order(rule: WaitingRule, order: list[int]) -> None:
    assert [one.key for one in in_order(rule, LIST)] == order


def test_who_let_an_offer_go_stands_after_the_others_until_they_did_too() -> None:
    passed = [
        Waiter(1, ANN.listed_at, ANN.referred_on, NOW - DAY),
        Waiter(2, BEN.listed_at, BEN.referred_on, NOW - 2 * DAY),
        CIA,
    ]
    for rule in (WaitingRule.FIRST_COME, WaitingRule.REFERRAL):
        assert [one.key for one in in_order(rule, passed)] == [3, 2, 1]


def test_the_next_is_the_first_who_holds_no_offer_and_by_hand_nobody() -> None:
    offered = [Waiter(1, ANN.listed_at, ANN.referred_on, None, True), BEN, CIA]
    following = next_in_line(WaitingRule.FIRST_COME, offered)
    assert following
    assert following.key == 2
    assert next_in_line(WaitingRule.BY_HAND, offered) is None
    assert next_in_line(WaitingRule.FIRST_COME, []) is None


def test_out_of_turn_and_by_hand_need_a_reason() -> None:
    check_turn(WaitingRule.FIRST_COME, LIST, 1, None)
    check_turn(WaitingRule.FIRST_COME, LIST, 3, "Only she can come on Tuesdays.")
    with pytest.raises(Refused, match="somebody else's turn") as out:
        check_turn(WaitingRule.FIRST_COME, LIST, 3, None)
    with pytest.raises(Refused, match="run by hand") as by_hand:
        check_turn(WaitingRule.BY_HAND, LIST, 1, None)
    assert {out.value.field, by_hand.value.field} == {"reason"}


@settings(max_examples=50)
@given(waiters, st.sampled_from(WaitingRule))
def test_an_order_loses_nobody_and_does_not_depend_on_how_it_is_read(
    people: list[Waiter], rule: WaitingRule
) -> None:
    order = in_order(rule, people)
    assert sorted(one.key for one in order) == sorted(one.key for one in people)
    assert in_order(rule, people[::-1]) == order
    following = next_in_line(rule, people)
    free = [one for one in order if not one.has_offer]
    if rule is WaitingRule.BY_HAND:
        assert following is None
    else:
        assert following == (free[0] if free else None)


@settings(max_examples=50)
@given(waiters, st.sampled_from([WaitingRule.FIRST_COME, WaitingRule.REFERRAL]))
def test_nobody_comes_before_a_person_by_joining_after_her(
    people: list[Waiter], rule: WaitingRule
) -> None:
    newcomer = Waiter(10**7, NOW + DAY, TODAY + DAY)
    order = [one for one in in_order(rule, [*people, newcomer]) if one.passed_at is None]
    assert order[-1] == newcomer


LEGAL = {
    (S.OPEN, S.ACCEPTED),
    (S.OPEN, S.DECLINED),
    (S.OPEN, S.WITHDRAWN),
    (S.ACCEPTED, S.DECLINED),
    (S.DECLINED, S.ACCEPTED),
}


@pytest.mark.parametrize(("state", "after"), list(product(S, S)))
def test_an_offer_takes_its_steps_until_its_time_is_up_and_then_only_ends(
    state: S, after: S
) -> None:
    assert may_become(state, after, NOW + DAY, NOW) is ((state, after) in LEGAL)
    assert may_become(state, after, NOW, NOW) is ((state, after) == (S.OPEN, S.EXPIRED))


def test_an_offer_whose_time_is_up_is_over_whoever_has_noted_it() -> None:
    assert standing_of(S.OPEN, NOW, NOW) is S.EXPIRED
    assert standing_of(S.OPEN, NOW + DAY, NOW) is S.OPEN
    assert standing_of(S.ACCEPTED, NOW, NOW) is S.ACCEPTED


@pytest.mark.parametrize(
    ("state", "until", "words"),
    [
        (S.OPEN, NOW, "last day of this offer is over"),
        (S.WITHDRAWN, NOW + DAY, "taken back"),
        (S.EXPIRED, NOW + DAY, "answered already"),
    ],
)
def test_a_refused_answer_says_how_things_stand(state: S, until: datetime, words: str) -> None:
    with pytest.raises(Refused, match=words):
        check_step(state, S.ACCEPTED, until, NOW)


def test_the_last_day_is_a_week_away_or_the_eve_of_the_group() -> None:
    assert usual_last_day(TODAY, TODAY + 30 * DAY) == TODAY + 7 * DAY
    assert usual_last_day(TODAY, TODAY + 4 * DAY) == TODAY + 3 * DAY
    assert usual_last_day(TODAY, TODAY + DAY) == TODAY + 7 * DAY
    assert usual_last_day(TODAY, TODAY - 9 * DAY) == TODAY + 7 * DAY


def test_a_last_day_can_be_answered_on_and_does_not_hold_a_place_for_ever() -> None:
    check_last_day(TODAY + DAY, TODAY)
    for wrong in (TODAY, TODAY - DAY, TODAY + 61 * DAY):
        with pytest.raises(Refused):
            check_last_day(wrong, TODAY)


def test_a_referral_lies_behind_and_not_in_another_age() -> None:
    check_referral(TODAY, TODAY)
    for wrong in (TODAY + DAY, date(1926, 2, 25)):
        with pytest.raises(Refused):
            check_referral(wrong, TODAY)


def test_each_rule_is_announced_in_one_sentence() -> None:
    assert set(ANNOUNCED) == set(WaitingRule)
    assert len(set(ANNOUNCED.values())) == len(WaitingRule)
