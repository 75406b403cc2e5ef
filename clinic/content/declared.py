"""Measures that have no items: declared with range and direction, and stored as a line of JSON."""

import json

from clinic.domain.measures.instruments import Direction, Instrument, score_only

_MARK = "declared-measure"


def write_declared(instrument: Instrument) -> str:
    """Write a declared measure so that `read_declared` gives the same one back."""
    scale = instrument.main
    return json.dumps(
        {
            "kind": _MARK,
            "key": instrument.key,
            "name": instrument.name,
            "minimum": scale.minimum,
            "maximum": scale.maximum,
            "better": scale.better.value,
        },
        sort_keys=True,
    )


def is_declared(text: str) -> bool:
    """Tell a declared measure from the text of an instrument file."""
    return text.startswith("{") and f'"{_MARK}"' in text


def read_declared(text: str) -> Instrument:
    """Read what `write_declared` wrote."""
    raw = json.loads(text)
    return score_only(
        raw["key"],
        raw["name"],
        minimum=float(raw["minimum"]),
        maximum=float(raw["maximum"]),
        better=Direction(raw["better"]),
    )
