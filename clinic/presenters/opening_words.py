"""What a client is told of who has opened her record: who, and which kind of page."""

from typing import assert_never

from flask_babel import gettext as _

from clinic.domain.access import Action, Role
from clinic.queries.people.record_readers import RecordOpening


def opened_by(opening: RecordOpening, *, is_named: bool) -> str:
    """Say who it was: by name and role, or by the role alone where the clinic wants it so."""
    role = _role_words(opening.role)
    return f"{opening.name}, {role}" if is_named else role[:1].upper() + role[1:]


def _role_words(role: Role) -> str:
    match role:
        case Role.THERAPIST:
            return _("therapist")
        case Role.SUPERVISOR:
            return _("supervisor")
        case Role.ADMINISTRATOR:
            return _("administrator")
        case Role.CLIENT:
            return _("client")
        case _:
            assert_never(role)


def opened_kind(kind: str) -> str:
    """Say what was opened, in words that tell nothing of what stands there."""
    return opened_kinds().get(kind) or _("A page of your group")


def opened_kinds() -> dict[str, str]:
    """Name every kind of page that is about one person, by its label."""
    return {
        Action.CLIENT_READ: _("Your page"),
        Action.CLIENT_ENROLL: _("Your place in the group"),
        Action.CLIENT_INVITE: _("Your way to sign in"),
        Action.RECORD_GIVE: _("A copy of your record, to hand it out"),
        Action.AMENDMENT_ANSWER: _("What you asked to have corrected"),
        Action.RECORD_END: _("Whether your record is kept or erased"),
        Action.EMERGENCY_OPEN: _("Your record, to open it in an emergency"),
        Action.EMERGENCY_REVIEW: _("That your record was opened in an emergency"),
        Action.CHART_NOTE: _("Notes on your course"),
        Action.ASSIGNMENT_CHANGE: _("What is given to you to do"),
        Action.RESPONSE_READ: _("What you answered or wrote"),
        Action.RESPONSE_TYPE: _("Your answers, to type them in from paper"),
        Action.RISK_READ: _("Where somebody was to look after you"),
        Action.RISK_ACT: _("What was done to look after you"),
        Action.SHEET_PRINT: _("A sheet of yours, to print it"),
        Action.LETTER_PRINT: _("A letter to you, to print it"),
        Action.RESPONSE_PRINT: _("What you answered or wrote, to print it"),
        Action.REPORT_PRINT: _("A report about you"),
        Action.MESSAGE_READ: _("Messages to you"),
        Action.MESSAGE_ACT: _("A message to you, to send it again"),
        Action.COHORT_OPEN: _("Whether you can be added to a group"),
        Action.SESSION_CHANGE: _("Meetings that you missed"),
        Action.ATTENDANCE_MARK: _("Whether you were at a meeting"),
    }
