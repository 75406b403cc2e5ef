"""Questions that are put together once: half of what a short one costs is to build it.

SQLAlchemy keeps the text of a statement, and finds it again by a key that is computed from the
whole statement, which has to be built for that each time. Kept, both are done once.
"""

import collections.abc
import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, ParamSpec, TypeVar, TypeVarTuple

from sqlalchemy import BindParameter, Result, ScalarResult, Select

from clinic.db import Db
from clinic.domain.access import Reader

P = ParamSpec("P")
T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_NO_TIME = datetime.min.replace(tzinfo=UTC)


def kept(build: Callable[P, Select[*Ts]]) -> Callable[P, tuple[Select[*Ts], dict[str, Any]]]:
    """Keep the statement that a function builds; give it and its values to one of those below.

    The function is called once, with a place for each argument, which it may compare, and move by
    some time where it is an instant. An argument that holds several values is for `in_`; for `None`
    there is another statement, and it is refused. A reader stands for her account and the time: for
    all else that is true of her there is a statement of its own.
    """
    named = inspect.signature(build).parameters
    several = frozenset(n for n, one in named.items() if _holds_several(one.annotation))
    made: dict[tuple[Any, ...], tuple[Select[*Ts], _Places]] = {}

    def ask(*args: P.args, **kwargs: P.kwargs) -> tuple[Select[*Ts], dict[str, Any]]:
        given: dict[str, Any] = dict(zip(named, args, strict=False)) | kwargs
        # All of a reader but these two may say what the statement is.
        which = tuple(
            replace(one, account_id=0, at=_NO_TIME)
            for one in given.values()
            if isinstance(one, Reader)
        )
        if which not in made:
            places = _Places(several)
            made[which] = typing.cast("Any", build)(**places.of(given)), places
        statement, places = made[which]
        return statement, places.values_of(given)

    return ask


def rows_of(db: Db, asked: tuple[Select[*Ts], dict[str, Any]]) -> Result[*Ts]:
    """Ask a kept statement for rows."""
    statement, values = asked
    return db.execute(statement, values)


def ones_of(db: Db, asked: tuple[Select[T], dict[str, Any]]) -> ScalarResult[T]:
    """Ask a kept statement for one thing a row."""
    statement, values = asked
    return db.scalars(statement, values)


@dataclass(frozen=True, slots=True)
class _Places:
    """The places of one statement, and which of them hold an instant that was moved."""

    several: frozenset[str]
    moved: dict[str, tuple[str, timedelta]] = field(default_factory=dict)

    def of(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Give what the function takes in the place of its arguments."""
        return {
            name: replace(one, account_id=self.place(f"{name}_id"), at=self.place(f"{name}_at"))
            if isinstance(one, Reader)
            else self.place(name)
            for name, one in given.items()
        }

    def place(self, name: str) -> Any:
        return _Place(name, expanding=name in self.several).among(self)

    def values_of(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Give what stands in the places, as they were named."""
        values: dict[str, Any] = {}
        for name, one in given.items():
            if isinstance(one, Reader):
                values[f"{name}_id"], values[f"{name}_at"] = one.account_id, one.at
            else:
                values[name] = list(one) if name in self.several else one
        if None in values.values():
            raise ValueError("nothing equals None in a statement")
        return values | {key: values[name] + by for key, (name, by) in self.moved.items()}


class _Place(BindParameter[Any]):
    """A place for a value; an instant that is moved has another place than before."""

    inherit_cache = True
    _among: _Places

    def among(self, places: _Places) -> "_Place":
        self._among = places
        return self

    def __add__(self, by: timedelta) -> Any:
        seconds = by.total_seconds()
        key = f"{self.key}_{'less' if seconds < 0 else 'and'}_{abs(seconds):g}".replace(".", "_")
        self._among.moved[key] = (self.key, by)
        return self._among.place(key)

    def __sub__(self, by: timedelta) -> Any:
        return self + -by


def _holds_several(annotation: Any) -> bool:
    origin = typing.get_origin(annotation)
    return isinstance(origin, type) and issubclass(origin, collections.abc.Iterable)
