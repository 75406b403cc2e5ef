"""The fields of a PDF that comes back, read as the controls of its sheet.

A value alone is not what a viewer shows: boxes and circles have a state as well, and programs write
either, both, or a field of their own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from typing import assert_never

from clinic.domain.homework.worksheets import (
    BODY_REGIONS,
    CIRCLES,
    LADDER_PARTS,
    MOST_ROWS,
    Choice,
    Column,
    Field,
    FieldKind,
    Worksheet,
)
from clinic.printing.pdf_reading import Read, ReadButton, ReadField

_OFF = "Off"
_TICK = "on"
# how WeasyPrint calls the one state of a box that is not Off


@dataclass(frozen=True, slots=True)
class Filled:
    """What a PDF says, as the pairs that a browser would send for the same sheet.

    `base` is what stood in it when it was given out, and `None` where the file no longer says.
    `doubtful` names fields in which the file says one thing and shows another, `unread` those that
    say nothing we know; `notes` is what was typed over the page and into no field, and
    `is_drawn_on` says that there is more on a page that no program can read.
    """

    pairs: list[tuple[str, str]]
    base: list[tuple[str, str]] | None
    doubtful: tuple[str, ...]
    unread: tuple[str, ...]
    notes: tuple[str, ...]
    is_drawn_on: bool = False

    @property
    def is_whole(self) -> bool:
        """Say whether everything that somebody left in the file was read."""
        return not (self.unread or self.notes or self.is_drawn_on)


@dataclass(frozen=True, slots=True)
class _Control:
    """One name in the file: where its answer belongs, and what may be chosen there."""

    key: str
    label: str
    name: str
    """Under which a browser sends it."""
    tick: str | None = None
    """What a browser sends for a box that is ticked."""
    options: Mapping[str, str] | None = None
    """Of a choice or a list: what may be chosen, with the words that are shown."""


@dataclass(frozen=True, slots=True)
class _Answer:
    now: str
    base: str | None
    is_doubtful: bool = False
    is_unread: bool = False


def read_fields(found: Read, sheet: Worksheet) -> Filled:
    """Bring every field of the file to its place in the sheet, and name what has none."""
    controls = names_of(sheet)
    fields = {name: list(parts) for name, parts in found["fields"].items()}
    strangers = {name: fields.pop(name) for name in list(fields) if name not in controls}
    lost = _bring_home(fields, strangers, controls)
    answers = {name: _read_one(controls[name], parts) for name, parts in fields.items()}
    is_base_known = any(answer.base is not None for answer in answers.values())
    told = {name: answer for name, answer in answers.items() if not answer.is_unread}
    return Filled(
        pairs=[_pair(controls[name], answer.now) for name, answer in told.items() if answer.now],
        base=[_pair(controls[name], answer.base) for name, answer in told.items() if answer.base]
        if is_base_known
        else None,
        doubtful=_labels(controls, answers, "is_doubtful"),
        unread=(*_labels(controls, answers, "is_unread"), *lost),
        notes=tuple(" ".join(note.split()) for note in found["notes"] if note.strip()),
        is_drawn_on=found["is_drawn_on"],
    )


def names_of(sheet: Worksheet) -> dict[str, _Control]:
    """Give every name that a field of the sheet's PDF may bear."""
    return {name: control for field in sheet.fields for name, control in _controls(field)}


def _controls(field: Field) -> Iterator[tuple[str, _Control]]:
    match field.kind:
        case FieldKind.CHECKS | FieldKind.BODY_MAP:
            for option in _ticks(field):
                name = f"{field.key}-{option}"
                yield name, _Control(field.key, field.label, field.key, tick=option)
        case FieldKind.CIRCLES:
            sizes = {str(size): str(size) for size in range(11)}
            for part in CIRCLES:
                name = f"{field.key}-{part}"
                yield name, _Control(field.key, field.label, name, options=sizes)
        case FieldKind.TABLE:
            for row in range(MOST_ROWS):
                for column in field.columns:
                    name = f"{field.key}-{row}-{column.key}"
                    yield name, _cell(field, name, column)
        case FieldKind.LADDER:
            for row in range(MOST_ROWS):
                for part in LADDER_PARTS:
                    name = f"{field.key}-{row}-{part}"
                    tick = "yes" if part == "done" else None
                    yield name, _Control(field.key, field.label, name, tick=tick)
        case FieldKind.CHOICE:
            options = _words(field.options)
            yield field.key, _Control(field.key, field.label, field.key, options=options)
        case FieldKind.RATING if field.maximum != 100:
            sizes = {str(size): str(size) for size in range(11)}
            yield field.key, _Control(field.key, field.label, field.key, options=sizes)
        case FieldKind.RATING | FieldKind.NUMBER | FieldKind.DATE:
            yield field.key, _Control(field.key, field.label, field.key)
        case FieldKind.LINE | FieldKind.LINES:
            yield field.key, _Control(field.key, field.label, field.key)
        case _:
            assert_never(field.kind)


def _ticks(field: Field) -> list[str]:
    if field.kind is FieldKind.BODY_MAP:
        return list(BODY_REGIONS)
    return [option.key for option in field.options]


def _cell(field: Field, name: str, column: Column) -> _Control:
    if column.is_tick:
        return _Control(field.key, field.label, name, tick=column.options[0].key)
    options = _words(column.options) if column.options else None
    return _Control(field.key, field.label, name, options=options)


def _words(options: Sequence[Choice]) -> dict[str, str]:
    return {option.key: option.label for option in options}


def _pair(control: _Control, value: str) -> tuple[str, str]:
    return control.name, value


def _labels(
    controls: Mapping[str, _Control], answers: Mapping[str, _Answer], which: str
) -> tuple[str, ...]:
    named = [controls[name].label for name, answer in answers.items() if getattr(answer, which)]
    return tuple(dict.fromkeys(named))


def _read_one(control: _Control, parts: Sequence[ReadField]) -> _Answer:
    if any(part["is_odd"] for part in parts):
        return _Answer("", None, is_unread=True)
    base = next((part["base"] for part in parts if part["base"] is not None), None)
    buttons = [button for part in parts for button in part["buttons"]]
    if buttons or control.tick is not None:
        return _button_answer(control, parts, buttons, base)
    values = {part["value"] or "" for part in parts} - {""}
    if len(values) > 1:
        return _Answer("", None, is_unread=True)
    value = values.pop() if values else ""
    if control.options is None:
        return _Answer(value, base)
    chosen = _option(control.options, value)
    if value and chosen is None:
        return _Answer("", None, is_unread=True)
    return _Answer(chosen or "", None if base is None else _option(control.options, base) or "")


def _button_answer(
    control: _Control, parts: Sequence[ReadField], buttons: Sequence[ReadButton], base: str | None
) -> _Answer:
    """Read what the file says of boxes and circles, and what it shows."""
    before = None if base is None else _state(base)
    said = {_state(part["value"]) for part in parts if part["value"] is not None} - {""}
    shown = {_state(button["shows"]) for button in buttons if button["shows"] is not None} - {""}
    is_said = any(part["value"] is not None for part in parts)
    is_shown = any(button["shows"] is not None for button in buttons)
    if len(said) > 1 or len(shown) > 1:
        return _Answer("", None, is_unread=True)
    says, shows = (next(iter(each), "") for each in (said, shown))
    now, is_doubtful = says, False
    if not is_said:
        now = shows
    elif is_shown and says != shows:
        # One of the two was left as it was given out: the other is what somebody did.
        if before is None or before not in (says, shows):
            return _Answer("", None, is_unread=True)
        now, is_doubtful = shows if says == before else says, True
    chosen = _meaning(control, now)
    if chosen is None:
        return _Answer("", None, is_unread=True)
    known = None if before is None else _meaning(control, before)
    return _Answer(chosen, known, is_doubtful)


def _state(text: str | None) -> str:
    """Take a state as a word, whether it was written as a name or as a text of one."""
    plain = (text or "").strip().strip("()").lstrip("/").strip()
    return "" if plain == _OFF else plain


def _meaning(control: _Control, state: str) -> str | None:
    """Say what a state means in a browser; `None` where it is none of this control."""
    if not state:
        return ""
    if control.tick is not None:
        return control.tick if state in (_TICK, "Yes", "1", control.tick) else None
    return _option(control.options or {}, state)


def _option(options: Mapping[str, str], said: str) -> str | None:
    """Find an option by its key, or by the words that some programs keep in its place."""
    if said in options:
        return said
    return next((key for key, words in options.items() if words == said), None)


def _bring_home(
    fields: dict[str, list[ReadField]],
    strangers: Mapping[str, list[ReadField]],
    controls: Mapping[str, _Control],
) -> list[str]:
    """Give circles that a program cut loose back to their groups, and name what is left over.

    macOS Preview and iOS Files make a chosen circle a field of its own and leave its group off. It
    belongs to the group that lacks just this circle; of several, to the nearest.
    """
    left = []
    for name, parts in strangers.items():
        for part in parts:
            button = next((each for each in part["buttons"] if _state(each["shows"])), None)
            group = _home_of(button, fields, controls) if button else None
            if group is not None and button is not None:
                fields[group].append(
                    {"value": None, "base": None, "is_odd": False, "buttons": [button]}
                )
                for own in fields[group]:
                    own["value"] = None
            elif button is not None or part["is_odd"] or _says(part):
                left.append(name or part["value"] or (_state(button["shows"]) if button else "…"))
    return left


def _says(part: ReadField) -> bool:
    return bool(_state(part["value"]) if part["buttons"] else part["value"])


def _home_of(
    button: ReadButton,
    fields: Mapping[str, Sequence[ReadField]],
    controls: Mapping[str, _Control],
) -> str | None:
    state = _state(button["shows"])
    near: list[tuple[float, str]] = []
    for name, parts in fields.items():
        siblings = [each for part in parts for each in part["buttons"]]
        if controls[name].options is None or _meaning(controls[name], state) is None:
            continue
        if not siblings or state in {each["on"] for each in siblings}:
            continue
        near += [
            (hypot(each["x"] - button["x"], each["y"] - button["y"]), name)
            for each in siblings
            if each["page"] == button["page"] or button["page"] < 0
        ]
    return min(near)[1] if near else None
