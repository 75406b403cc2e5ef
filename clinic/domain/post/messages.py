"""Messages to people: which kinds there are, their neutral words, and what becomes of one."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import assert_never

from clinic.domain.text import N_


class MessageKind(StrEnum):
    """What a message is about. The word stands in the database and never in the message."""

    HOMEWORK_REMINDER = "homework-reminder"
    MEASURE_REMINDER = "measure-reminder"
    SESSION_REMINDER = "session-reminder"
    SCHEDULE_CHANGED = "schedule-changed"
    PLACE_OFFERED = "place-offered"
    INVITATION = "invitation"
    RESET_LINK = "reset-link"
    ACCOUNT_CHANGED = "account-changed"
    READINESS = "readiness"
    RISK_WAITING = "risk-waiting"
    PAUSE_ENDED = "pause-ended"
    RECORD_OPENED = "record-opened"
    DIGEST = "digest"

    @property
    def is_urgent(self) -> bool:
        """Whether it is sent at once, outside the one message a day and the quiet hours."""
        return self in _URGENT

    @property
    def must_arrive(self) -> bool:
        """Whether somebody has to tell the person by other means where no mail can."""
        return self in _MUST_ARRIVE

    @property
    def needs_a_page(self) -> bool:
        """Whether it asks for something that only a page behind the sign-in can take."""
        return self is MessageKind.PLACE_OFFERED

    @property
    def may_be_declined(self) -> bool:
        """Whether a client may say that she wants no messages of this kind."""
        return self in _DECLINABLE

    @property
    def is_held_by_pause(self) -> bool:
        """Whether it is not sent while the place that it is about is paused, or once it is over."""
        return self in _HELD_BY_PAUSE

    @property
    def is_secret(self) -> bool:
        """Whether its link opens something by itself, so that it is kept no longer than needed."""
        return self in _SECRET


_K = MessageKind
_SECRET = frozenset({_K.INVITATION, _K.RESET_LINK})
_URGENT = _SECRET | {
    _K.ACCOUNT_CHANGED,
    _K.SCHEDULE_CHANGED,
    _K.PLACE_OFFERED,
    _K.RISK_WAITING,
    _K.RECORD_OPENED,
}
_MUST_ARRIVE = frozenset({_K.SCHEDULE_CHANGED, _K.PLACE_OFFERED, _K.READINESS, _K.PAUSE_ENDED})
_DECLINABLE = frozenset(
    {_K.HOMEWORK_REMINDER, _K.MEASURE_REMINDER, _K.SESSION_REMINDER, _K.SCHEDULE_CHANGED}
)
_HELD_BY_PAUSE = _DECLINABLE | {_K.READINESS}


class MessageState(StrEnum):
    """What became of a message."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    """Nobody will try again unless a member of staff asks for it."""
    WITHDRAWN = "withdrawn"
    BY_HAND = "by-hand"
    """No mail can reach the person: to be told by telephone, by letter or in the room."""
    TOLD = "told"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be sent, or being sent."""
        return self in (MessageState.QUEUED, MessageState.SENDING)


OUT = (MessageState.SENDING, MessageState.SENT, MessageState.TOLD)
"""What somebody knows, or may know: it cannot be taken back."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A small file that goes with a message."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class MessageWords:
    """Subject and body of a message, marked for translation.

    Places to fill: `sender` is the clinic's and `name` the cohort's discreet name, `when` a day
    and a time.
    """

    subject: str
    body: str


_HOMEWORK_REMINDER = MessageWords(
    subject=N_("A reminder from %(sender)s"),
    body=N_(
        "Something you planned is ready for you. A few minutes are enough, and later is fine too."
    ),
)
_MEASURE_REMINDER = MessageWords(
    subject=N_("A few lines for %(sender)s"),
    body=N_("There are a few lines to fill in. You can stop partway and continue later."),
)
_SESSION_REMINDER = MessageWords(
    subject=N_("%(name)s: %(when)s"),
    body=N_("The next meeting of %(name)s is on %(when)s. If you cannot come, please say so."),
)
_SCHEDULE_CHANGED = MessageWords(
    subject=N_("%(name)s: please look at the dates"),
    body=N_("A date of %(name)s has changed. Please look at the new dates."),
)
_PLACE_OFFERED = MessageWords(
    subject=N_("A place for you at %(sender)s"),
    body=N_("A place is free for you. Please say whether you want it by the day named there."),
)
_INVITATION = MessageWords(
    subject=N_("Your way in to %(sender)s"),
    body=N_(
        "With this link you choose your own passphrase. It works once, for seven days. "
        "Please do not pass it on."
    ),
)
_RESET_LINK = MessageWords(
    subject=N_("A new passphrase for %(sender)s"),
    body=N_(
        "With this link you choose a new passphrase. It works once, for seven days. Please do "
        "not pass it on. If you did not expect it, leave it: your passphrase stays as it is."
    ),
)
_ACCOUNT_CHANGED = MessageWords(
    subject=N_("How you sign in to %(sender)s"),
    body=N_(
        "Somebody signed in with your name on a new device, or something about how you sign in "
        "was changed or asked for: your passphrase, a link for a new one, your second proof, "
        "your words or codes on paper, or the address that we write to. You see what it was "
        "after you have signed in. If it was not you, or you cannot sign in, please tell us."
    ),
)
_READINESS = MessageWords(
    subject=N_("Before you begin at %(sender)s"),
    body=N_("Before the first meeting there are a few things to look at."),
)
_RISK_WAITING = MessageWords(
    subject=N_("Please sign in to %(sender)s"),
    body=N_("Something is waiting for you. Please sign in as soon as you can."),
)
_PAUSE_ENDED = MessageWords(
    subject=N_("Whenever you are ready, from %(sender)s"),
    body=N_("From today you can pick up where you left off, at your own pace. Nothing was lost."),
)
_RECORD_OPENED = MessageWords(
    subject=N_("Please look at something at %(sender)s"),
    body=N_(
        "A colleague has opened something that she does not open otherwise. Please sign in and "
        "have a look."
    ),
)
_DIGEST = MessageWords(
    subject=N_("Today from %(sender)s"),
    body=N_("A few things are ready for you today. Choose one, or leave them for later."),
)


def words_of(kind: MessageKind) -> MessageWords:
    """Give the words of a kind of message."""
    match kind:
        case _K.HOMEWORK_REMINDER:
            return _HOMEWORK_REMINDER
        case _K.MEASURE_REMINDER:
            return _MEASURE_REMINDER
        case _K.SESSION_REMINDER:
            return _SESSION_REMINDER
        case _K.SCHEDULE_CHANGED:
            return _SCHEDULE_CHANGED
        case _K.PLACE_OFFERED:
            return _PLACE_OFFERED
        case _K.INVITATION:
            return _INVITATION
        case _K.RESET_LINK:
            return _RESET_LINK
        case _K.ACCOUNT_CHANGED:
            return _ACCOUNT_CHANGED
        case _K.READINESS:
            return _READINESS
        case _K.RISK_WAITING:
            return _RISK_WAITING
        case _K.PAUSE_ENDED:
            return _PAUSE_ENDED
        case _K.RECORD_OPENED:
            return _RECORD_OPENED
        case _K.DIGEST:
            return _DIGEST
        case _:
            assert_never(kind)


FOOT = N_("Open this after you have signed in: %(link)s")
OPEN_DOOR = N_("Open this: %(link)s")
STOP_FOOT = N_("To get no more messages like this one: %(link)s")

CLINICAL_WORDS = """
abuse addict* anxi* appointment* assess* attachment* behavio* booster* care caring case cases
cbt ceas cft client* clinic* cohort* compassion* core-10 counsel* crisis cure* dass depress*
diagnos* disorder* doctor* dose drug* emotion* evaluat* exercise* facilitator* feeling* gad
gad-7 group group* handout* harm* health* help homework hospital* ill illness* insur*
instrument* intervention* journal* medic* mental* mindful* mood* nurse* outcome* panic patient*
phq phq-9 practice* practitioner* program* psych* questionnaire* recover* referral* risk* safe
safety score* screening* self-* session* shame* sick* soothing stress* suicid* support* symptom*
therap* threat* trauma* treat* waitlist* wellbeing well-being wemwbs who-5 worksheet* worry
worries
"""
"""What no subject, sender or body may hold; a star stands for any ending."""

_CLINICAL = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(re.escape(word).replace(r"\*", r"[\w-]*") for word in CLINICAL_WORDS.split())
    + r")(?![\w-])",
    re.IGNORECASE,
)


def clinical_words(text: str) -> list[str]:
    """Give the words of a text that tell something about somebody's health."""
    return sorted({found.group().lower() for found in _CLINICAL.finditer(text)})


TRIES = 8
CLAIM_LASTS = timedelta(minutes=15)
"""How long a worker may take for one message before another takes it up."""

_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=6)


def wait_after(attempts: int) -> timedelta | None:
    """Give the time to wait after so many failed tries; `None` when it is enough.

    One minute, then four times as long each time, up to six hours: eight tries in about a day.
    """
    if attempts >= TRIES:
        return None
    return min(_FIRST_WAIT * int(4 ** max(0, attempts - 1)), _LONGEST_WAIT)
