"""Finished scores from a CSV text: of each fault in which row and column it is, and what was left.

The order of the rows changes nothing: people come out by their labels, times by their own order.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from clinic.domain.measures.score_cells import MeasureColumn, ValueReader
from clinic.domain.measures.table_cells import TableReading, plain_label
from clinic.domain.measures.table_files import (
    MAX_FAULTS,
    FileTable,
    Record,
    Remark,
    TableFault,
    Wanted,
    in_rows,
    read_table,
    refusal,
)
from clinic.domain.measures.time_order import look_alikes, natural, order_of
from clinic.domain.text import N_

MAX_SUBJECT = 80
EVENT = "redcap_event_name"
REPEATS = ("redcap_repeat_instrument", "redcap_repeat_instance")
_MOST_NAMED = 10


@dataclass(frozen=True)
class ScoreFileRow:
    """One person's score on one measure and occasion; `None` was not answered."""

    subject: str
    occasion: str
    measure: str
    value: float | None
    group: str | None = None
    row: int = field(default=0, compare=False)
    """Where it stands in the file, for whoever finds a fault in it later."""


@dataclass(frozen=True)
class ScoreFile:
    """The scores of a file, by person, occasion and measure."""

    rows: tuple[ScoreFileRow, ...]
    order: tuple[str, ...] | None = None
    """The occasions in their order in time; `None` where nothing tells it."""
    remarks: tuple[Remark, ...] = ()
    name: str = field(default="", compare=False)
    """What the file is called."""

    @property
    def written(self) -> tuple[ScoreFileRow, ...]:
        """Leave out the cells in which nothing stood."""
        return tuple(row for row in self.rows if row.value is not None)

    @property
    def subjects(self) -> tuple[str, ...]:
        """List the people by their labels."""
        return tuple(sorted({row.subject for row in self.rows}, key=natural))

    @property
    def occasions(self) -> tuple[str, ...]:
        """List the occasions, in their order where there is one, else by their names."""
        found = {row.occasion for row in self.rows}
        known = [each for each in self.order or () if each in found]
        return tuple(known) if self.order is not None else tuple(sorted(found, key=natural))


@dataclass(frozen=True)
class ScoreColumns:
    """Where a file of scores holds what; `group` names the arm of a study."""

    subject: str
    time: str
    measures: Sequence[MeasureColumn]
    group: str | None = None

    @property
    def wanted(self) -> Wanted:
        """Give the columns by what stands in them."""
        labels = (self.subject, self.time, *([self.group] if self.group else []))
        return Wanted(labels, tuple(dict.fromkeys(each.column for each in self.measures)))


def read_scores(
    text: str,
    columns: ScoreColumns,
    *,
    occasions: Mapping[str, str] | None = None,
    times: Sequence[str] | None = None,
    reading: TableReading | None = None,
) -> ScoreFile:
    """Read one row a person and time; raise `TableFileError` with every fault, or give them all.

    `occasions` maps the file's times to occasion labels in their order; `times` says the order of
    times that keep their names. The group of a person must be the same in all rows.
    """
    reading = reading or TableReading()
    only = tuple(column for column, _ in reading.only)
    wanted = columns.wanted
    table = read_table(text, Wanted((*wanted.labels, *only), wanted.values))
    named = {plain_label(time): label for time, label in (occasions or {}).items()}
    named = named or {time: time for time in map(plain_label, times or ())}
    kept = _Choice(table, columns, reading, set(named))
    records = kept.records()
    reader = _RowReader(table, records, columns, named, reading)
    for number, cells in records:
        reader.read(number, cells)
        if len(reader.faults) >= MAX_FAULTS:
            break
    faults = [*table.faults, *reader.faults, *reader.values.suspects()]
    if faults:
        raise in_rows(faults)
    if not reader.rows:
        raise refusal(
            N_("The file has none of the rows that were asked for.")
            if table.records
            else N_("The file has a header and no rows.")
        )
    return _in_order(reader, [*table.remarks, *kept.remarks()], tuple(named.values()))


def _in_order(reader: "_RowReader", remarks: Sequence[Remark], named: tuple[str, ...]) -> ScoreFile:
    found = {row.occasion for row in reader.rows}
    order = tuple(dict.fromkeys(named)) or order_of(found)
    places = {label: place for place, label in enumerate(order or sorted(found, key=natural))}
    measures = [row.measure for row in reader.rows if row.row == reader.rows[0].row]
    people = sorted({row.subject for row in reader.rows}, key=natural)
    place_of = {subject: place for place, subject in enumerate(people)}
    rows = sorted(
        reader.rows,
        key=lambda row: (
            place_of[row.subject],
            places[row.occasion],
            measures.index(row.measure),
        ),
    )
    told = [*remarks, *reader.values.remarks(), *alike(people)]
    return ScoreFile(tuple(rows), order, tuple(told))


def alike(labels: Iterable[str]) -> list[Remark]:
    """Name people whose labels differ by capitals or leading zeros alone: they are not joined."""
    message = N_(
        "%(labels)s are read as different people. If they are one person, write them the same way."
    )
    found = look_alikes(labels)
    return [Remark(message, {"labels": ", ".join(group)}) for group in found[:_MOST_NAMED]]


class _Choice:
    """Which rows of a table were asked for; the others are counted and told."""

    def __init__(
        self, table: FileTable, columns: ScoreColumns, reading: TableReading, times: set[str]
    ) -> None:
        self._table = table
        self._only = [(table.header.index(name), value) for name, value in reading.only]
        self._time = table.header.index(columns.time)
        self._times = times if columns.time == EVENT else set()
        asked = {columns.time, *(name for name, _ in reading.only)}
        header = table.header
        self._repeats = [header.index(name) for name in REPEATS if name in header]
        self._is_repeat_asked = bool(asked & set(REPEATS))
        self._needs_repeat = columns.time in REPEATS
        self._left: Counter[str] = Counter()

    def records(self) -> list[Record]:
        """Give the rows that were asked for."""
        return [record for record in self._table.records if self._is_asked(record[1])]

    def remarks(self) -> list[Remark]:
        """Say how many rows were left for which reason."""
        return [Remark(message, {"count": n}) for message, n in sorted(self._left.items())]

    def _is_asked(self, cells: Sequence[str]) -> bool:
        reason = self._reason(cells)
        if reason is not None:
            self._left[reason] += 1
        return reason is None

    def _reason(self, cells: Sequence[str]) -> str | None:
        if any(cells[place] != value for place, value in self._only):
            return N_("Left out: rows of others than --only says (%(count)s).")
        is_repeat = any(cells[place] for place in self._repeats)
        if is_repeat and not self._is_repeat_asked:
            return N_("Left out: repeated rows of REDCap that were not asked for (%(count)s).")
        if self._needs_repeat and not cells[self._time]:
            return N_("Left out: rows of REDCap without a repeat (%(count)s).")
        if self._times and plain_label(cells[self._time]) not in self._times:
            return N_("Left out: rows of REDCap’s other events (%(count)s).")
        return None


class _RowReader:
    """Collect the scores and the faults of one file, row by row."""

    def __init__(
        self,
        table: FileTable,
        records: Sequence[Record],
        columns: ScoreColumns,
        occasions: Mapping[str, str],
        reading: TableReading,
    ) -> None:
        self.rows: list[ScoreFileRow] = []
        self.faults: list[TableFault] = []
        self._columns = columns
        self._places = {name: table.header.index(name) for name in columns.wanted.all}
        self._occasions = occasions
        subjects = {cells[self._places[columns.subject]] for _, cells in records}
        # pandas writes a whole column of numbers with a point where one cell of it is empty.
        self._is_plain = len({plain_label(each) for each in subjects}) == len(subjects)
        cells_of = {
            measure.column: [cells[self._places[measure.column]] for _, cells in records]
            for measure in columns.measures
        }
        self.values = ValueReader(cells_of, columns.measures, reading, table.delimiter)
        self._first_row_of: dict[tuple[str, str], int] = {}
        self._group_of: dict[str, tuple[str, int]] = {}

    def read(self, number: int, cells: Sequence[str]) -> None:
        row = {name: cells[place] for name, place in self._places.items()}
        subject = self._subject(number, row[self._columns.subject])
        occasion = self._occasion(number, row[self._columns.time])
        values = [
            (measure.key, self.values.read(number, row[measure.column], measure, self.faults))
            for measure in self._columns.measures
        ]
        group = self._columns.group
        arm = self._arm(number, group, subject, row[group]) if group else None
        if subject and occasion is not None and self._is_new(number, subject, occasion):
            self.rows += [
                ScoreFileRow(subject, occasion, key, value, arm, number) for key, value in values
            ]

    def _fault(self, number: int, column: str, message: str, /, **params: object) -> None:
        self.faults.append(TableFault(number, column, message, params))

    def _subject(self, number: int, label: str) -> str:
        if not label:
            self._fault(number, self._columns.subject, N_("The person is missing."))
        elif len(label) > MAX_SUBJECT:
            message = N_("The person's label is longer than %(limit)s characters.")
            self._fault(number, self._columns.subject, message, limit=MAX_SUBJECT)
        return plain_label(label) if self._is_plain and label.endswith(".0") else label

    def _arm(self, number: int, column: str, subject: str, group: str) -> str:
        first, row = self._group_of.setdefault(subject, (group, number))
        if not group:
            self._fault(number, column, N_("The group is missing."))
        elif group != first and first:
            message = N_("%(subject)s is in %(group)s here, and in %(first)s in row %(row)s.")
            self._fault(number, column, message, subject=subject, group=group, first=first, row=row)
        return group

    def _occasion(self, number: int, written: str) -> str | None:
        time = plain_label(written)
        if not time:
            self._fault(number, self._columns.time, N_("The time is missing."))
            return None
        if not self._occasions or time in self._occasions:
            return self._occasions.get(time, time)
        message = N_("The time %(time)s is none of those that were named: %(known)s.")
        known = ", ".join(self._occasions)
        self._fault(number, self._columns.time, message, time=time, known=known)
        return None

    def _is_new(self, number: int, subject: str, occasion: str) -> bool:
        first = self._first_row_of.setdefault((subject, occasion), number)
        if first == number:
            return True
        message = N_("%(subject)s at %(occasion)s is already in row %(first)s.")
        self._fault(
            number,
            self._columns.subject,
            message,
            subject=subject,
            occasion=occasion,
            first=first,
        )
        return False
