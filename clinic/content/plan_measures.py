"""Asking one more measure in a program's plan, on occasions that the plan knows already.

The source is changed by a line at each place and otherwise stays as it is, comments and all.
"""

from dataclasses import dataclass

import yaml

from clinic.content.sections import compose
from clinic.domain.programs import WEEKLY

_USUAL_WINDOW = ("start - 1d", "end + 1d")
# of what is asked every week, where a plan names none


@dataclass(frozen=True, slots=True)
class PlanOccasion:
    """An occasion on which a plan asks something, with its window as it is written."""

    occasion: str
    session: int | None
    """The number of the session it hangs on; `None` where it is each regular one."""
    opens: str
    closes: str
    asked: tuple[str, ...]
    """The keys of what is asked then."""
    column: int
    line_after: int
    is_block: bool


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
                    _is_block(session, "measures"),
                )
            )
    return tuple(found)


def _weekly_of(plan: yaml.MappingNode) -> PlanOccasion:
    """Give the place of what is asked every week, also where a plan asks nothing weekly so far."""
    asked = _entries(plan, WEEKLY)
    if not asked:
        lines = {name.value: name.start_mark.line for name, _value in plan.value}
        is_block = WEEKLY not in lines
        return PlanOccasion(WEEKLY, None, *_USUAL_WINDOW, (), 0, lines["sessions"] - 1, is_block)
    return PlanOccasion(
        WEEKLY,
        None,
        _scalar(asked[-1], "opens"),
        _scalar(asked[-1], "closes"),
        tuple(_scalar(measure, "instrument") for measure in asked),
        asked[-1].start_mark.column,
        _last_line(asked[-1]),
        _is_block(plan, WEEKLY),
    )


def _last_line(entry: yaml.MappingNode) -> int:
    return max(int(value.end_mark.line) for _key, value in entry.value)


def with_measure(source: str, key: str, occasions: set[str]) -> str:
    """Ask a measure on each of these occasions on which it is not asked yet."""
    lines = source.split("\n")
    for place in sorted(occasions_of(source), key=lambda each: each.line_after, reverse=True):
        if place.occasion not in occasions or key in place.asked or not place.is_block:
            continue
        lines[place.line_after + 1 : place.line_after + 1] = _lines(place, key)
    return "\n".join(lines)


def _lines(place: PlanOccasion, key: str) -> list[str]:
    window = f"opens: {place.opens}, closes: {place.closes}"
    if place.session is not None:
        indent = " " * (place.column - 2)
        occasion = f"occasion: {place.occasion}"
        return [f"{indent}- {{instrument: {_plain(key)}, {occasion}, {window}}}"]
    indent = " " * max(place.column - 2, 2 if not place.asked else 0)
    entry = f"{indent}- {{instrument: {_plain(key)}, {window}}}"
    return [entry] if place.asked else [f"{WEEKLY}:", entry]


def _plain(key: str) -> str:
    return f'"{key}"' if "@" in key else key


def _entries(node: yaml.MappingNode, key: str) -> list[yaml.MappingNode]:
    value = _value(node, key)
    entries = value.value if isinstance(value, yaml.SequenceNode) else []
    return [each for each in entries if isinstance(each, yaml.MappingNode)]


def _is_block(node: yaml.MappingNode, key: str) -> bool:
    value = _value(node, key)
    return isinstance(value, yaml.SequenceNode) and not value.flow_style


def _scalar(node: yaml.MappingNode, key: str) -> str:
    value = _value(node, key)
    return " ".join(value.value.split()) if isinstance(value, yaml.ScalarNode) else ""


def _value(node: yaml.MappingNode, key: str) -> yaml.Node | None:
    return next((value for name, value in node.value if name.value == key), None)
