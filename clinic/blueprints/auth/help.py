"""Where help is to be had at once; open to everybody, signed in or not."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Blueprint, g, render_template
from sqlalchemy.exc import SQLAlchemyError

from clinic.domain.access import Action, Role
from clinic.domain.clinic.settings import ClinicSettings
from clinic.presenters.sheet_words import SHEET_WORDS
from clinic.queries.safety.safety_plans import offered_plan, own_plans
from clinic.web.gate import access
from clinic.web.help_words import look
from clinic.web.pages import clinic
from clinic.web.reading_words import reading_words
from clinic.web.request_context import db, now, reader, signed_in

R = TypeVar("R")

blueprint = Blueprint("help", __name__)


@dataclass(frozen=True, slots=True)
class HelpPage:
    """The clinic's own words, cut into paragraphs."""

    crisis_line: str
    crisis: list[str]
    contact: list[str]


@blueprint.get("/help")
@access(Action.OPEN_TO_ALL)
def show() -> str:
    """Say whom to call now, and how to reach the clinic at other times."""
    look()
    try:
        return _draw()
    except SQLAlchemyError:
        # It went away in between: whoever reads is a stranger then, and the words are at hand.
        g.has_no_database = True
        g.pop("_login_user", None)
        return _draw()


def _draw() -> str:
    plans = _of_a_client(lambda: own_plans(db(), reader(), now()))
    return render_template(
        "auth/help/show.html",
        page=_page(clinic()),
        reading=reading_words(),
        plans=plans,
        offered=None if plans else _of_a_client(lambda: offered_plan(db(), reader())),
        words=SHEET_WORDS,
    )


def _of_a_client(read: Callable[[], R]) -> R | None:
    account = signed_in()
    if account is None or account.role is not Role.CLIENT:
        return None
    try:
        return read()
    except SQLAlchemyError:
        # Whom to call stands there also where nothing can be read.
        return None


def _page(settings: ClinicSettings) -> HelpPage:
    return HelpPage(
        settings.crisis_line.strip(),
        _paragraphs(settings.crisis_text),
        _paragraphs(settings.contact_text),
    )


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
