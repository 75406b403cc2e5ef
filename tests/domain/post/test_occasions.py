"""The text of an occasion is written and read in one place, and stays what it always was."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from clinic.domain.post.messages import MessageKind
from clinic.domain.post.occasions import Cause, Occasion, hour_of, minute_of, read_occasion

AT = datetime(2026, 3, 5, 17, 4, tzinfo=UTC)
KEPT = {
    "homework:k3y:middle": Occasion(Cause.HOMEWORK, "k3y", "middle"),
    "session:k3y:20260305T1704": Occasion(Cause.SESSION, "k3y", minute_of(AT)),
    "schedule:group:change": Occasion(Cause.SCHEDULE, "group", "change"),
    "make-up:k3y:0": Occasion(Cause.MAKE_UP, "k3y", "0"),
    "place-offered:k3y": Occasion(Cause.OFFER, "k3y"),
    "place-offered:k3y:2026-03-05": Occasion(Cause.OFFER, "k3y", "2026-03-05"),
    "risk:k3y:again:2026030517": Occasion(Cause.RISK, "k3y", f"again:{hour_of(AT)}"),
    "account:7:mia@example.org": Occasion(Cause.ACCOUNT, "7", "mia@example.org"),
}


@pytest.mark.parametrize("text", KEPT)
def test_what_is_kept_is_read_as_it_was_written(text: str) -> None:
    assert str(KEPT[text]) == text
    assert read_occasion(text) == KEPT[text]


@pytest.mark.parametrize("text", ["", "risk", "risk:", "a date of the demo", "none:k3y", ":k3y"])
def test_a_text_that_is_none_is_no_occasion(text: str) -> None:
    assert read_occasion(text) is None


@pytest.mark.parametrize("about", ["", "one:two"])
def test_an_occasion_is_about_one_row(about: str) -> None:
    with pytest.raises(ValueError, match="about one row"):
        Occasion(Cause.RISK, about)


def test_a_long_address_is_cut_where_the_column_ends() -> None:
    assert len(str(Occasion(Cause.ACCOUNT, "7", "a" * 250 + "@example.org"))) == 120


def test_a_moment_has_one_text_on_every_clock() -> None:
    there = AT.astimezone(timezone(timedelta(hours=-5)))
    assert (minute_of(there), hour_of(there)) == ("20260305T1704", "2026030517")


def test_every_kind_has_a_cause_but_what_is_made_of_several() -> None:
    assert set(MessageKind) - {kind for cause in Cause for kind in cause.kinds} == {
        MessageKind.DIGEST
    }


def test_no_occasion_of_one_row_is_among_those_of_another() -> None:
    stems = [Occasion(cause, "k3y").stem for cause in Cause]
    assert not any(str(Occasion(cause, "k3y2")).startswith(one) for cause in Cause for one in stems)
