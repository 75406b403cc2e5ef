"""The words of retention and erasure: kinds, and what goes and stays, by what people call it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from clinic.domain.people.endings import EndKind


@dataclass(frozen=True, slots=True)
class PartLine:
    """Some tables under one name, and how many of their rows go; `None` is not counted here."""

    title: str
    rows: int | None


_PARTS = {
    "person": "clients message_preferences reminder_times",
    "places": (
        "enrollments attendance make_up_seats assignments pauses consents screenings waitings "
        "place_offers waiting_events holds"
    ),
    "answers": (
        "practice_entries practice_corrections practice_papers worksheet_responses sheet_codes "
        "administrations corrections keyings scores"
    ),
    "notes": (
        "chart_notes session_notes note_additions overruled_names report_issues report_scores "
        "record_copies amendments"
    ),
    "safety": "risk_cases risk_actions emergencies",
    "post": "messages",
    "account": (
        "accounts account_events calendar_feeds invitations invitation_requests known_devices "
        "login_sessions private_closures linked_identities recovery_codes second_factors "
        "submissions"
    ),
}
PART_OF = {table: part for part, tables in _PARTS.items() for table in tables.split()}
"""Every table of a person of which something goes under one of the names below."""


def part_names() -> Mapping[str, str]:
    """Name the parts in the order in which they are read."""
    return {
        "person": _("Name, contact and wishes"),
        "places": _("Places in groups, attendance, first talk, agreements"),
        "answers": _("Practice, worksheets, questionnaires and scores"),
        "notes": _("Notes, reports and copies that were made, corrections asked for"),
        "safety": _("Risk cases and what was done"),
        "post": _("Messages"),
        "account": _("Sign-in, links and devices"),
    }


def kind_words(kind: EndKind) -> str:
    """Say what ends."""
    return {
        EndKind.ERASURE: _("Everything, as the person asked"),
        EndKind.RECORD: _("The record of somebody who took part"),
        EndKind.UNBEGUN: _("The record of somebody who never began"),
        EndKind.PRIVATE: _("What the person wrote for themselves alone"),
        EndKind.WAYS_IN: _("Old sign-ins, links and devices"),
        EndKind.POST: _("Old messages"),
    }[kind]


def part_lines(counts: Mapping[str, int | None]) -> tuple[PartLine, ...]:
    """Lay the counts of tables together under their names."""
    lines = []
    for part, title in part_names().items():
        some = [counts[table] for table in counts if PART_OF.get(table) == part]
        if some:
            known = [count for count in some if count is not None]
            lines.append(PartLine(title, sum(known) if known else None))
    return tuple(line for line in lines if line.rows != 0)
