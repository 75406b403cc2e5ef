"""Exercise files become exercises, or say on which line they do not."""

import pytest

from clinic.content.exercises import parse_exercise
from clinic.content.faults import ContentError
from clinic.domain.homework.exercises import Context, Skill, Timer, TimerKind
from tests.content.sources import EXERCISE, EXERCISE_FILE


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(ContentError) as caught:
        parse_exercise(text, EXERCISE_FILE)
    return [(fault.line, fault.message) for fault in caught.value.faults]


def test_an_exercise_keeps_its_dose_and_its_steps() -> None:
    exercise = parse_exercise(EXERCISE, EXERCISE_FILE)
    assert (exercise.minutes, exercise.times_per_week, exercise.rows) == (5, 5, (3,))
    assert (exercise.skill, exercise.context, exercise.week) == (Skill.CONTROL, Context.ANY, None)
    assert (exercise.timer, exercise.gentler, exercise.therapist_unlock) == (None, None, False)
    assert "<li>Breathe in.</li>" in exercise.html


@pytest.mark.parametrize(
    ("preset", "timer"),
    [
        (
            "{kind: breath, in: 4, out: 6, minutes: 5}",
            Timer(TimerKind.BREATH, minutes=5, breathe_in=4, hold=0, breathe_out=6),
        ),
        ("{kind: countdown, minutes: 10}", Timer(TimerKind.COUNTDOWN, minutes=10)),
        ("{kind: count, count: 3}", Timer(TimerKind.COUNT, times=3)),
    ],
)
def test_a_timer_is_a_breath_a_countdown_or_a_count(preset: str, timer: Timer) -> None:
    text = EXERCISE.replace("minutes: 5\n", f"minutes: 5\ntimer: {preset}\n")
    assert parse_exercise(text, EXERCISE_FILE).timer == timer


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("slug: breathing", "slug: other", 2, "expected slug to be the name of the file"),
        ("rows: [3]", "rows: [0]", 5, "expected whole numbers from 1 to 150 under rows"),
        ("minutes: 5", "minutes: 0", 6, "expected minutes to be a whole number from 1 to 60"),
        ("skill: control", "skill: magic", 8, "expected skill to be one of awareness, control"),
        ("caution: Gently.", "caution:", 10, "expected caution with text"),
        (
            "stop_rule: Stop",
            "timer: {kind: egg}\nstop_rule: Stop",
            11,
            "expected kind to be one of",
        ),
        ("stop_rule: Stop", "secret: 1\nstop_rule: Stop", 11, "expected one of the keys"),
        (
            "1. Breathe in.\n2. Breathe out.",
            "Breathe.",
            13,
            "expected the steps as a numbered list",
        ),
        ("You can", ':::line {#a label="A"}\n:::\nYou can', 14, "expected text; fields belong"),
    ],
)
def test_a_fault_is_named_with_its_line(old: str, new: str, line: int, expected: str) -> None:
    found = faults(EXERCISE.replace(old, new))
    assert any(at == line and message.startswith(expected) for at, message in found), found
