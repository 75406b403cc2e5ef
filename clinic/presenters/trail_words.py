"""What an entry of the audit trail is called."""

from collections.abc import Iterable, Iterator
from datetime import UTC

from flask_babel import gettext as _

from clinic.domain.access import Action
from clinic.domain.clinic.trail import LOST_READS
from clinic.queries.clinic.audit import AuditRow


def kind_words(kinds: Iterable[str]) -> dict[str, str]:
    """Say deeds, and which kinds of pages were read."""
    reads = read_words()
    return {kind: _kind_words(kind, reads) for kind in kinds}


def _kind_words(kind: str, reads: dict[str, str]) -> str:
    if kind == LOST_READS:
        return _("Reads of pages that found no room in memory")
    if kind in reads:
        return _("Read: %(what)s", what=reads[kind])
    return kind.rpartition(".")[2].replace("_", " ").capitalize()


def trail_table(rows: Iterable[AuditRow]) -> Iterator[list[str]]:
    """Write entries as the rows of a table, under a heading: instants in UTC, no content."""
    rows = list(rows)
    words = kind_words({row.deed for row in rows})
    yield [_("When (UTC)"), _("Who"), _("Action"), _("Name in the trail"), _("Rows")]
    for row in rows:
        at = row.at.astimezone(UTC).isoformat(timespec="seconds")
        yield [at, who_words(row), words[row.deed], row.deed, str(row.rows)]


def who_words(row: AuditRow) -> str:
    """Say who it was; of clients only that it was one."""
    return _("a client") if row.is_client else row.name or _("the program itself")


def read_words() -> dict[str, str]:
    """Name every kind of page that leaves an entry when it is read, by its label."""
    return {**_read_by_staff(), **_of_emergencies(), **_read_by_clients()}


def _read_by_staff() -> dict[str, str]:
    return {
        Action.DASHBOARD_READ: _("the first page of staff"),
        Action.COHORT_READ: _("cohorts"),
        Action.COHORT_OPEN: _("forms of cohorts"),
        Action.SESSION_READ: _("sessions"),
        Action.SESSION_CHANGE: _("changes of sessions"),
        Action.ATTENDANCE_MARK: _("attendance"),
        Action.CLIENT_READ: _("clients"),
        Action.NOTE_READ: _("signed notes"),
        Action.NOTE_WRITE: _("notes to write"),
        Action.CLIENT_ENROLL: _("places in cohorts"),
        Action.CLIENT_INVITE: _("invitations"),
        Action.RECORD_END: _("erasures and holds"),
        Action.RECORD_GIVE: _("copies of records"),
        Action.AMENDMENT_ANSWER: _("corrections that were asked for"),
        Action.CHART_NOTE: _("notes in charts"),
        Action.ASSIGNMENT_CHANGE: _("homework to give"),
        Action.RESPONSE_READ: _("answers"),
        Action.RESPONSE_TYPE: _("answers to type"),
        Action.RISK_READ: _("risk cases"),
        Action.RISK_ACT: _("steps of risk cases"),
        Action.COVER_ARRANGE: _("cover for absences"),
        Action.PACK_PRINT: _("packs on paper"),
        Action.SHEET_PRINT: _("sheets on paper"),
        Action.LETTER_PRINT: _("letters"),
        Action.RESPONSE_PRINT: _("answers on paper"),
        Action.REPORT_PRINT: _("reports"),
        Action.MESSAGE_READ: _("reminders"),
        Action.MESSAGE_ACT: _("steps of reminders"),
    }


def _read_by_clients() -> dict[str, str]:
    return {
        Action.CALENDAR_OWN: _("own calendar"),
        Action.HOMEWORK_READ: _("own homework"),
        Action.PRACTICE_LOG: _("own practice"),
        Action.WORKSHEET_FILL: _("own worksheets"),
        Action.MEASURE_ANSWER: _("own questionnaires"),
        Action.CONSENT_GIVE: _("own agreement"),
        Action.CONTACT_TELL: _("own contact"),
        Action.RECORD_OWN: _("copy of the own record"),
        Action.BREAK_TAKE: _("own break"),
        Action.PLACE_ANSWER: _("own offer of a place"),
        Action.CALL_ASK: _("own call for help"),
        Action.MESSAGES_CHOOSE: _("own reminders"),
    }


def _of_emergencies() -> dict[str, str]:
    return {
        Action.EMERGENCY_OPEN: _("records opened in an emergency"),
        Action.EMERGENCY_REVIEW: _("looks at an emergency"),
    }
