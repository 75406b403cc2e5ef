"""Every column has a class, and what is sealed is what the table of classes says is sealed."""

from collections.abc import Iterator

from sqlalchemy import Column, Integer, MetaData, Table

from clinic.models import Base
from clinic.models.base import DataClass
from clinic.models.classes import COLUMNS


def columns(metadata: MetaData) -> set[str]:
    return {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.c}


def classed() -> Iterator[tuple[str, DataClass]]:
    for table, classes in COLUMNS.items():
        for data_class, names in classes.items():
            for name in names.split():
                yield f"{table}.{name}", data_class


def test_every_column_has_a_class_and_every_class_a_column() -> None:
    assert {name for name, _ in classed()} == columns(Base.metadata)


def test_no_column_has_two_classes() -> None:
    names = [name for name, _ in classed()]
    assert len(names) == len(set(names))


def test_a_new_column_without_a_class_is_found() -> None:
    new = MetaData()
    Table("clients", new, Column("shoe_size", Integer))
    assert columns(new) - {name for name, _ in classed()} == {"clients.shoe_size"}


def test_the_sealed_columns_are_those_classed_as_sealed() -> None:
    sealed = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.c
        if column.info.get("is_sealed")
    }
    assert sealed == {name for name, kind in classed() if kind is DataClass.SEALED} != set()
