"""What each word of the program that stands in a person's record is called on paper."""

from collections.abc import Mapping
from enum import Enum

from flask_babel import gettext as _

from clinic.domain.access import Role
from clinic.domain.clinic.credentials import AccountEventKind
from clinic.domain.clinic.factors import FactorKind
from clinic.domain.enrollments import AttendanceMark, EnrollmentStatus, Medium
from clinic.domain.homework.worksheets import Readers
from clinic.domain.measures.administrations import QuestionLayout
from clinic.domain.measures.keyings import KeyingTurn
from clinic.domain.notes.session_notes import AdditionKind, NoteFormat
from clinic.domain.outcomes.reports import ReportKind
from clinic.domain.people.amendments import AmendmentState
from clinic.domain.people.consents import ConsentWay
from clinic.domain.people.departures import LeavingReason
from clinic.domain.people.endings import EndKind
from clinic.domain.people.record_copies import HandingWay
from clinic.domain.people.screenings import ScreeningOutcome
from clinic.domain.people.waiting import OfferState, WaitingEnd, WaitingEventKind, WaitingRule
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.domain.risk import RiskKind, RiskSign, SecondLook
from clinic.presenters.ending_words import kind_words as ending_kind

Values = Mapping[type[Enum], Mapping[str, str]]


def value_words() -> Values:
    """Give the words of every closed set of which something may stand in a record."""
    return {
        **_of_the_place(),
        **_of_waiting(),
        **_of_work(),
        **_of_care(),
        **_of_post(),
        **_of_the_door(),
    }


def _of_the_place() -> Values:
    return {
        EnrollmentStatus: {
            "referred": _("referred"),
            "screened": _("after the first conversation"),
            "waitlisted": _("waits for a place"),
            "enrolled": _("takes part"),
            "paused": _("on a break"),
            "withdrawn": _("has left"),
            "completed": _("completed"),
        },
        LeavingReason: {
            "agreed-ending": _("an ending that was agreed"),
            "other-help": _("other help fits better"),
            "times": _("the times do not fit"),
            "moved": _("moved away"),
            "health": _("health"),
            "not-suited": _("the group did not suit"),
            "no-contact": _("no contact any more"),
            "other": _("another reason"),
        },
        AttendanceMark: {
            "present": _("present"),
            "late": _("came late"),
            "left-early": _("left early"),
            "excused": _("excused"),
            "absent": _("absent"),
        },
        ConsentWay: {"portal": _("on your own page"), "paper": _("on paper")},
        ScreeningOutcome: {
            "suitable": _("the group suits"),
            "not-now": _("not now"),
            "other-help": _("other help fits better"),
        },
    }


def _of_waiting() -> Values:
    return {
        WaitingEnd: {
            "place-given": _("a place was given"),
            "own-wish": _("own wish"),
            "other-help": _("other help fits better"),
            "no-contact": _("no contact any more"),
            "not-suited": _("the group did not suit"),
            "other": _("another reason"),
        },
        OfferState: {
            "open": _("open"),
            "accepted": _("accepted"),
            "declined": _("declined"),
            "expired": _("ran out"),
            "withdrawn": _("taken back"),
        },
        WaitingEventKind: {
            "listed": _("put on the list"),
            "changed": _("changed"),
            "offered": _("a place was offered"),
            "extended": _("more time to answer"),
            "accepted": _("accepted"),
            "declined": _("declined"),
            "expired": _("the offer ran out"),
            "withdrawn": _("the offer was taken back"),
            "left": _("left the list"),
            "rule": _("another rule for the list"),
        },
        WaitingRule: {
            "first-come": _("who came first"),
            "referral": _("by the date of the letter"),
            "by-hand": _("by hand"),
        },
    }


def _of_work() -> Values:
    return {
        Medium: {"portal": _("on a phone or computer"), "paper": _("on paper")},
        QuestionLayout: {"one": _("one at a time"), "list": _("as a list")},
        Readers: {
            "facilitators": _("those who lead the group"),
            "mine until shared": _("you alone, until you share it"),
        },
        KeyingTurn: {
            "first": _("the first time"),
            "second": _("the second time"),
            "settled": _("settled"),
        },
        ReportKind: {
            "client": _("a report for you"),
            "referrer": _("a report for whoever referred you"),
            "cohort": _("a report about the group"),
        },
    }


def _of_notes() -> Values:
    return {
        NoteFormat: {
            "free": _("free text"),
            "soap": "SOAP",
            "dap": "DAP",
            "birp": "BIRP",
            "girp": "GIRP",
        },
        AdditionKind: {
            "addendum": _("something was left out"),
            "amendment": _("something in it is wrong"),
        },
    }


def _of_care() -> Values:
    return {
        RiskKind: {
            "item": _("an answer"),
            "felt-worse": _("a practice after which it felt worse"),
            "call-me": _("a wish for a call"),
            "memories": _("memories that broke in"),
            "sheet": _("a mark in a sheet"),
            "screening": _("the first conversation"),
        },
        RiskSign: {
            "harm": _("harm to oneself"),
            "danger": _("danger"),
            "memories": _("memories that broke in"),
            "away": _("being far away"),
            "worse": _("feeling worse"),
        },
        AmendmentState: {
            "open": _("waits for an answer"),
            "done": _("corrected"),
            "not-done": _("stays as it is"),
        },
        EndKind: {kind.value: ending_kind(kind) for kind in EndKind},
        **_of_notes(),
        HandingWay: {
            "in-person": _("in person"),
            "post": _("by post"),
            "other": _("by other means"),
        },
        SecondLook: {"agrees": _("agrees"), "more-to-do": _("there is more to do")},
    }


def _of_post() -> Values:
    return {
        MessageKind: {
            "homework-reminder": _("reminder of home practice"),
            "measure-reminder": _("reminder of questions"),
            "session-reminder": _("reminder of a meeting"),
            "schedule-changed": _("a change of times"),
            "place-offered": _("a place that is offered"),
            "invitation": _("invitation"),
            "reset-link": _("link for a new passphrase"),
            "account-changed": _("something about your account"),
            "readiness": _("what is to be done before the beginning"),
            "risk-waiting": _("to staff: somebody is to look"),
            "pause-ended": _("the end of a break"),
            "record-opened": _("to staff: a record was opened in an emergency"),
            "digest": _("several things in one message"),
        },
        MessageState: {
            "queued": _("waits to be sent"),
            "sending": _("is being sent"),
            "sent": _("sent"),
            "dead": _("could not be delivered"),
            "withdrawn": _("taken back"),
            "by-hand": _("to be told by other means"),
            "told": _("told by other means"),
        },
    }


def _of_the_door() -> Values:
    return {
        Role: {
            "administrator": _("administrator"),
            "therapist": _("therapist"),
            "supervisor": _("supervisor"),
            "client": _("client"),
        },
        FactorKind: {"app": _("a code of an app"), "passkey": _("a passkey")},
        AccountEventKind: {**_of_links(), **_of_proofs()},
    }


def _of_links() -> dict[str, str]:
    return {
        "link-mailed": _("a link was mailed"),
        "link-printed": _("a letter with a link was printed"),
        "link-asked": _("a letter with a link was asked for"),
        "link-granted": _("a letter with a link was granted"),
        "link-at-terminal": _("a link was made at the server"),
        "passphrase-changed": _("the passphrase was changed"),
        "passphrase-by-link": _("a passphrase was chosen with a link"),
        "passphrase-by-words": _("a passphrase was chosen with the recovery words"),
        "words-made": _("recovery words were made"),
        "address-changed": _("the e-mail address was changed"),
        "address-confirmed": _("the e-mail address was confirmed"),
        "private-opened": _("words for yourself were opened again"),
    }


def _of_proofs() -> dict[str, str]:
    return {
        "new-device": _("a new device"),
        "wrong-codes": _("wrong codes were tried"),
        "factor-added": _("a second proof was added"),
        "factor-ended": _("a second proof was ended"),
        "codes-made": _("recovery codes were made"),
        "code-used": _("a recovery code was used"),
        "factor-reset-asked": _("it was asked that the second proof end"),
        "factor-reset": _("the second proof was ended by staff"),
        "factor-reset-at-terminal": _("the second proof was ended at the server"),
        "identity-linked": _("an account elsewhere was linked"),
        "identity-ended": _("an account elsewhere was taken off"),
    }
