"""The least valid worksheet, exercise and program, for tests to spoil."""

SHEET_FILE = "sheets/W03-breathing.md"
SHEET = """\
---
code: W03
title: Breathing
purpose: Slow is kind.
language: en
minutes: 5
skill: control
flow: to-self
readers: facilitators
---

Sit down.

1. Breathe in.
2. Breathe out.

:::lines {#moment label="One moment"}
example: Before the call.
:::
"""
EXERCISE_FILE = "exercises/breathing.md"
EXERCISE = """\
---
slug: breathing
title: Breathing
purpose: Slow is kind.
rows: [3]
minutes: 5
times_per_week: 5
skill: control
flow: to-self
caution: Gently.
stop_rule: Stop when it is too much.
---

You can do this anywhere.

1. Breathe in.
2. Breathe out.
"""
PROGRAM_FILE = "programs/calm.yaml"
PROGRAM = """\
slug: calm
title: Calm
summary: Two meetings.
language: en
completer_at_least: 2
late_join_until: 1
sessions:
  - number: 1
    kind: regular
    week: 0
    minutes: 60
    title: One
    aims: To begin.
    plan:
      - {minutes: 60, title: All of it, kind: main}
    handouts: [W03]
    assignments:
      - {exercise: breathing, times_per_week: 5, minutes: 5}
    measures:
      - {instrument: phq-9, occasion: baseline, opens: start - 7d, closes: start}
  - number: 2
    kind: regular
    week: 1
    minutes: 60
    title: Two
    aims: To end.
    plan:
      - {minutes: 60, title: All of it, kind: main}
"""


def with_field(block: str) -> str:
    """Give the sheet with another field block below it."""
    return f"{SHEET}\n{block}\n"
