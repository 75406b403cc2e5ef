"""Goal S7: a sign-in that lies still ends, whatever a script asks and an address holds."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from clinic.domain.access import Role
from clinic.domain.clinic.sign_in import LONGEST_SIGN_IN, ends_at, idle_limit, is_live
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock

As = Callable[[str], Person]
MINUTES = st.integers(0, 700)


def left(person: Person) -> int:
    return int(person.get("auth.login_sessions.left").json["seconds"])


@pytest.mark.parametrize(("who", "minutes"), [("ada", 15), ("theresa", 15), ("mia", 20)])
def test_s7_it_ends_after_its_quiet_minutes_and_not_before(
    as_: As, clock: Clock, who: str, minutes: int
) -> None:
    person = as_(who)
    clock.at += timedelta(minutes=minutes)
    assert person.get("auth.login_sessions.index").status == 200
    clock.at += timedelta(minutes=minutes, seconds=1)
    assert person.get("auth.login_sessions.index").status == 303


def test_s7_polling_keeps_nobody_signed_in(as_: As, clock: Clock) -> None:
    ada = as_("ada")
    seen = []
    for _minute in range(16):
        clock.at += timedelta(minutes=1)
        seen.append(left(ada))
    assert seen == [*(60 * (14 - minute) for minute in range(15)), 0]
    assert ada.get("auth.login_sessions.index").status == 303


def test_s7_the_pages_that_scripts_ask_again_are_labelled(app: Flask) -> None:
    found = {name for name, view in app.view_functions.items() if hasattr(view, "polls")}
    assert found == {"auth.login_sessions.left", "handouts.pack_jobs.show"}


def test_s7_whoever_is_there_stays(as_: As, clock: Clock) -> None:
    ada = as_("ada")
    clock.at += timedelta(minutes=14)
    assert left(ada) == 60
    assert ada.post("auth.login_sessions.stay").json["seconds"] == 900
    clock.at += timedelta(minutes=14)
    assert left(ada) == 60


@pytest.mark.parametrize(
    "query", ["skip_timeout_reset=1", "keepalive=1", "idle=0", "stay=1", "seen_at=2099-01-01"]
)
def test_s7_no_parameter_makes_it_longer(as_: As, clock: Clock, query: str) -> None:
    ada = as_("ada")
    clock.at += timedelta(minutes=16)
    assert ada.open(f"/account/devices?{query}").status == 303
    assert ada.open(f"/account/left?{query}").json == {"seconds": 0}


def test_s7_the_busiest_sign_in_ends_after_ten_hours(as_: As, clock: Clock) -> None:
    ada = as_("ada")
    for _step in range(60):
        clock.at += timedelta(minutes=10)
        assert ada.get("auth.login_sessions.index").status == 200
    assert left(ada) == 0
    clock.at += timedelta(seconds=1)
    assert ada.get("auth.login_sessions.index").status == 303


@given(st.sampled_from(Role), MINUTES, MINUTES, MINUTES)
def test_s7_what_is_told_is_when_it_ends(role: Role, started: int, seen: int, now: int) -> None:
    began = NOW
    saw = began + timedelta(minutes=min(started, seen))
    at = saw + timedelta(minutes=now)
    ends = ends_at(role, began, saw)
    assert (at <= ends) is is_live(role, began, saw, at)
    assert ends - saw <= idle_limit(role)
    assert ends - began <= LONGEST_SIGN_IN


def test_s7_the_answer_says_for_whom(as_: As, cast: Cast) -> None:
    """A page covers itself for somebody else, and sends with a token that counts."""
    told = as_("ada").get("auth.login_sessions.left").json
    assert told["reader"] == cast.accounts["ada"].public_id
    assert told["token"]
    assert as_("nobody").get("auth.login_sessions.left").json == {"seconds": 0}
