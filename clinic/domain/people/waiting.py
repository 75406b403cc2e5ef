"""Waiting for a place: the rule of a list, whose turn it is, and what becomes of an offer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import assert_never
from zoneinfo import ZoneInfo

from clinic.domain.errors import Refused
from clinic.domain.text import N_

USUAL_DAYS = 7
MOST_DAYS = 60
"""For how long a place may be held for somebody who has not answered."""

_EARLIEST = datetime.min.replace(tzinfo=UTC)


class WaitingRule(StrEnum):
    """In which order the places of a cohort are offered; it is announced to everybody who waits."""

    FIRST_COME = "first-come"
    REFERRAL = "referral"
    BY_HAND = "by-hand"


class OfferState(StrEnum):
    """What became of an offered place."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class WaitingEnd(StrEnum):
    """Why somebody no longer waits."""

    PLACE_GIVEN = "place-given"
    OWN_WISH = "own-wish"
    OTHER_HELP = "other-help"
    NO_CONTACT = "no-contact"
    NOT_SUITED = "not-suited"
    OTHER = "other"


class WaitingEventKind(StrEnum):
    """What the log of a list tells."""

    LISTED = "listed"
    CHANGED = "changed"
    OFFERED = "offered"
    EXTENDED = "extended"
    """The last day of an offer was put off."""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    LEFT = "left"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class ListEvent:
    """Something that happened to a waiting list, as its log tells of it."""

    kind: WaitingEventKind
    words: str | None = None
    rule: WaitingRule | None = None
    until: datetime | None = None
    """The end of the offer that it tells of."""
    is_out_of_turn: bool = False


ANNOUNCED: Mapping[WaitingRule, str] = {
    WaitingRule.FIRST_COME: N_("Places are offered in the order in which people joined the list."),
    WaitingRule.REFERRAL: N_(
        "Places are offered in the order of the days on which people were sent to us, or asked us "
        "themselves."
    ),
    WaitingRule.BY_HAND: N_(
        "Places are offered one by one by those who lead the meetings, who write down their reason "
        "each time."
    ),
}
"""The rule, as it is told to whoever waits; a letter with it may lie in anybody's mailbox."""

_S = OfferState
_STEPS: Mapping[OfferState, frozenset[OfferState]] = {
    _S.OPEN: frozenset({_S.ACCEPTED, _S.DECLINED, _S.EXPIRED, _S.WITHDRAWN}),
    # Until its last day is over an answer may be taken back.
    _S.ACCEPTED: frozenset({_S.DECLINED}),
    _S.DECLINED: frozenset({_S.ACCEPTED}),
    _S.EXPIRED: frozenset(),
    _S.WITHDRAWN: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody on a list, with all that any rule looks at."""

    key: int
    listed_at: datetime
    referred_on: date
    passed_at: datetime | None = None
    """When she last let an offer pass, by a no or by silence."""
    has_offer: bool = False


def in_order(rule: WaitingRule, waiters: Sequence[Waiter]) -> list[Waiter]:
    """Give a list in the order of its rule; whoever let an offer pass stands after the others.

    By hand there is no order, and the list is shown as people came.
    """

    def place(one: Waiter) -> tuple[bool, datetime, date, datetime, int]:
        match rule:
            case WaitingRule.REFERRAL:
                referred_on = one.referred_on
            case WaitingRule.FIRST_COME | WaitingRule.BY_HAND:
                referred_on = date.min
            case _:
                assert_never(rule)
        passed_at = one.passed_at or _EARLIEST
        return one.passed_at is not None, passed_at, referred_on, one.listed_at, one.key

    return sorted(waiters, key=place)


def next_in_line(rule: WaitingRule, waiters: Sequence[Waiter]) -> Waiter | None:
    """Give whose turn it is: the first who holds no open offer. By hand it is nobody's."""
    if rule is WaitingRule.BY_HAND:
        return None
    return next((one for one in in_order(rule, waiters) if not one.has_offer), None)


def needs_reason(rule: WaitingRule, waiters: Sequence[Waiter], chosen: int) -> bool:
    """Say whether an offer to somebody has to be explained: by hand, or out of turn."""
    following = next_in_line(rule, waiters)
    return following is None or following.key != chosen


def check_turn(
    rule: WaitingRule, waiters: Sequence[Waiter], chosen: int, reason: str | None
) -> None:
    """Refuse an offer that the rule does not explain and nobody has."""
    if reason or not needs_reason(rule, waiters, chosen):
        return
    if rule is WaitingRule.BY_HAND:
        raise Refused(
            N_("This list is run by hand: write down why this person is offered the place."),
            field="reason",
        )
    raise Refused(
        N_("It is somebody else's turn. Write down why this person is offered the place."),
        field="reason",
    )


def standing_of(state: OfferState, until: datetime, now: datetime) -> OfferState:
    """Give what an offer is at an instant, also where nobody has noted that its time is up."""
    return _S.EXPIRED if state is _S.OPEN and until <= now else state


def may_become(state: OfferState, after: OfferState, until: datetime, now: datetime) -> bool:
    """Say whether an offer may take a step; an answer only until the offer's time is up."""
    standing = standing_of(state, until, now)
    if after is _S.EXPIRED:
        return state is _S.OPEN and standing is _S.EXPIRED
    return after in _STEPS[standing] and now < until


def check_step(state: OfferState, after: OfferState, until: datetime, now: datetime) -> None:
    """Refuse a step that an offer cannot take, and say how things stand."""
    if may_become(state, after, until, now):
        return
    if state is _S.WITHDRAWN:
        raise Refused(N_("This offer was taken back."))
    if until <= now:
        raise Refused(N_("The last day of this offer is over."))
    raise Refused(N_("This offer is answered already."))


def usual_last_day(today: date, first_on: date) -> date:
    """Propose the last day of an offer: a week, or the day before the group begins if sooner."""
    week = today + timedelta(days=USUAL_DAYS)
    eve = first_on - timedelta(days=1)
    return min(week, eve) if eve > today else week


def last_day_of(until: datetime, zone: str) -> date:
    """Give the last day of an offer that holds until an instant, on the clock of the cohort."""
    return (until - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date()


def check_last_day(last_day: date, today: date) -> None:
    """Refuse a last day on which nobody could answer any more, or that holds a place for ever."""
    if last_day <= today:
        raise Refused(N_("Choose tomorrow or a later day."), field="last_day")
    if last_day > today + timedelta(days=MOST_DAYS):
        raise Refused(
            N_("A place is held for at most %(days)s days."), {"days": MOST_DAYS}, "last_day"
        )


def check_later(last_day: date, standing: date) -> None:
    """Refuse to take days back from somebody who was told that she has them."""
    if last_day < standing:
        raise Refused(
            N_("The person was told a later day. Choose a day after it, or take the offer back."),
            field="last_day",
        )


def check_referral(referred_on: date, today: date) -> None:
    """Refuse a referral that is still to come, or that is older than anybody's."""
    if referred_on > today:
        raise Refused(N_("The day of the referral is in the future."), field="referred_on")
    if referred_on.year < today.year - 20:
        raise Refused(N_("Please check the year."), field="referred_on")
