"""Every column of a person says what becomes of it when her record ends, and by which clock."""

from sqlalchemy import Column, Integer

from clinic.domain.people.endings import EndKind
from clinic.models import Base
from clinic.models.base import DataClass
from clinic.models.belongings import BELONGINGS
from clinic.models.classes import COLUMNS
from clinic.models.column_fates import ALIASES, FATES, PLACE_HOLDERS, Fate

CLASSES = {
    "ways_in": {DataClass.PUBLIC, DataClass.ACCOUNT, DataClass.ATTENDANCE},
    "post": {DataClass.PUBLIC, DataClass.ATTENDANCE, DataClass.SEALED},
    "private": {DataClass.SEALED},
    "stays": {DataClass.PUBLIC, DataClass.ACCOUNT, DataClass.ATTENDANCE},
}
"""What a clock of its own may end, and what may stay: never an answer, a note or a sealed word."""


def belonging(table: str) -> list[str]:
    one = BELONGINGS[table]
    return f"{one.given} {one.alone} {one.asked} {one.kept}".split()


def said(fate: Fate) -> list[str]:
    return " ".join([fate.record, fate.private, fate.ways_in, fate.post, fate.stays]).split()


def silent(columns: dict[str, set[str]]) -> set[str]:
    """Name the columns of people that say nothing, and those that are said and are not there."""
    unsaid = FATES.keys() ^ columns.keys()
    shared = FATES.keys() & columns.keys()
    return unsaid | {
        f"{table}.{name}" for table in shared for name in columns[table] ^ set(said(FATES[table]))
    }


def test_every_column_of_a_person_says_what_becomes_of_it() -> None:
    assert silent({table: set(belonging(table)) for table in BELONGINGS}) == set()
    assert [table for table, fate in FATES.items() if len(said(fate)) != len(set(said(fate)))] == []


def test_a_new_column_that_says_nothing_is_found() -> None:
    columns = {table: set(belonging(table)) for table in BELONGINGS}
    columns["clients"].add("shoe_size")
    assert silent({**columns, "moods": {"id"}}) == {"clients.shoe_size", "moods"}


def test_a_clock_of_its_own_and_what_stays_keep_to_the_classes_of_data() -> None:
    classes = {
        f"{table}.{name}": kind
        for table, kinds in COLUMNS.items()
        for kind, names in kinds.items()
        for name in names.split()
    }
    wrong = {
        f"{table}.{name}"
        for table, fate in FATES.items()
        for which, allowed in CLASSES.items()
        for name in getattr(fate, which).split()
        if classes[f"{table}.{name}"] not in allowed
    }
    assert wrong == set()


def test_what_stays_says_why_and_what_goes_by_age_says_by_which_column() -> None:
    for table, fate in FATES.items():
        assert bool(fate.stays) == bool(fate.why)
        by_age = bool(fate.ways_in or fate.post)
        assert by_age == (fate.age in Base.metadata.tables[table].c)
        # A row that goes by its age goes whole.
        assert not by_age or not (fate.record or fate.private or fate.stays)
        assert fate.removes(EndKind.ERASURE) != bool(fate.stays)


def test_an_emptied_column_takes_nothing_or_has_something_to_hold() -> None:
    emptied = {
        f"{table}.{name}": Base.metadata.tables[table].c[name]
        for table, fate in FATES.items()
        for kind in (EndKind.ERASURE, EndKind.PRIVATE)
        for name in fate.emptied(kind)
    }
    full: dict[str, Column[Integer]] = {k: c for k, c in emptied.items() if not c.nullable}
    assert full.keys() == {*ALIASES, *PLACE_HOLDERS}
