"""Instruments: how each is scored, read and allowed to be used."""

from flask import Blueprint, render_template

from clinic.domain.access import Action
from clinic.domain.scoring import Score, score
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


def _example(page: InstrumentLine) -> tuple[tuple[int, ...], Score] | None:
    """Score a made-up filling that runs through the answers, so that the rule can be followed."""
    instrument = page.instrument
    if instrument.is_score_only:
        return None
    answers = tuple(
        sorted(option.value for option in instrument.options_of(item))[
            place % len(instrument.options_of(item))
        ]
        for place, item in enumerate(instrument.items)
    )
    by_item = {item.number: code for item, code in zip(instrument.items, answers, strict=True)}
    result = score(instrument, by_item).main
    return (answers, result) if isinstance(result, Score) else None
