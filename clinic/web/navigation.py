"""The navigation of each audience, with the place where one is and what waits elsewhere."""

from dataclasses import dataclass

from flask import g, request
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from clinic.domain.access import Action, Role, allows
from clinic.queries.clinic.backups import has_stale_backup
from clinic.queries.people.endings import ungranted_count
from clinic.queries.post.messages import waiting_count
from clinic.queries.safety.emergencies import unreviewed_count
from clinic.queries.safety.risk import open_count
from clinic.web.request_context import SignedIn, db, now, reader, signed_in


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry of an audience's navigation."""

    endpoint: str
    label: str
    icon: str
    badge: int
    is_current: bool


def _entries(role: Role) -> list[tuple[str, str, str, Action]]:
    return {
        Role.THERAPIST: [
            ("therapist.dashboard.show", _("Today"), "house", Action.DASHBOARD_READ),
            ("therapist.cohorts.index", _("Cohorts"), "people", Action.COHORT_READ),
            ("therapist.clients.index", _("Clients"), "person", Action.CLIENT_READ),
            ("therapist.keyings.index", _("Typing desk"), "list-check", Action.RESPONSE_TYPE),
            ("therapist.programs.index", _("Programs"), "map", Action.PROGRAM_READ),
            ("therapist.worksheets.index", _("Worksheets"), "file-text", Action.PROGRAM_READ),
            ("therapist.measures.index", _("Measures"), "clipboard-data", Action.PROGRAM_READ),
            ("therapist.risk_cases.index", _("Risk cases"), "flag", Action.RISK_READ),
            ("therapist.messages.index", _("Reminders"), "chat", Action.MESSAGE_READ),
            ("therapist.emergencies.index", _("Emergency"), "search", Action.EMERGENCY_OPEN),
        ],
        Role.ADMINISTRATOR: [
            ("admin.accounts.index", _("Accounts"), "people", Action.ACCOUNTS_MANAGE),
            ("admin.settings.edit", _("Clinic"), "house", Action.SETTINGS_MANAGE),
            ("admin.messages.index", _("Mail"), "chat", Action.MESSAGES_MANAGE),
            ("admin.backups.index", _("Backups"), "archive", Action.BACKUPS_READ),
            ("admin.endings.index", _("Retention"), "calendar-week", Action.RECORDS_END),
            ("admin.audit.index", _("Audit trail"), "list-check", Action.AUDIT_READ),
            ("admin.emergencies.index", _("Emergency"), "search", Action.EMERGENCIES_MANAGE),
        ],
        Role.CLIENT: [
            ("portal.today.show", _("Today"), "sun", Action.HOMEWORK_READ),
            ("portal.weeks.index", _("Weeks"), "calendar-week", Action.HOMEWORK_READ),
            ("portal.done.index", _("Done"), "check2-circle", Action.HOMEWORK_READ),
            ("auth.help.show", _("Help now"), "heart", Action.OPEN_TO_ALL),
        ],
    }[Role.THERAPIST if role is Role.SUPERVISOR else role]


_PARTS = {
    "therapist.cohorts": (
        "therapist.assignments therapist.attendance therapist.cohort_measures "
        "therapist.cohort_people therapist.cohort_program therapist.enrollments "
        "therapist.absences therapist.make_ups therapist.place_offers therapist.readiness "
        "therapist.process_notes therapist.schedule_changes therapist.session_notes "
        "therapist.sessions therapist.signed_notes therapist.waiting "
        "handouts.packs handouts.pack_jobs handouts.make_up_packs"
    ),
    "therapist.clients": (
        "therapist.administrations therapist.amendments therapist.chart_notes therapist.consents "
        "therapist.contacts therapist.corrections therapist.departures therapist.endings "
        "therapist.links therapist.pauses therapist.record_copies therapist.refusals "
        "therapist.responses therapist.screenings handouts.reports"
    ),
    "therapist.keyings": "therapist.settlements therapist.practice_papers",
    "therapist.programs": (
        "therapist.exercises therapist.program_parts therapist.program_versions"
    ),
    "therapist.measures": (
        "therapist.measure_uses therapist.norms therapist.own_measures "
        "therapist.questionnaires therapist.wordings"
    ),
    "therapist.risk_cases": "therapist.covers",
    "admin.settings": "admin.closed_days admin.consent_texts",
    "portal.today": (
        "portal.amendments portal.clocks portal.consents portal.contacts portal.exercises "
        "portal.measures portal.messages portal.own_records portal.pauses portal.place_offers "
        "portal.practice portal.record_readers portal.worksheets"
    ),
    "auth.help": "portal.calls",
}
_PARTS_OF = {part: whole for whole, parts in _PARTS.items() for part in parts.split()}
"""Modules whose pages lie below another entry of the navigation."""

_APART = {
    "therapist.enrollments.edit": "therapist.clients",
    "therapist.enrollments.update": "therapist.clients",
    "therapist.administrations.index": "therapist.cohorts",
    "handouts.reports.new_of_cohort": "therapist.cohorts",
    "handouts.reports.create_of_cohort": "therapist.cohorts",
}
"""Pages about one person in a module that is otherwise about a cohort, and the other way round."""


def _place(endpoint: str) -> str:
    module = endpoint.rpartition(".")[0]
    return _APART.get(endpoint) or _PARTS_OF.get(module, module)


def _badges(account: SignedIn) -> dict[str, int]:
    """Count what waits for somebody, so that it is seen from every page."""
    if g.get("has_no_database"):
        return {}
    try:
        if allows(account.role, Action.BACKUPS_READ):
            return {
                "admin.backups.index": int(has_stale_backup(db(), reader(), now())),
                "admin.emergencies.index": unreviewed_count(db(), reader()),
                "admin.endings.index": ungranted_count(db(), reader()),
            }
        if not allows(account.role, Action.RISK_READ):
            return {}
        return {
            "therapist.risk_cases.index": open_count(db(), reader()),
            "therapist.messages.index": waiting_count(db(), reader()),
            "therapist.emergencies.index": unreviewed_count(db(), reader()),
        }
    except SQLAlchemyError:
        # The page that says that the database is away must not need the database.
        return {}


def navigation() -> list[NavigationItem]:
    """Give the navigation of whoever is signed in, with the current place marked."""
    account = signed_in()
    if account is None:
        return []
    here = request.endpoint or ""
    badges = _badges(account)
    return [
        NavigationItem(
            endpoint, label, icon, badges.get(endpoint, 0), _place(here) == _place(endpoint)
        )
        for endpoint, label, icon, action in _entries(account.role)
        if allows(account.role, action)
    ]
