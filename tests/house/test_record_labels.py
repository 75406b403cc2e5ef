"""The copy of a record speaks in words: no column and no word of the program goes without one."""

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import Enum

from clinic.models import Base
from clinic.models.belongings import BELONGINGS
from clinic.presenters.own_records import OF_THE_PROGRAM, UNTOLD
from clinic.presenters.record_labels import column_labels
from clinic.presenters.record_values import value_words


def shown() -> Iterator[tuple[str, str, str]]:
    """Give table, column and the name under which it is told, of all that a paper shows."""
    for table in BELONGINGS.keys() - OF_THE_PROGRAM:
        one = BELONGINGS[table]
        for column in f"{one.given} {one.alone} {one.asked}".split():
            is_key = Base.metadata.tables[table].c[column].foreign_keys
            name = column.removesuffix("_id") if is_key else column
            if name not in UNTOLD:
                yield table, column, name


def test_every_column_has_a_label(app: Flask) -> None:
    with app.test_request_context():
        labels = column_labels()
    silent = {f"{t}.{n}" for t, _c, n in shown() if n not in labels and f"{t}.{n}" not in labels}
    assert silent == set()


def test_no_label_is_of_a_column_that_is_gone(app: Flask) -> None:
    with app.test_request_context():
        labels = column_labels()
    assert labels.keys() - {name for t, _c, n in shown() for name in (n, f"{t}.{n}")} == set()


def test_every_word_of_a_closed_set_has_words(app: Flask) -> None:
    with app.test_request_context():
        known = value_words()
    kinds = [Base.metadata.tables[t].c[c].type for t, c, _n in shown()]
    sets = {kind.enum_class for kind in kinds if isinstance(kind, Enum) and kind.enum_class}
    assert {kind.__name__ for kind in sets - known.keys()} == set()
    assert {k.__name__ for k in sets if {str(one.value) for one in k} != known[k].keys()} == set()
