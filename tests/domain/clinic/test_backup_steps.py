"""How steps link to one another, what their names say, and when copying is behind."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from clinic.domain.clinic.backup_steps import BackupStep, is_behind, linked, step_made_at, step_name
from clinic.domain.clinic.backups import NotABackup, made_at_of

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def step(seconds: int, before: str, after: str) -> BackupStep:
    return BackupStep(NOW + timedelta(seconds=seconds), before, after, 9, (1, 4))


def test_steps_follow_by_what_they_hold_and_not_by_their_order() -> None:
    first, second, third = step(1, "a", "b"), step(2, "b", "c"), step(3, "c", "d")
    assert linked("a", [third, first, second]) == [first, second, third]
    assert linked("b", [first, third, second]) == [second, third]


def test_nothing_is_taken_behind_a_gap() -> None:
    assert linked("a", [step(1, "a", "b"), step(3, "c", "d")]) == [step(1, "a", "b")]
    assert linked("x", [step(1, "a", "b")]) == []


def test_of_two_that_begin_at_one_state_the_younger_leads_on() -> None:
    """A copier that was killed behind the first began again from where it stood."""
    dead, again, on = step(1, "a", "b"), step(5, "a", "e"), step(6, "e", "f")
    assert linked("a", [dead, again, on]) == [again, on]


def test_steps_in_a_circle_come_to_an_end() -> None:
    assert len(linked("a", [step(1, "a", "b"), step(2, "b", "a")])) == 2


def test_a_step_says_of_itself_what_it_was_told() -> None:
    told = step(1, "a", "b")
    assert BackupStep.from_json(told.to_json()) == told
    for gone in json.loads(told.to_json()):
        part = {name: value for name, value in json.loads(told.to_json()).items() if name != gone}
        with pytest.raises(NotABackup):
            BackupStep.from_json(json.dumps(part))
    with pytest.raises(NotABackup, match="newer version"):
        BackupStep.from_json(json.dumps(json.loads(told.to_json()) | {"format": 99}))


def test_a_step_is_named_by_its_moment_and_is_no_backup() -> None:
    name = step_name(NOW, "abc")
    assert name == "hearth-abc-20260310T120000.000000Z.step.age"
    assert step_made_at(name) == step_made_at(name, "abc") == NOW
    assert step_made_at(name, "xyz") is made_at_of(name) is None
    assert step_made_at("hearth-abc-20269910T120000.000000Z.step.age") is None


@pytest.mark.parametrize(
    ("silence", "is_ended", "told"),
    [
        (timedelta(minutes=4), False, False),
        (timedelta(minutes=6), False, True),
        (timedelta(days=6), True, False),
    ],
)
def test_silence_is_told_unless_somebody_ended_it(
    silence: timedelta, is_ended: bool, told: bool
) -> None:
    assert is_behind(NOW - silence, NOW if is_ended else None, NOW) is told
