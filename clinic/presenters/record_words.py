"""What the parts of a record are called, in the order in which somebody reads it."""

from collections.abc import Iterable

from flask_babel import gettext as _

from clinic.domain.people.record_copies import BLACK
from clinic.presenters.record_labels import column_labels, label_of


def part_titles() -> dict[str, str]:
    """Name every part of a record by its table."""
    return {**_about_her(), **_of_the_group(), **_what_she_gave(), **_of_safety(), **_of_the_door()}


def column_words(columns: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Name columns in which words of staff stand, with the part that each belongs to."""
    titles, labels = part_titles(), column_labels()
    return {
        f"{table}.{name}": f"{titles[table]}: {label_of(labels, table, name)}"
        for table, name in columns
    }


def told_of_copy(*, is_handed_out: bool) -> str:
    """Say what is in a copy and what is not."""
    if not is_handed_out:
        return _(
            "The words of those who lead the group are not in it: they give them, and go through "
            "them with you."
        )
    return _(
        "It holds what the groups keep that are led by whoever made it. Those who lead them have "
        "gone through their own words; where somebody else was named in them, %(mark)s stands. "
        "What you wrote for yourself alone, and how you use your own screen, is in the copy that "
        "you can take yourself.",
        mark=BLACK,
    )


def _about_her() -> dict[str, str]:
    return {
        "clients": _("About you"),
        "enrollments": _("Your places in groups"),
        "consents": _("What you agreed to"),
        "screenings": _("First conversations"),
        "waitings": _("Waiting for a place"),
        "place_offers": _("Places offered to you"),
        "waiting_events": _("What happened on the waiting list"),
        "pauses": _("Breaks"),
        "holds": _("Why your record is kept"),
        "endings": _("When what is kept of you ends"),
    }


def _of_the_group() -> dict[str, str]:
    return {
        "attendance": _("Meetings"),
        "make_up_seats": _("Meetings made up"),
        "assignments": _("What was given to you to do"),
        "reminder_times": _("Times at which you are reminded"),
        "message_preferences": _("How you like to be written to"),
        "messages": _("Messages to you"),
    }


def _what_she_gave() -> dict[str, str]:
    return {
        "practice_entries": _("Practice at home"),
        "practice_corrections": _("Practice that was corrected, as it stood before"),
        "practice_papers": _("Practice sheets on paper"),
        "worksheet_responses": _("Worksheets"),
        "sheet_codes": _("Codes on your sheets"),
        "administrations": _("Questionnaires"),
        "scores": _("Scores"),
        "corrections": _("Answers that were corrected, as they stood before"),
        "keyings": _("Answers typed in from paper"),
        "chart_notes": _("Notes on your course"),
        "amendments": _("What you asked to have corrected"),
        "record_copies": _("Copies of your record that were made for you"),
        "session_notes": _("Notes on sessions"),
        "note_additions": _("What was added to notes"),
        "overruled_names": _("Where a name in a note was looked at"),
        "report_issues": _("Reports that were printed"),
        "report_scores": _("Scores that stand in reports"),
    }


def _of_safety() -> dict[str, str]:
    return {
        "risk_cases": _("Where somebody was to look after you"),
        "risk_actions": _("What was done about it"),
        "emergencies": _("When a colleague opened your record in an emergency"),
    }


def _of_the_door() -> dict[str, str]:
    return {
        "accounts": _("Your account"),
        "account_events": _("What happened with your account"),
        "invitations": _("Invitations"),
        "invitation_requests": _("Invitations that were asked for"),
        "second_factors": _("Second proofs"),
        "linked_identities": _("Accounts elsewhere that let you in"),
        "recovery_codes": _("Recovery codes"),
        "private_closures": _("When private words were closed"),
        "known_devices": _("Devices that are known"),
        "login_sessions": _("When you were signed in"),
        "calendar_feeds": _("Calendar feeds"),
        "submissions": _("What you sent, against sending twice"),
        "audit_entries": _("What you did here"),
    }
