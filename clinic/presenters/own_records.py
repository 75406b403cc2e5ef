"""A person's record as a file that programs read, and as a paper that she reads."""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum

from flask_babel import gettext as _

from clinic.domain.clinic.settings import ClinicSettings
from clinic.lookups.people.names import full_name
from clinic.lookups.people.record_rows import LeftOut, Pointed, Row
from clinic.presenters.dates import clock, full_day, in_zone
from clinic.presenters.record_labels import Labels, column_labels, label_of
from clinic.presenters.record_values import Values, value_words
from clinic.presenters.record_words import part_titles, told_of_copy
from clinic.printing.own_records import RecordLine, RecordPaper, RecordPart
from clinic.queries.people.own_records import OwnRecord

UNTOLD = {
    *("public_id", "version", "attachment_type", "client"),
    *("opens_anchor", "opens_minutes", "closes_anchor", "closes_minutes"),
}
"""What a program may want and no reader: a window is told by its two ends."""


OF_THE_PROGRAM = {"audit_entries", "submissions"}
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


def record_paper(
    record: OwnRecord, settings: ClinicSettings, now: datetime, *, is_handed_out: bool = False
) -> RecordPaper:
    """Write a record as words, what is empty being left out."""
    zone = record.person.time_zone or settings.time_zone
    titles = {name: title for name, title in part_titles().items() if name in record.tables}
    said = _Said(zone, column_labels(), value_words())
    return RecordPaper(
        clinic=_(settings.clinic_name),
        person=full_name(record.person),
        made_on=full_day(in_zone(now, zone)),
        zone=zone,
        told=told_of_copy(is_handed_out=is_handed_out),
        parts=tuple(
            RecordPart(title=title, entries=tuple(said.entry(name, row) for row in rows))
            for name, title in titles.items()
            if name not in OF_THE_PROGRAM and (rows := record.tables[name])
        ),
        empty=tuple(title for name, title in titles.items() if not record.tables[name]),
        paper=settings.paper,
    )


def value_lines(value: object, zone: str) -> list[str]:
    """Write what is noted as it stands in a copy, line by line."""
    return list(_Said(zone, column_labels(), value_words()).lines(value))


@dataclass(frozen=True, slots=True)
class _Said:
    """How values are said: on whose clock, and in which words."""

    zone: str
    labels: Labels
    words: Values

    def entry(self, table: str, row: Row) -> tuple[RecordLine, ...]:
        """Write a row, one label with its lines after the other."""
        return tuple(
            RecordLine(label=label_of(self.labels, table, name), lines=lines)
            for name, value in row.items()
            if name not in UNTOLD and (lines := tuple(self.lines(value)))
        )

    def lines(self, value: object) -> Iterator[str]:
        """Write a value line by line; nothing for one that is empty."""
        match value:
            case None | "" | b"":
                return
            case bool():
                yield _("yes") if value else _("no")
            case LeftOut():
                yield _("left out of this copy")
            case Enum():
                yield self.words[type(value)][str(value.value)]
            case datetime():
                yield f"{full_day(in_zone(value, self.zone))}, {clock(value, self.zone)}"
            case date():
                yield full_day(value)
            case time():
                yield f"{value:%H:%M}"
            case bytes():
                yield _("a file; it is in the copy for other programs")
            case str():
                yield from value.splitlines()
            case Mapping() | Sequence():
                yield from self._lines_of_many(value)
            case _:
                yield str(value)

    def _lines_of_many(self, value: Mapping[str, object] | Sequence[object]) -> Iterator[str]:
        match value:
            case Pointed():
                # The whole text and the end of a meeting are in the copy for other programs.
                told = [held for name, held in value.items() if name not in ("body", "ends_at")]
                yield ", ".join(line for held in told for line in self.lines(held))
            case {"text": str(text), "answer": answer, "note": note}:
                said = f"{text}: {'; '.join(self.lines(answer)) or '–'}"
                yield f"{said} ({note})" if note else said
            case Mapping():
                pairs = ((name, "; ".join(self.lines(held))) for name, held in value.items())
                yield ", ".join(f"{_key(str(name))}: {said}" for name, said in pairs if said)
            case _:
                for held in value:
                    if said := "; ".join(self.lines(held)):
                        yield said


def _key(name: str) -> str:
    """Write the key of a field or an item, as the sheet or the questionnaire has it."""
    return name.replace("_", " ").replace("-", " ").capitalize()
