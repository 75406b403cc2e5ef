"""What all tables share: names of constraints, portable types, ids, data classes."""

import secrets
from datetime import UTC, date, datetime
from enum import IntEnum, StrEnum
from typing import Annotated, Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Dialect,
    Double,
    Enum,
    Float,
    ForeignKey,
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    Time,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator

from clinic.domain.horizon import day_within, instant_within

PUBLIC_ID_LENGTH = 20
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


class DataClass(IntEnum):
    """How sensitive a column is; a column without a class fails the house tests."""

    PUBLIC = 0
    ACCOUNT = 1
    ATTENDANCE = 2
    ANSWERS = 3
    NOTES = 4
    SEALED = 5


def new_public_id() -> str:
    """Make the random text that stands for a row in an address: 100 bits, no order, no gaps."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(PUBLIC_ID_LENGTH))


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Takes and gives time-zone-aware values only; stores UTC.

    One beyond the horizon is read as the horizon: whoever counts on from it stays on the calendar.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        at = value.astimezone(UTC)
        return at.replace(tzinfo=None) if dialect.name == "sqlite" else at

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            return instant_within(value.replace(tzinfo=UTC))
        return instant_within(value).astimezone(UTC)


class Day(TypeDecorator[date]):
    """A day; one beyond the horizon is read as the horizon, so that nothing counts off its end."""

    impl = Date
    cache_ok = True

    def process_result_value(self, value: date | None, dialect: Dialect) -> date | None:
        return None if value is None else day_within(value)


# STRICT tables on SQLite know five types; these lines say which of them each of ours becomes.
@compiles(String, "sqlite")
@compiles(Enum, "sqlite")
@compiles(Text, "sqlite")
@compiles(DateTime, "sqlite")
@compiles(Date, "sqlite")
@compiles(Time, "sqlite")
@compiles(JSON, "sqlite")
def _as_text(*_: Any, **__: Any) -> str:
    return "TEXT"


@compiles(Boolean, "sqlite")
@compiles(BigInteger, "sqlite")
def _as_integer(*_: Any, **__: Any) -> str:
    return "INTEGER"


@compiles(Float, "sqlite")
@compiles(Double, "sqlite")
def _as_real(*_: Any, **__: Any) -> str:
    return "REAL"


@compiles(LargeBinary, "sqlite")
def _as_blob(*_: Any, **__: Any) -> str:
    return "BLOB"


pk = Annotated[int, mapped_column(Integer, Identity(), primary_key=True, sort_order=-2)]
instant = Annotated[datetime, mapped_column(UtcDateTime)]


class Base(DeclarativeBase):
    """Every table: strict on SQLite, constraints named, a random public id."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        date: Day,
        datetime: UtcDateTime,
        bool: Boolean(create_constraint=False),
        str: Text,
    }
    __table_args__: Any = {"sqlite_strict": True}

    id: Mapped[pk]


class Public:
    """A row that may stand in an address."""

    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_LENGTH), unique=True, sort_order=-1)

    def __init__(self, **values: Any) -> None:
        # Given at birth and not at the flush: sealed columns are bound to it.
        values.setdefault("public_id", new_public_id())
        super().__init__(**values)


def table_args(*constraints: Any) -> tuple[Any, ...]:
    """Give a table its constraints and keep it strict."""
    return (*constraints, {"sqlite_strict": True})


def stored(kind: type[StrEnum], name: str) -> Enum:
    """Store an enumeration by value as checked text, so that a new word is an easy migration."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


def belongs_to(target: str, *, index: bool = True, unique: bool = False) -> MappedColumn[Any]:
    """Point to a row that may not vanish while this one stands."""
    return mapped_column(ForeignKey(target, ondelete="RESTRICT"), index=index, unique=unique)
