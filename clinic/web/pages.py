"""What every page may use: names of the clinic, navigation, dates in words, addresses of styles."""

import secrets
from contextlib import suppress
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from clinic.domain.access import Action, Role, allows
from clinic.domain.clinic.settings import ClinicSettings
from clinic.domain.clinic.trail import PageRead
from clinic.domain.people.phones import first_number, with_numbers
from clinic.domain.safety.cries import is_marked, starred
from clinic.domain.text import given_name
from clinic.domain.written import is_day_first
from clinic.lookups.clinic.settings import clinic_settings
from clinic.lookups.clinic.subjects import NAMED, subject_of
from clinic.models.emergencies import Emergency
from clinic.presenters import dates
from clinic.presenters.dates import clock, dated_day, full_day, in_zone
from clinic.presenters.numbers import figure, group_figure, points_in_words
from clinic.presenters.sheet_words import mark_words
from clinic.queries.reach import narrow_reach
from clinic.web.at_hand import UNKNOWN_HOURS, HelpWords
from clinic.web.navigation import navigation
from clinic.web.request_context import SignedIn, db, hearth, now, open_emergency, reader, signed_in
from clinic.web.style_sheets import style_url


def clinic() -> ClinicSettings:
    """Give the clinic's settings, read once a request; the defaults where nothing can be read."""
    if "clinic" not in g:
        try:
            g.clinic = at_hand().settings if g.get("has_no_database") else clinic_settings(db())
        except SQLAlchemyError:
            # The page that says that the database is away must not need the database.
            g.has_no_database = True
            g.clinic = at_hand().settings
    settings: ClinicSettings = g.clinic
    return settings


def risk_script() -> list[str]:
    """Give what this clinic does with a risk case, step by step."""
    return [step for step in _(clinic().risk_script).split("\n\n") if step.strip()]


def at_hand() -> HelpWords:
    """Give the words that were read last; where they never were, nothing is promised."""
    return hearth().at_hand.words or HelpWords(ClinicSettings(reading_days=""), UNKNOWN_HOURS)


def static_url(name: str) -> str:
    """Give the address of a script or picture of ours, with its content in the address."""
    stamps: dict[str, str] = current_app.extensions.setdefault("static_stamps", {})
    if name not in stamps:
        content = Path(current_app.static_folder or "", name).read_bytes()
        stamps[name] = sha256(content).hexdigest()[:12]
    return url_for("static", filename=name, v=stamps[name])


def day(on: date) -> str:
    """Write a day in words: Tuesday, November 24, with its year where that is not this one."""
    return dates.day(on, now().year)


def short_day(on: date) -> str:
    """Write a day briefly: Tue, Nov 24, with its year where that is not this one."""
    return dates.short_day(on, now().year)


def moment(at: datetime, zone: str) -> str:
    """Write an instant on the clock of a cohort: Tue, Nov 24, 18:00; its year as with a day."""
    return dates.moment(at, zone, now().year)


def until(ends_at: datetime, starts_at: datetime, zone: str) -> str:
    """Write when something ends, beside when it starts: 20:00, on another day with that day."""
    return dates.until(ends_at, starts_at, zone, now().year)


def _context() -> dict[str, Any]:
    settings = clinic()
    return {
        "current_endpoint": request.endpoint or "",
        "clinic_name": _(settings.clinic_name),
        "discreet_name": _(settings.discreet_name),
        "signed_in": signed_in(),
        "navigation": navigation(),
        "emergency": _emergency(),
        "clinic_zone": settings.time_zone,
        "static_url": static_url,
        "style_url": style_url,
    }


def _emergency() -> Emergency | None:
    if g.get("has_no_database"):
        return None
    try:
        return open_emergency()
    except SQLAlchemyError:
        # The page that says that the database is away must not need the database.
        return None


def may(action: str) -> bool:
    """Say in a template whether an action, by its name, is granted to whoever is signed in.

    That is to the role, and on a page about somebody by the part that opens it.
    """
    account, wanted = signed_in(), Action[action]
    if account is None or not allows(account.role, wanted):
        return False
    reach = _narrow_reach(account)
    return reach is None or wanted in reach


def _narrow_reach(account: SignedIn) -> frozenset[Action] | None:
    names = tuple((name, str(value)) for name, value in (request.view_args or {}).items())
    action = g.get("action")
    is_about_somebody = any(name in NAMED for name, _ in names)
    is_staffs = account.role in (Role.THERAPIST, Role.SUPERVISOR)
    if action is None or not (is_staffs and is_about_somebody) or g.get("has_no_database"):
        return None
    if "narrow_reach" not in g:
        g.narrow_reach = None
        if not reader().narrow_relations:
            return None
        with suppress(SQLAlchemyError):
            # The page that says that the database is away must not need the database.
            subject = subject_of(db(), PageRead(now(), account.account_id, action, names))
            g.narrow_reach = narrow_reach(db(), reader(), subject)
    return cast("frozenset[Action] | None", g.narrow_reach)


def once_key() -> str:
    """Make a key under which a button that is pressed twice counts once."""
    return secrets.token_urlsafe(16)


def register(app: Flask) -> None:
    """Give the templates their context and filters."""
    app.context_processor(_context)
    app.extensions["day_first"] = lambda: is_day_first(clinic().country)
    app.add_template_global(may, "may")
    app.add_template_global(once_key, "once_key")
    app.add_template_filter(day, "day")
    app.add_template_filter(dated_day, "dated_day")
    app.add_template_filter(short_day, "short_day")
    app.add_template_filter(full_day, "full_day")
    app.add_template_filter(clock, "clock")
    app.add_template_filter(moment, "moment")
    app.add_template_filter(until, "until")
    app.add_template_filter(in_zone, "in_zone")
    app.add_template_filter(given_name, "given_name")
    app.add_template_filter(with_numbers, "with_numbers")
    app.add_template_filter(first_number, "first_number")
    app.add_template_filter(starred, "starred")
    app.add_template_filter(mark_words, "mark_words")
    app.add_template_test(is_marked, "marked")
    app.add_template_filter(figure, "figure")
    app.add_template_filter(group_figure, "group_figure")
    app.add_template_filter(points_in_words, "points")
