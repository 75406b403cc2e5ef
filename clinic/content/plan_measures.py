"""Asking one more measure in a program's plan, on occasions that the plan knows already.

The source is changed by a line at each place and otherwise stays as it is, comments and all.
"""

from dataclasses import dataclass
from itertools import accumulate

import yaml

from clinic.content.sections import compose
from clinic.domain.programs.programs import WEEKLY

_USUAL_WINDOW = ("start - 1d", "end + 1d")
# of what is asked every week, where a plan names none


@dataclass(frozen=True, slots=True)
class PlanOccasion:
    """An occasion on which a plan asks something, with its window as it is written."""

    occasion: str
    session: int | None
    """The number of the session it depends on; `None` where it is each regular one."""
    opens: str
    closes: str
    asked: tuple[str, ...]
    """The keys of what is asked then."""
    column: int
    line_after: int
    bracket_at: int | None
    """Where the next entry stands if the list is written in brackets; `None` if in lines."""


def occasions_of(source: str) -> tuple[PlanOccasion, ...]:
    """List the occasions of a plan that was read without a fault, in its order."""
    plan = compose(source)
    found = [_weekly_of(plan)]
    for session in _entries(plan, "sessions"):
        number = int(_scalar(session, "number"))
        by_occasion: dict[str, list[yaml.MappingNode]] = {}
        for measure in _entries(session, "measures"):
            by_occasion.setdefault(_scalar(measure, "occasion"), []).append(measure)
        for occasion, measures in by_occasion.items():
            last = measures[-1]
            found.append(
                PlanOccasion(
                    occasion,
                    number,
                    _scalar(last, "opens"),
                    _scalar(last, "closes"),
                    tuple(_scalar(measure, "instrument") for measure in measures),
                    last.start_mark.column,
                    _last_line(last),
                    _bracket_at(session, "measures", last),
                )
            )
    return tuple(found)


def _weekly_of(plan: yaml.MappingNode) -> PlanOccasion:
    """Give the place of what is asked every week, also where a plan asks nothing weekly so far."""
    asked = _entries(plan, WEEKLY)
    if not asked:
        lines = {name.value: name.start_mark.line for name, _value in plan.value}
        at = _bracket_at(plan, WEEKLY, None)
        return PlanOccasion(WEEKLY, None, *_USUAL_WINDOW, (), 0, lines["sessions"] - 1, at)
    return PlanOccasion(
        WEEKLY,
        None,
        _scalar(asked[-1], "opens"),
        _scalar(asked[-1], "closes"),
        tuple(_scalar(measure, "instrument") for measure in asked),
        asked[-1].start_mark.column,
        _last_line(asked[-1]),
        _bracket_at(plan, WEEKLY, asked[-1]),
    )


def _last_line(entry: yaml.MappingNode) -> int:
    return max(int(value.end_mark.line) for _key, value in entry.value)


def with_measure(source: str, key: str, occasions: set[str]) -> str:
    """Ask a measure on each of these occasions on which it is not asked yet."""
    ends = [0, *accumulate(len(line) + 1 for line in source.split("\n"))]
    new: list[tuple[int, str]] = []
    for place in occasions_of(source):
        if place.occasion not in occasions or key in place.asked:
            continue
        if place.bracket_at is None:
            new.append((ends[place.line_after + 1], _lines(place, key)))
        else:
            new.append((place.bracket_at, f"{', ' if place.asked else ''}{_entry(place, key)}"))
    for at, words in sorted(new, reverse=True):
        source = source[:at] + words + source[at:]
    return source


def _lines(place: PlanOccasion, key: str) -> str:
    is_first = place.session is None and not place.asked
    indent = " " * (2 if is_first else max(place.column - 2, 0))
    head = f"{WEEKLY}:\n" if is_first else ""
    return f"{head}{indent}- {_entry(place, key)}\n"


def _entry(place: PlanOccasion, key: str) -> str:
    occasion = f"occasion: {place.occasion}, " if place.session is not None else ""
    window = f"opens: {place.opens}, closes: {place.closes}"
    return f"{{instrument: {_plain(key)}, {occasion}{window}}}"


def _plain(key: str) -> str:
    return f'"{key}"' if "@" in key else key


def _entries(node: yaml.MappingNode, key: str) -> list[yaml.MappingNode]:
    value = _value(node, key)
    entries = value.value if isinstance(value, yaml.SequenceNode) else []
    return [each for each in entries if isinstance(each, yaml.MappingNode)]


def _bracket_at(node: yaml.MappingNode, key: str, last: yaml.Node | None) -> int | None:
    value = _value(node, key)
    if not isinstance(value, yaml.SequenceNode) or not value.flow_style:
        return None
    return int(last.end_mark.index if last else value.start_mark.index + 1)


def _scalar(node: yaml.MappingNode, key: str) -> str:
    value = _value(node, key)
    return " ".join(value.value.split()) if isinstance(value, yaml.ScalarNode) else ""


def _value(node: yaml.MappingNode, key: str) -> yaml.Node | None:
    return next((value for name, value in node.value if name.value == key), None)
