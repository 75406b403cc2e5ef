"""What every table and every address has to be."""

import pytest
from flask import Flask
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    RelationshipProperty,
    mapped_column,
    relationship,
)
from sqlalchemy.schema import ForeignKey
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Map, Rule

from clinic.models import Base
from clinic.web.ids import PublicId, SheetCodeConverter, Token

FREE = {
    ("static", "filename"),
    ("bootstrap.show", "name"),
    ("fonts.show", "name"),
    ("style_sheets.show", "name"),
}
"""Served by a library that keeps to its folder, or looked up in a table of files."""


class Loose(DeclarativeBase):
    """A sample with a relationship that would load by itself."""


class Owner(Loose):
    __tablename__ = "owners"
    id: Mapped[int] = mapped_column(primary_key=True)


class Thing(Loose):
    __tablename__ = "things"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("owners.id"))
    owner: Mapped[Owner] = relationship()


def loading(base: type[DeclarativeBase]) -> list[RelationshipProperty[object]]:
    base.registry.configure()
    return [
        found
        for mapper in base.registry.mappers
        for found in mapper.relationships
        if found.lazy != "raise_on_sql"
    ]


def cascading(base: type[DeclarativeBase]) -> list[str]:
    return [
        str(key.parent)
        for table in base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.ondelete != "RESTRICT"
    ]


def untyped(addresses: Map) -> list[tuple[str, str]]:
    return [
        (rule.endpoint, name)
        for rule in addresses.iter_rules()
        for name, converter in rule._converters.items()
        if not is_typed(converter) and (rule.endpoint, name) not in FREE
    ]


def is_typed(converter: BaseConverter) -> bool:
    if isinstance(converter, IntegerConverter):
        return converter.min is not None and converter.max is not None
    # `any` takes the words that stand in the rule and no other.
    return isinstance(converter, PublicId | SheetCodeConverter | Token | AnyConverter)


def test_no_relationship_loads_by_itself() -> None:
    assert [found.key for found in loading(Loose)] == ["owner"]
    assert loading(Base) == []


def test_no_row_vanishes_with_another() -> None:
    assert cascading(Loose) == ["things.owner_id"]
    assert cascading(Base) == []


@pytest.mark.parametrize("wrong", ["/a/<name>", "/a/<int:number>", "/a/<path:name>"])
def test_every_parameter_of_an_address_is_typed_and_bounded(app: Flask, wrong: str) -> None:
    assert len(untyped(Map([Rule(wrong, endpoint="a")]))) == 1
    assert untyped(app.url_map) == []


def test_no_exception_is_listed_that_is_none(app: Flask) -> None:
    real = {(rule.endpoint, name) for rule in app.url_map.iter_rules() for name in rule.arguments}
    assert real >= FREE
