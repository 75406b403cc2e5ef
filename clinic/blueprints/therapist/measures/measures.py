"""Instruments: how each is scored, read and allowed to be used."""

from collections.abc import Mapping
from typing import TypeAlias

from flask import Blueprint, render_template

from clinic.domain.access import Action
from clinic.domain.measures.instrument_versions import OWN
from clinic.domain.measures.instruments import Instrument
from clinic.domain.measures.rights import WordingMedium
from clinic.domain.measures.score_steps import Working, workings
from clinic.domain.measures.scoring import Result, score
from clinic.queries.measures.measures import get_instrument, list_instruments
from clinic.queries.measures.own_instruments import broken_instruments, changes_of, versions_of
from clinic.web.gate import access
from clinic.web.request_context import db, now, reader

blueprint = Blueprint("measures", __name__)

Ways: TypeAlias = Mapping[str, Working]


@blueprint.get("/measures")
@access(Action.PROGRAM_READ)
def index() -> str:
    """List the instruments that programs and cohorts use."""
    return render_template(
        "therapist/measures/measures/index.html",
        page=list_instruments(db(), reader()),
        unreadable=broken_instruments(db(), reader()),
    )


@blueprint.get("/measures/<id:instrument_id>")
@access(Action.PROGRAM_READ)
def show(instrument_id: str) -> str:
    """Show one instrument with everything that a score of it rests on."""
    page = get_instrument(db(), reader(), instrument_id)
    one = page.instrument
    today = now().date()
    return render_template(
        "therapist/measures/measures/show.html",
        page=page,
        example=_example(one),
        refusals={medium: one.why_not(medium, today) for medium in WordingMedium},
        versions=versions_of(db(), reader(), one.key),
        is_ours=one.key.startswith(OWN),
    )


@blueprint.get("/measures/<id:instrument_id>/changes")
@access(Action.PROGRAM_READ)
def changes(instrument_id: str) -> str:
    """Show what one version changed in the one that it was made from."""
    page = changes_of(db(), reader(), instrument_id)
    return render_template(
        "therapist/measures/measures/changes.html", page=page, instrument_id=instrument_id
    )


def _example(instrument: Instrument) -> tuple[tuple[int, ...], Result, Ways] | None:
    """Score the example of the file, with the way to each score, so that it can be followed."""
    example = instrument.example
    if example is None:
        return None
    given = example.answers
    return given, score(instrument, given), workings(instrument, given)
