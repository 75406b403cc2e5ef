"""Consent: a newer version asks again, and taking back counts for what stands."""

from datetime import UTC, datetime

import pytest

from clinic.domain.errors import Refused
from clinic.domain.people.consents import (
    DEFAULT_BODY,
    DEFAULT_TITLE,
    Agreement,
    ConsentState,
    check_text,
    paragraphs,
    state_of,
)

THEN = datetime(2026, 1, 1, tzinfo=UTC)
S = ConsentState


@pytest.mark.parametrize(
    ("agreements", "state"),
    [
        ([], S.NONE),
        ([Agreement(2)], S.GIVEN),
        ([Agreement(1)], S.OUTDATED),
        ([Agreement(1), Agreement(2)], S.GIVEN),
        ([Agreement(2, THEN)], S.WITHDRAWN),
        ([Agreement(2, THEN), Agreement(2)], S.GIVEN),
        ([Agreement(1, THEN), Agreement(2, THEN)], S.WITHDRAWN),
        ([Agreement(2, THEN), Agreement(1)], S.OUTDATED),
    ],
)
def test_how_it_stands_when_version_two_is_in_force(agreements: list[Agreement], state: S) -> None:
    assert state_of(agreements, 2) is state


def test_paragraphs_are_parted_by_empty_lines_alone() -> None:
    assert paragraphs("One\r\nline.\r\n\r\n\r\nTwo.\n\n  \n") == ("One line.", "Two.")


@pytest.mark.parametrize(
    ("title", "body", "field"),
    [
        (" ", "x", "title"),
        ("x", " \n\n ", "body"),
        ("x" * 121, "x", "title"),
        ("x", "x" * 12_001, "body"),
    ],
)
def test_a_text_that_nobody_could_agree_to_is_refused(title: str, body: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        check_text(title, body)
    assert refused.value.field == field


def test_the_shipped_text_names_limits_choice_and_taking_back_and_promises_no_effect() -> None:
    check_text(DEFAULT_TITLE, DEFAULT_BODY)
    text = DEFAULT_BODY.lower()
    for words in (
        "limits",
        "your choice",
        "take this agreement back",
        "without giving a reason",
        "promise",
        "supervisor",
        "not an emergency",
    ):
        assert words in text
    for words in ("guarantee", "proven", "cure", "will heal"):
        assert words not in text
