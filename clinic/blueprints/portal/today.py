"""Today: what small thing now."""

from dataclasses import dataclass

from flask import Blueprint, request
from flask_babel import format_date

from clinic.blueprints.portal.room import in_words, questions_title, show_page
from clinic.domain.access import Action
from clinic.queries.homework.today import TodayPage, today_page
from clinic.queries.people.place_offers import own_waitings
from clinic.web.gate import access
from clinic.web.request_context import db, now, reader

blueprint = Blueprint("today", __name__)


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of the small bars, in words."""

    letter: str
    name: str
    minutes: int
    is_today: bool


@blueprint.get("/")
@access(Action.HOMEWORK_READ)
def show() -> str:
    """Offer at most three small things."""
    set_aside = request.args.getlist("later")
    page = today_page(db(), reader(), now(), frozenset(set_aside))
    return show_page(
        "portal/today/show.html",
        page,
        page.places if page else (),
        bars=_bars(page) if page else [],
        set_aside=set_aside[:20],
        in_words=in_words,
        questions_title=questions_title,
        waitings=own_waitings(db(), reader(), now()),
    )


def _bars(page: TodayPage) -> list[Bar]:
    return [
        Bar(
            format_date(day.on, "EEEEE"),
            format_date(day.on, "EEEE"),
            day.minutes,
            day.is_today,
        )
        for day in page.days
    ]
