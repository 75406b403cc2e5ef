"""The first page: what to do in the next hour, and who needs somebody."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from clinic.domain.access import Action
from clinic.presenters.course_charts import occasion_name
from clinic.presenters.warning_words import kind_name, reasons_in_words
from clinic.queries.dashboard import dashboard
from clinic.web.gate import access
from clinic.web.pages import clinic
from clinic.web.request_context import db, now, reader

blueprint = Blueprint("dashboard", __name__)

_NOON, _EVENING = 12, 18
_HOURS_A_DAY = 24


@blueprint.get("/")
@access(Action.DASHBOARD_READ)
def show() -> str:
    """Show the next meeting, this week's practice and what waits."""
    page = dashboard(db(), reader(), now())
    meeting = page.next_meeting
    # Whoever leads a group lives on its clock; before there is one, on the clinic's.
    zone = meeting.cohort.time_zone if meeting else clinic().time_zone
    here = now().astimezone(ZoneInfo(zone))
    return render_template(
        "therapist/dashboard/show.html",
        page=page,
        occasion_name=occasion_name,
        kind_name=kind_name,
        reasons_in_words=reasons_in_words,
        today=here.date(),
        greeting=greeting(here.hour),
        until=until(meeting.session.starts_at, now()) if meeting else "",
    )


def greeting(hour: int) -> str:
    """Greet by the time of day."""
    if hour < _NOON:
        return str(_("Good morning"))
    return str(_("Good afternoon") if hour < _EVENING else _("Good evening"))


def until(starts_at: datetime, at: datetime) -> str:
    """Say how long it is until a meeting: in hours and minutes on the day, in days before."""
    minutes = int((starts_at - at).total_seconds() // 60)
    if minutes < 0:
        return str(_("now"))
    hours, rest = divmod(minutes, 60)
    if hours >= _HOURS_A_DAY:
        days = hours // _HOURS_A_DAY
        return str(ngettext("in %(num)s day", "in %(num)s days", days))
    if not hours:
        return str(_("in %(minutes)s min", minutes=rest))
    if not rest:
        return str(_("in %(hours)s h", hours=hours))
    return str(_("in %(hours)s h %(minutes)s min", hours=hours, minutes=rest))
