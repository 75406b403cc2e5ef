"""Sending what is due: claiming one message, and writing down what became of it."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select

from clinic.db import Db, housekeeping, lock, operation
from clinic.domain.access import Actor
from clinic.domain.clinic.settings import ClinicSettings
from clinic.domain.errors import Refused
from clinic.domain.people.clocks import Clock
from clinic.domain.post.mail import Fault, LetterPart, OutgoingLetter
from clinic.domain.post.messages import CLAIM_LASTS, Attachment, MessageState, wait_after
from clinic.domain.text import N_
from clinic.lookups.clinic.settings import clinic_settings
from clinic.lookups.post.digests import companions, not_before
from clinic.models.accounts import Account
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment, clock_of
from clinic.models.make_ups import MakeUp
from clinic.models.messages import Message
from clinic.models.sealed import read_sealed
from clinic.models.sessions import GroupSession
from clinic.operations.post.outbox import QUIET_STATES

MOST_CLAIMS = 60
"""A message that has been taken up so often is one that stops its worker each time."""

_CLAIM_LOCK = 0x6D61696C
_NO_ADDRESS = N_("There is no longer an e-mail address. Please tell the person another way.")
_PAUSED = N_("Nothing is sent during a pause, and nothing after the last day.")
_CLOSED = N_("The account is closed.")


@housekeeping
def claim_next(
    db: Db, actor: Actor, domain: str, lasts: timedelta = CLAIM_LASTS
) -> OutgoingLetter | None:
    """Take up the next message that is due, so that no other worker does; `None` if none is.

    From here on the row says "sending". A worker that dies leaves it so, and after `lasts` the
    next one takes it up again, with the same Message-ID.
    """
    if db.get_bind().dialect.name == "postgresql":
        # One claim at a time: each must see whom the one before has just written to.
        db.execute(select(func.pg_advisory_xact_lock(_CLAIM_LOCK)))
    # What stands in memory from the message before may be out of date.
    db.expire_all()
    while (message := _next_due(db, actor.at)) is not None:
        letter = _claim(db, actor, message, domain, lasts)
        if letter is not None:
            return letter
        db.flush()
    return None


@housekeeping
def mark_sent(db: Db, actor: Actor, letter: OutgoingLetter) -> None:
    """Write down that the mail server took it, whoever may hold the claim by now."""
    for message in _together(db, letter):
        if message.sent_at is not None:
            continue
        message.state = MessageState.SENT
        message.sent_at = actor.at
        message.fault = message.claim = message.claimed_until = None
        if message.kind.is_secret:
            message.path = None


@housekeeping
def mark_failed(db: Db, actor: Actor, letter: OutgoingLetter, fault: Fault) -> None:
    """Write down why it was not taken, and when to try again, or that nobody will."""
    for message in _together(db, letter):
        if message.claim != letter.claim:
            continue
        message.claim = message.claimed_until = None
        message.fault = fault.value
        wait = None if fault.is_final else wait_after(message.attempts)
        message.state = MessageState.QUEUED if wait else MessageState.DEAD
        if wait:
            message.next_try_at = actor.at + wait


@operation
def try_again(db: Db, actor: Actor, message: Message) -> Message:
    """Queue a message again that nobody would try any more."""
    lock(db, message)
    if message.state is not MessageState.DEAD:
        raise Refused(N_("This message is already on its way, or was taken back."))
    if message.path is None:
        raise Refused(N_("The link in it is gone. Please invite the person again."))
    message.state = MessageState.QUEUED
    message.carrier_id = None
    message.attempts = 0
    message.next_try_at = actor.at
    return message


@operation
def mark_told(db: Db, actor: Actor, message: Message) -> Message:
    """Write down who told the person what no mail could."""
    lock(db, message)
    if message.state not in (MessageState.BY_HAND, MessageState.DEAD):
        raise Refused(N_("This no longer needs to be sent."))
    message.state = MessageState.TOLD
    message.sent_at = actor.at
    message.told_by_id = actor.account_id
    return message


def _next_due(db: Db, now: datetime) -> Message | None:
    is_due = and_(Message.state == MessageState.QUEUED, Message.next_try_at <= now)
    is_left = and_(Message.state == MessageState.SENDING, Message.claimed_until <= now)
    found = (
        select(Message)
        .where(or_(is_due, is_left), Message.carrier_id.is_(None))
        .order_by(Message.next_try_at, Message.id)
        .limit(1)
        .with_for_update(of=Message, skip_locked=True)
    )
    return db.scalars(found).first()


def _claim(
    db: Db, actor: Actor, message: Message, domain: str, lasts: timedelta
) -> OutgoingLetter | None:
    """Claim one message, or write down why it is not to be sent."""
    place = db.get(Enrollment, message.enrollment_id) if message.enrollment_id else None
    address, is_open = _address(db, message)
    if why := _why_not_sent(message, place, address, actor.at, is_open=is_open):
        message.state, message.fault = why
        message.claim = message.claimed_until = None
        return None
    later = not_before(db, message, actor.at)
    if later is not None:
        message.next_try_at = later
        return None
    if "@" not in message.message_id:
        message.message_id = f"{message.message_id}@{domain}"
    together = [message, *companions(db, message, actor.at)]
    claim = secrets.token_hex(16)
    for row in together:
        row.state = MessageState.SENDING
        row.claim = claim
        row.claimed_until = actor.at + lasts
        row.attempted_at = actor.at
        row.attempts += 1
        row.address = address
    return _letter(db, together, place)


def _why_not_sent(
    message: Message,
    place: Enrollment | None,
    address: str | None,
    now: datetime,
    *,
    is_open: bool,
) -> tuple[MessageState, str] | None:
    """Say what becomes of a message that is not to be sent, and why."""
    if message.attempts >= MOST_CLAIMS:
        return MessageState.DEAD, Fault.CRASHED.value
    if not is_open:
        return MessageState.WITHDRAWN, _CLOSED
    if place and message.kind.is_held_by_pause and place.status_at(now) in QUIET_STATES:
        return MessageState.WITHDRAWN, _PAUSED
    if address is None:
        by_hand = message.kind.must_arrive
        return MessageState.BY_HAND if by_hand else MessageState.WITHDRAWN, _NO_ADDRESS
    return None


def _address(db: Db, message: Message) -> tuple[str | None, bool]:
    """Give where a message goes now, and whether its recipient may still be written to."""
    if message.client_id is not None:
        return message.to_address or db.get_one(Client, message.client_id).email, True
    account = db.get_one(Account, message.account_id)
    is_mail = "@" in account.sign_in_name
    return account.sign_in_name if is_mail else None, account.is_active


def _letter(db: Db, together: list[Message], place: Enrollment | None) -> OutgoingLetter:
    message = together[0]
    clinic = _clinic(db)
    cohort = db.get_one(Cohort, place.cohort_id) if place else None
    stops = message.client_id is not None and message.kind.may_be_declined
    file = None
    if message.attachment is not None:
        name, kind = str(message.attachment_name), str(message.attachment_type)
        file = Attachment(name, kind, message.attachment)
    # What stands in an address is read by whoever sees the mail; a secret link has to be one.
    secret = read_sealed(db.keys, message, "path") if message.kind.is_secret else None
    return OutgoingLetter(
        message=message.public_id,
        claim=str(message.claim),
        attempts=message.attempts,
        kind=message.kind,
        to=str(message.address),
        message_id=message.message_id,
        sender=clinic.discreet_name,
        name=cohort.discreet_name if cohort else clinic.discreet_name,
        clock=_clock(db, message, cohort, clinic),
        parts=tuple(_part(db, row) for row in together),
        path=secret or f"/m/{message.public_id}",
        stop_token=message.stop_token if stops else None,
        attachment=file,
    )


def _clock(db: Db, message: Message, cohort: Cohort | None, clinic: ClinicSettings) -> Clock:
    client = db.get(Client, message.client_id) if message.client_id else None
    if cohort is not None and client is not None:
        return clock_of(cohort, client)
    zone = cohort.time_zone if cohort else clinic.time_zone
    return Clock.of(zone, client.time_zone if client else None, is_online=False)


def _part(db: Db, message: Message) -> LetterPart:
    meeting: MakeUp | GroupSession | None = None
    if message.make_up_id is not None:
        meeting = db.get_one(MakeUp, message.make_up_id)
    elif message.group_session_id is not None:
        meeting = db.get_one(GroupSession, message.group_session_id)
    return LetterPart(message.kind, meeting.starts_at if meeting else None)


def _clinic(db: Db) -> ClinicSettings:
    stored, default = clinic_settings(db), ClinicSettings()
    return ClinicSettings(
        discreet_name=stored.discreet_name or default.discreet_name,
        time_zone=stored.time_zone or default.time_zone,
    )


def _together(db: Db, letter: OutgoingLetter) -> list[Message]:
    """Give the message of a letter and all that travels in it, as they stand now."""
    carrier = select(Message.id).where(Message.public_id == letter.message).scalar_subquery()
    found = select(Message).where(or_(Message.id == carrier, Message.carrier_id == carrier))
    found = found.order_by(Message.id).with_for_update(of=Message)
    return list(db.scalars(found.execution_options(populate_existing=True)))
