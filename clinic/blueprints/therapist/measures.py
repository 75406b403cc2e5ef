"""Instruments: how each is scored, read and allowed to be used."""

from flask import Blueprint, render_template

from clinic.domain.access import Action
from clinic.domain.scoring import Result, score
from clinic.queries.measures import InstrumentLine, get_instrument, list_instruments
from clinic.web.context import db, reader
from clinic.web.gate import access

blueprint = Blueprint("measures", __name__)


@blueprint.get("/measures")
@access(Action.PROGRAM_READ)
def index() -> str:
    """List the instruments that programs and cohorts use."""
    return render_template("therapist/measures/index.html", page=list_instruments(db(), reader()))


@blueprint.get("/measures/<id:instrument_id>")
@access(Action.PROGRAM_READ)
def show(instrument_id: str) -> str:
    """Show one instrument with everything that a score of it rests on."""
    page = get_instrument(db(), reader(), instrument_id)
    return render_template("therapist/measures/show.html", page=page, example=_example(page))


def _example(page: InstrumentLine) -> tuple[tuple[int, ...], Result] | None:
    """Score the example of the file, so that the rule can be followed."""
    example = page.instrument.example
    if example is None:
        return None
    return example.answers, score(page.instrument, example.answers)
