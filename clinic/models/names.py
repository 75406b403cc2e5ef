"""Names in questions to a database, sorted and looked for by the rule of `domain/name_order.py`.

Whatever people read in the order of its letters is sorted by `by_letters`; a bare column is
compared as the machine of the database happens to compare.
"""

from typing import Any

from sqlalchemy import ColumnElement, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from clinic.domain.name_order import MARKED, PLAIN
from clinic.models.clients import Client


class by_letters(FunctionElement[str]):  # noqa: N801 -- read as a function, as `func.lower` is
    """A text in plain, small letters, for its order and for what it holds."""

    type = String()
    inherit_cache = True
    name = "by_letters"


def by_name() -> tuple[ColumnElement[Any] | InstrumentedAttribute[int], ...]:
    """Give the order in which people stand in every list."""
    return by_letters(Client.preferred_name), by_letters(Client.family_name), Client.id


@compiles(by_letters)
def _in_sqlite(element: by_letters, compiler: SQLCompiler, **how: Any) -> str:
    # Each connection is given this function when it opens: see `clinic/db.py`.
    return f"folded({compiler.process(element.clauses, **how)})"


@compiles(by_letters, "postgresql")
def _in_postgresql(element: by_letters, compiler: SQLCompiler, **how: Any) -> str:
    letters = (compiler.render_literal_value(text, String()) for text in (MARKED, PLAIN))
    return (
        f'translate({compiler.process(element.clauses, **how)}, {", ".join(letters)}) COLLATE "C"'
    )
