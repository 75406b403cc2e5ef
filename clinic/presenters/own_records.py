"""A person's record as a file that programs read, and as a paper that she reads."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from enum import Enum

from flask_babel import gettext as _

from clinic.domain.clinic.settings import ClinicSettings
from clinic.lookups.people.names import full_name
from clinic.presenters.dates import clock, full_day, in_zone
from clinic.presenters.record_words import part_titles
from clinic.printing.own_records import RecordLine, RecordPaper, RecordPart
from clinic.queries.people.own_records import OwnRecord, Pointed, Row

_UNTOLD = {
    *("public_id", "version", "attachment_type", "client"),
    *("opens_anchor", "opens_minutes", "closes_anchor", "closes_minutes"),
}
"""What a program may want and no reader: a window is told by its two ends."""


_OF_THE_PROGRAM = {"audit_entries", "submissions"}
"""Named as the program names its deeds: they are in the copy for other programs."""


def record_json(record: OwnRecord, now: datetime) -> bytes:
    """Write a record as JSON: instants in UTC, files in Base64."""
    told = {"made_at": now, "person": full_name(record.person), "record": record.tables}
    return json.dumps(told, default=_plain, ensure_ascii=False, indent=1).encode()


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case bytes():
            return b64encode(value).decode()
        case Mapping():
            return dict(value)
    raise TypeError(f"a record holds no {type(value).__name__}")


def record_paper(record: OwnRecord, settings: ClinicSettings, now: datetime) -> RecordPaper:
    """Write a record as words, what is empty being left out."""
    zone = record.person.time_zone or settings.time_zone
    titles = part_titles()
    return RecordPaper(
        clinic=_(settings.clinic_name),
        person=full_name(record.person),
        made_on=full_day(in_zone(now, zone)),
        zone=zone,
        parts=tuple(
            RecordPart(title=title, entries=tuple(_entry(row, zone) for row in rows))
            for name, title in titles.items()
            if name not in _OF_THE_PROGRAM and (rows := record.tables[name])
        ),
        empty=tuple(title for name, title in titles.items() if not record.tables[name]),
        paper=settings.paper,
    )


def _entry(row: Row, zone: str) -> tuple[RecordLine, ...]:
    return tuple(
        RecordLine(label=_label(name), lines=lines)
        for name, value in row.items()
        if name not in _UNTOLD and (lines := tuple(_lines(value, zone)))
    )


def _label(name: str) -> str:
    stem = name.removesuffix("_at").removesuffix("_on").removeprefix("is_").removeprefix("has_")
    return stem.replace("_", " ").capitalize()


def _lines(value: object, zone: str) -> Iterator[str]:
    """Write a value line by line; nothing for one that is empty."""
    match value:
        case None | "" | b"":
            return
        case bool():
            yield _("yes") if value else _("no")
        case Enum():
            yield str(value.value).replace("_", " ")
        case datetime():
            yield f"{full_day(in_zone(value, zone))}, {clock(value, zone)}"
        case date():
            yield full_day(value)
        case time():
            yield f"{value:%H:%M}"
        case bytes():
            yield _("a file; it is in the copy for other programs")
        case Pointed():
            # The whole text and the end of a meeting are in the copy for other programs.
            told = [held for name, held in value.items() if name not in ("body", "ends_at")]
            yield ", ".join(line for held in told for line in _lines(held, zone))
        case Mapping():
            pairs = ((name, "; ".join(_lines(held, zone))) for name, held in value.items())
            yield ", ".join(f"{_label(str(name))}: {said}" for name, said in pairs if said)
        case str():
            yield from value.splitlines()
        case Sequence():
            for held in value:
                if said := "; ".join(_lines(held, zone)):
                    yield said
        case _:
            yield str(value)
