"""Asking one more measure in a program's plan, on occasions that the plan knows already.

The source is changed by a line at each place and otherwise stays as it is, comments and all.
"""

from dataclasses import dataclass

import yaml

from clinic.content.sections import compose


@dataclass(frozen=True, slots=True)
class PlanOccasion:
    """An occasion on which a plan asks something, with its window as it is written."""

    occasion: str
    session: int
    """The number of the session it hangs on."""
    opens: str
    closes: str
    asked: tuple[str, ...]
    """The keys of what is asked then."""
    column: int
    line_after: int
    is_block: bool


def occasions_of(source: str) -> tuple[PlanOccasion, ...]:
    """List the occasions of a plan that was read without a fault, in its order."""
    found = []
    for session in _entries(compose(source), "sessions"):
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
                    max(value.end_mark.line for _key, value in last.value),
                    _is_block(session),
                )
            )
    return tuple(found)


def with_measure(source: str, key: str, occasions: set[str]) -> str:
    """Ask a measure on each of these occasions on which it is not asked yet."""
    lines = source.split("\n")
    for place in sorted(occasions_of(source), key=lambda each: each.line_after, reverse=True):
        if place.occasion not in occasions or key in place.asked or not place.is_block:
            continue
        indent = " " * (place.column - 2)
        lines.insert(
            place.line_after + 1,
            f"{indent}- {{instrument: {_plain(key)}, occasion: {place.occasion},"
            f" opens: {place.opens}, closes: {place.closes}}}",
        )
    return "\n".join(lines)


def _plain(key: str) -> str:
    return f'"{key}"' if "@" in key else key


def _entries(node: yaml.MappingNode, key: str) -> list[yaml.MappingNode]:
    value = _value(node, key)
    entries = value.value if isinstance(value, yaml.SequenceNode) else []
    return [each for each in entries if isinstance(each, yaml.MappingNode)]


def _is_block(session: yaml.MappingNode) -> bool:
    value = _value(session, "measures")
    return isinstance(value, yaml.SequenceNode) and not value.flow_style


def _scalar(node: yaml.MappingNode, key: str) -> str:
    value = _value(node, key)
    return " ".join(value.value.split()) if isinstance(value, yaml.ScalarNode) else ""


def _value(node: yaml.MappingNode, key: str) -> yaml.Node | None:
    return next((value for name, value in node.value if name.value == key), None)
