"""Every table says whose its rows are, and every column what becomes of it in a person's copy."""

from collections.abc import Iterable

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table

from clinic.models import Base
from clinic.models.belongings import BELONGINGS, OF_NOBODY, ROOT

NOBODYS = " ".join(OF_NOBODY.values()).split()


def said(table: str) -> list[str]:
    one = BELONGINGS[table]
    return f"{one.given} {one.alone} {one.asked} {one.kept}".split()


def silent(metadata: MetaData) -> set[str]:
    """Name the tables and columns that say nothing, and those that are said and are not there."""
    tables = {name: {column.name for column in t.c} for name, t in metadata.tables.items()}
    unsaid = tables.keys() ^ {*BELONGINGS, *NOBODYS}
    return unsaid | {
        f"{table}.{column}"
        for table, columns in tables.items()
        if table in BELONGINGS
        for column in columns ^ set(said(table))
    }


def hanging(metadata: MetaData, exempt: Iterable[str]) -> set[str]:
    """Name the tables that point to a row of a person (not of staff) and say that they do not."""
    people = BELONGINGS.keys() - {"accounts"}
    return {
        name
        for name in exempt
        for key in metadata.tables[name].foreign_keys
        if key.column.table.name in people
    }


def test_every_table_and_every_column_says_what_becomes_of_it() -> None:
    assert silent(Base.metadata) == set()


def test_nothing_is_said_twice() -> None:
    assert sorted({*BELONGINGS, *NOBODYS}) == sorted([*BELONGINGS, *NOBODYS])
    assert [name for name in BELONGINGS if len(said(name)) != len(set(said(name)))] == []


def test_a_new_column_and_a_new_table_that_say_nothing_are_found() -> None:
    new = MetaData()
    for table in Base.metadata.sorted_tables:
        table.to_metadata(new)
    new.tables["clients"].append_column(Column("shoe_size", Integer))
    Table("moods", new, Column("client_id", ForeignKey("clients.id")))
    assert silent(new) == {"clients.shoe_size", "moods"}
    assert hanging(new, ["moods", "settings"]) == {"moods"}


def test_no_row_that_leads_to_a_person_is_said_to_be_of_nobody() -> None:
    assert hanging(Base.metadata, NOBODYS) == set()


def test_each_row_leads_to_a_person_by_keys_that_are_there() -> None:
    for name, one in BELONGINGS.items():
        keys = {k.parent.name: k.column.table.name for k in Base.metadata.tables[name].foreign_keys}
        leads = {keys[column] for column in one.by.split()}
        assert leads <= BELONGINGS.keys()
        assert leads or one.by == ROOT
    assert {name for name, one in BELONGINGS.items() if one.by == ROOT} == {"accounts", "clients"}
