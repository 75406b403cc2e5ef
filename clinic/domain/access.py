"""Who may do what: the roles, the actions and the one table that joins them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What an account is for. A person with two jobs has two accounts."""

    ADMINISTRATOR = "administrator"
    THERAPIST = "therapist"
    SUPERVISOR = "supervisor"
    CLIENT = "client"


class Action(StrEnum):
    """Everything a page can be for, named `<audience>:<noun>:<deed>`."""

    OPEN_TO_ALL = "open:to:all"
    ACCOUNT_OWN = "auth:account:own"
    DOOR_ENTER = "auth:door:enter"
    """Also open to whoever has shown the passphrase and not yet the second factor."""
    PROVIDER_OWN = "auth:provider:own"
    """The clinic's own sign-in server, which is for staff."""
    CALENDAR_OWN = "auth:calendar:own"
    DRAFTS_OPEN = "auth:drafts:open"

    DASHBOARD_READ = "therapist:dashboard:read"
    COHORT_READ = "therapist:cohort:read"
    COHORT_OPEN = "therapist:cohort:open"
    SESSION_READ = "therapist:session:read"
    SESSION_CHANGE = "therapist:session:change"
    ATTENDANCE_MARK = "therapist:attendance:mark"
    NOTE_READ = "therapist:note:read"
    NOTE_WRITE = "therapist:note:write"
    CLIENT_READ = "therapist:client:read"
    CLIENT_ENROLL = "therapist:client:enroll"
    CLIENT_INVITE = "therapist:client:invite"
    RECORD_END = "therapist:record:end"
    RECORD_GIVE = "therapist:record:give"
    AMENDMENT_ANSWER = "therapist:amendment:answer"
    CHART_NOTE = "therapist:chart:note"
    NORM_SET = "therapist:norm:set"
    ASSIGNMENT_CHANGE = "therapist:assignment:change"
    RESPONSE_READ = "therapist:response:read"
    RESPONSE_TYPE = "therapist:response:type"
    RISK_READ = "therapist:risk:read"
    RISK_ACT = "therapist:risk:act"
    COVER_ARRANGE = "therapist:cover:arrange"
    LEAVE_OWN = "therapist:leave:own"
    PROGRAM_READ = "therapist:program:read"
    CONTENT_EDIT = "therapist:content:edit"

    EMERGENCY_OPEN = "therapist:emergency:open"
    EMERGENCY_REVIEW = "therapist:emergency:review"

    PACK_PRINT = "handouts:pack:print"
    SHEET_PRINT = "handouts:sheet:print"
    LETTER_PRINT = "handouts:letter:print"
    RESPONSE_PRINT = "handouts:response:print"
    REPORT_PRINT = "handouts:report:print"

    MESSAGE_READ = "therapist:message:read"
    MESSAGE_ACT = "therapist:message:act"

    HOMEWORK_READ = "portal:homework:read"
    PRACTICE_LOG = "portal:practice:log"
    WORKSHEET_FILL = "portal:worksheet:fill"
    MEASURE_ANSWER = "portal:measure:answer"
    CONSENT_GIVE = "portal:consent:give"
    CONTACT_TELL = "portal:contact:tell"
    RECORD_OWN = "portal:record:own"
    BREAK_TAKE = "portal:break:take"
    PLACE_ANSWER = "portal:place:answer"
    CALL_ASK = "portal:call:ask"
    MESSAGES_CHOOSE = "portal:messages:choose"

    ACCOUNTS_MANAGE = "admin:accounts:manage"
    SETTINGS_MANAGE = "admin:settings:manage"
    CLOSED_DAYS_MANAGE = "admin:closed-days:manage"
    AUDIT_READ = "admin:audit:read"
    BACKUPS_READ = "admin:backups:read"
    RECORDS_END = "admin:records:end"
    MESSAGES_MANAGE = "admin:messages:manage"
    EMERGENCIES_MANAGE = "admin:emergencies:manage"

    @property
    def audience(self) -> str:
        """The first word: the blueprint package in which the action may be used."""
        return self.value.partition(":")[0]


NOT_CLINICAL = frozenset(
    {
        Action.OPEN_TO_ALL,
        Action.ACCOUNT_OWN,
        Action.DOOR_ENTER,
        Action.PROVIDER_OWN,
        Action.CALENDAR_OWN,
        Action.DRAFTS_OPEN,
        Action.LEAVE_OWN,
        Action.PROGRAM_READ,
        Action.CONTENT_EDIT,
        Action.NORM_SET,
        Action.ACCOUNTS_MANAGE,
        Action.SETTINGS_MANAGE,
        Action.CLOSED_DAYS_MANAGE,
        Action.AUDIT_READ,
        Action.BACKUPS_READ,
        Action.EMERGENCIES_MANAGE,
        Action.RECORDS_END,
        Action.MESSAGES_MANAGE,
    }
)
"""What shows nothing about a person who is here: every other page leaves a row when it is read."""


_STAFF_READING = frozenset(
    {
        Action.ACCOUNT_OWN,
        Action.DOOR_ENTER,
        Action.PROVIDER_OWN,
        Action.CALENDAR_OWN,
        Action.DRAFTS_OPEN,
        Action.DASHBOARD_READ,
        Action.COHORT_READ,
        Action.SESSION_READ,
        Action.CLIENT_READ,
        Action.NOTE_READ,
        Action.RESPONSE_READ,
        Action.RISK_READ,
        Action.PROGRAM_READ,
        Action.MESSAGE_READ,
        Action.EMERGENCY_OPEN,
    }
)

GRANTS: dict[Role, frozenset[Action]] = {
    Role.ADMINISTRATOR: frozenset(
        {
            Action.ACCOUNT_OWN,
            Action.DOOR_ENTER,
            Action.PROVIDER_OWN,
            Action.DRAFTS_OPEN,
            Action.ACCOUNTS_MANAGE,
            Action.SETTINGS_MANAGE,
            Action.CLOSED_DAYS_MANAGE,
            Action.AUDIT_READ,
            Action.BACKUPS_READ,
            Action.RECORDS_END,
            Action.MESSAGES_MANAGE,
            Action.EMERGENCIES_MANAGE,
        }
    ),
    Role.SUPERVISOR: _STAFF_READING | {Action.RISK_ACT, Action.EMERGENCY_REVIEW},
    Role.THERAPIST: _STAFF_READING
    | {
        Action.COHORT_OPEN,
        Action.SESSION_CHANGE,
        Action.ATTENDANCE_MARK,
        Action.NOTE_WRITE,
        Action.CLIENT_ENROLL,
        Action.CLIENT_INVITE,
        Action.RECORD_END,
        Action.RECORD_GIVE,
        Action.AMENDMENT_ANSWER,
        Action.CHART_NOTE,
        Action.NORM_SET,
        Action.ASSIGNMENT_CHANGE,
        Action.CONTENT_EDIT,
        Action.RESPONSE_TYPE,
        Action.RISK_ACT,
        Action.COVER_ARRANGE,
        Action.LEAVE_OWN,
        Action.MESSAGE_ACT,
        Action.PACK_PRINT,
        Action.SHEET_PRINT,
        Action.LETTER_PRINT,
        Action.RESPONSE_PRINT,
        Action.REPORT_PRINT,
    },
    Role.CLIENT: frozenset(
        {
            Action.ACCOUNT_OWN,
            Action.DOOR_ENTER,
            Action.CALENDAR_OWN,
            Action.DRAFTS_OPEN,
            Action.HOMEWORK_READ,
            Action.PRACTICE_LOG,
            Action.WORKSHEET_FILL,
            Action.MEASURE_ANSWER,
            Action.CONSENT_GIVE,
            Action.CONTACT_TELL,
            Action.RECORD_OWN,
            Action.BREAK_TAKE,
            Action.PLACE_ANSWER,
            Action.CALL_ASK,
            Action.MESSAGES_CHOOSE,
        }
    ),
}


def allows(role: Role, action: Action) -> bool:
    """Say whether a role is granted an action; `OPEN_TO_ALL` is granted to everybody."""
    return action is Action.OPEN_TO_ALL or action in GRANTS[role]


class Relation(StrEnum):
    """How somebody of the staff stands to a cohort, from one instant to another."""

    LEADS = "leads"
    SUPERVISES = "supervises"
    STANDS_IN = "stands in"
    """For one evening: from some time before the meeting to some time after it."""
    IN_EMERGENCY = "in an emergency"
    """Without a part in it, for an hour, with a reason: a cohort, or one person of it alone."""


RELATIONS: dict[Role, frozenset[Relation]] = {
    Role.ADMINISTRATOR: frozenset(),
    Role.SUPERVISOR: frozenset({Relation.SUPERVISES, Relation.IN_EMERGENCY}),
    Role.THERAPIST: frozenset({Relation.LEADS, Relation.STANDS_IN, Relation.IN_EMERGENCY}),
    Role.CLIENT: frozenset(),
}

_REACH: dict[Relation, frozenset[Action]] = {
    Relation.STANDS_IN: frozenset(
        {
            Action.DASHBOARD_READ,
            Action.COHORT_READ,
            Action.SESSION_READ,
            Action.CLIENT_READ,
            Action.RISK_READ,
            Action.ATTENDANCE_MARK,
            Action.PACK_PRINT,
        }
    ),
    Relation.IN_EMERGENCY: frozenset(
        {
            Action.COHORT_READ,
            Action.SESSION_READ,
            Action.CLIENT_READ,
            Action.RESPONSE_READ,
            Action.RISK_READ,
        }
    ),
}
"""For what a relation opens a cohort where that is less than all that the role may do."""


def reach_of(relations: Iterable[Relation]) -> frozenset[Action]:
    """Give the actions for which narrow relations open a cohort."""
    return frozenset(action for relation in relations for action in _REACH[relation])


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks, when and for what: every query joins the reader, so that to load is to authorize.

    Without an action it is asked for a deed that only those who lead or supervise may do.
    """

    account_id: int
    role: Role
    at: datetime
    action: Action | None = None
    has_emergency: bool = False
    """Whether a record is open to her in an emergency; the scope joins which one, and when."""
    stands_in: bool = True
    """Whether she may stand in somewhere now; `False` where that is known not to be so."""

    def wanting(self, action: Action) -> "Reader":
        """Give the same reader, who asks for a part of a page that is for another action."""
        return replace(self, action=action)

    @property
    def relations(self) -> frozenset[Relation]:
        """By which relations a cohort may be open to this reader for what is asked."""
        return frozenset(
            relation
            for relation in RELATIONS[self.role]
            if relation not in _REACH or self.action in _REACH[relation]
            if relation is not Relation.IN_EMERGENCY or self.has_emergency
            if relation is not Relation.STANDS_IN or self.stands_in
        )

    @property
    def narrow_relations(self) -> frozenset[Relation]:
        """The relations for a while only that she may have now, whatever is asked for."""
        had = {Relation.IN_EMERGENCY: self.has_emergency, Relation.STANDS_IN: self.stands_in}
        return frozenset(one for one, has in had.items() if has and one in RELATIONS[self.role])


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does a deed, when, and under which once-only key.

    `account_id` is `None` for a deed of the program itself (the console, the worker). `once` is the
    key of a form that must not count twice however often it is sent. `opened` is the public id of
    the piece whose form was opened to write in while its window was open, as the form proves.
    """

    account_id: int | None
    at: datetime
    role: Role | None = None
    once: str | None = None
    opened: str | None = None

    def under(self, key: str | None) -> "Actor":
        """Give the same actor with a once-only key."""
        return replace(self, once=key or None)
