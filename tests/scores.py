"""Questionnaires that people of the cast have filled in, for tests that read scores."""

from datetime import timedelta

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.models.measures import Administration
from clinic.operations.administrations import answer_items, finish_administration
from clinic.queries.content import instrument_of
from tests.cast import Cast
from tests.homework import measure_of


def give_score(
    db: Db, cast: Cast, name: str, value: int, key: str = "phq-9", occasion: str = "baseline"
) -> None:
    """Let somebody fill in a questionnaire so that its sum is the value, an hour before it closes.

    The item of risk is left at 0 as long as the others can make up the sum.
    """
    fill_in(db, cast, measure_of(db, cast, name, key, occasion), value)


def fill_in(db: Db, cast: Cast, row: Administration, value: int) -> None:
    """Fill in one questionnaire so that its sum is the value."""
    db.refresh(row, ["instrument"])
    instrument = instrument_of(row.instrument)
    actor = Actor(cast.accounts["theresa"].id, row.closes_at - timedelta(hours=1))
    codes = {}
    for item in instrument.items:
        codes[item.number] = min(3, value - sum(codes.values()))
    answer_items(db, actor, row, codes, Medium.PAPER)
    finish_administration(db, actor, row, instrument, Medium.PAPER)
