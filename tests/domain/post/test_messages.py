"""The words of messages tell nothing, and tries that fail are spread over a day."""

from datetime import timedelta

import pytest

from clinic.domain.post.messages import (
    FOOT,
    OPEN_DOOR,
    STOP_FOOT,
    TRIES,
    MessageKind,
    clinical_words,
    wait_after,
    words_of,
)


@pytest.mark.parametrize("kind", MessageKind)
def test_no_message_holds_a_clinical_word(kind: MessageKind) -> None:
    words = words_of(kind)
    assert words.subject.strip()
    assert words.body.strip()
    assert clinical_words(f"{words.subject}\n{words.body}\n{FOOT}\n{OPEN_DOOR}\n{STOP_FOOT}") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Your therapist wrote", ["therapist"]),
        ("PHQ-9 is open", ["phq-9"]),
        ("The Group, a Clinic; homework.", ["clinic", "group", "homework"]),
        ("self-criticism and well-being", ["self-criticism", "well-being"]),
        ("Tuesdays at Riverside: the next meeting, a few lines, carefully", []),
        ("a suitcase, growing, unsafe", []),
    ],
)
def test_clinical_words_are_found_whole_and_in_any_case(text: str, found: list[str]) -> None:
    assert clinical_words(text) == found


def test_what_must_arrive_or_is_urgent_is_never_a_mere_reminder() -> None:
    reminders = {
        MessageKind.HOMEWORK_REMINDER,
        MessageKind.MEASURE_REMINDER,
        MessageKind.SESSION_REMINDER,
        MessageKind.DIGEST,
    }
    assert not [kind for kind in reminders if kind.is_urgent or kind.must_arrive]
    assert not [kind for kind in MessageKind if kind.is_secret and kind.may_be_declined]


def test_tries_are_spread_over_about_a_day_and_end() -> None:
    waits = [wait_after(tries) for tries in range(1, TRIES + 1)]
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] is None
    told = [wait for wait in waits if wait is not None]
    assert told == sorted(told)
    assert timedelta(hours=12) < sum(told, timedelta()) < timedelta(hours=36)
