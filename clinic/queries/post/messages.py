"""Reading messages: one's own, those of one's clients, and how mail is going out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import assert_never

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true

from clinic.db import Db
from clinic.domain.access import Reader, Role
from clinic.domain.name_order import folded
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.domain.post.occasions import Cause, Occasion, read_occasion
from clinic.domain.post.reminders import Preferences
from clinic.lookups.groups.moves import Moved, moved_by, moved_make_ups
from clinic.lookups.groups.places import Place
from clinic.lookups.people.names import Names, full_name, names_in
from clinic.lookups.snapshots import read_before
from clinic.lookups.statements import kept, ones_of
from clinic.models.accounts import Account
from clinic.models.assignments import Assignment
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.messages import Message
from clinic.models.preferences import MessagePreferences, ReminderTime
from clinic.models.programs import ExerciseRow
from clinic.models.sealed import read_sealed
from clinic.queries.scope import own_enrollment_ids, place_ids, present_client_ids

PAGE_SIZE = 40
_SHOWN_TO_CLIENTS = (MessageState.QUEUED, MessageState.SENDING, MessageState.SENT)
_WAITING = (MessageState.DEAD, MessageState.BY_HAND)


@dataclass(frozen=True, slots=True)
class OwnMessage:
    """One message to the reader, sent or to come."""

    kind: MessageKind
    due_at: datetime
    sent_at: datetime | None
    moved: tuple[Moved, ...] = ()
    """What it tells of, where dates have changed."""


@dataclass(frozen=True, slots=True)
class ExerciseTime:
    """One exercise that the reader has now, with the time at which she wants to hear of it."""

    exercise_id: int
    public_id: str
    title: str
    at: time | None


@dataclass(frozen=True, slots=True)
class MessagesPage:
    """What a client chose, and what she got and will get."""

    client: Client
    chosen: Preferences
    times: list[ExerciseTime]
    messages: list[OwnMessage]


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message to somebody, for staff."""

    public_id: str
    kind: MessageKind
    state: MessageState
    name: str
    """Of the recipient; empty where the reader may not know it."""
    client_id: str | None
    cohort_name: str
    zone: str
    due_at: datetime
    attempted_at: datetime | None
    attempts: int
    sent_at: datetime | None
    fault: str | None
    may_try_again: bool
    count: int = 1
    """How many of the same kind and time to the same person it stands for."""

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to do something."""
        return self.state in _WAITING


@dataclass(frozen=True, slots=True)
class Post:
    """Messages for staff: those that wait for somebody, then a page of all."""

    waiting: Sequence[MessageLine]
    lines: Sequence[MessageLine]
    page: int
    pages: int
    counts: dict[MessageState, int]


def own_client(db: Db, reader: Reader) -> Client:
    """Give the reader as a client."""
    if reader.role is not Role.CLIENT:
        return db.scalars(select(Client).where(false())).one()
    return db.scalars(select(Client).where(Client.account_id == reader.account_id)).one()


def messages_page(db: Db, reader: Reader, places: Sequence[Place], now: datetime) -> MessagesPage:
    """Give a client's own choices and messages, the newest first; the places are her own."""
    client = own_client(db, reader)
    chosen = db.scalar(select(MessagePreferences).where(MessagePreferences.client_id == client.id))
    found = (
        select(Message.kind, Message.due_at, Message.sent_at, Message.occasion)
        .where(Message.client_id == client.id, Message.state.in_(_SHOWN_TO_CLIENTS))
        .order_by(Message.due_at.desc(), Message.id.desc())
        .limit(PAGE_SIZE)
    )
    rows = db.execute(found).all()
    occasions = {row.occasion: read_occasion(row.occasion) for row in rows}
    changes = moved_by(db, places, {one.part for one in occasions.values() if one})
    make_ups = moved_make_ups(db, places, now)
    return MessagesPage(
        client=client,
        chosen=chosen.value if chosen else Preferences(),
        times=_exercise_times(db, reader, client, now),
        # Several things of one kind and time are one line: more would look like a burden.
        messages=list(
            dict.fromkeys(
                OwnMessage(
                    *(kind, due_at, sent_at),
                    _moved_on(occasions[occasion], changes, make_ups),
                )
                for kind, due_at, sent_at, occasion in rows
            )
        ),
    )


def _moved_on(
    occasion: Occasion | None,
    changes: Mapping[str, tuple[Moved, ...]],
    make_ups: Mapping[Occasion, Moved],
) -> tuple[Moved, ...]:
    """Give the meetings whose new times a message tells of."""
    if occasion is None:
        return ()
    match occasion.cause:
        case Cause.SCHEDULE:
            return changes.get(occasion.part, ())
        case Cause.MAKE_UP:
            return (make_ups[occasion],) if occasion in make_ups else ()
        case Cause.HOMEWORK | Cause.MEASURE | Cause.SESSION | Cause.LATER:
            return ()
        case Cause.OFFER | Cause.INVITATION | Cause.ACCOUNT | Cause.READINESS:
            return ()
        case Cause.RISK | Cause.PAUSE_ENDED | Cause.EMERGENCY:
            return ()
        case _:
            assert_never(occasion.cause)


def own_path(db: Db, reader: Reader, public_id: str) -> str | None:
    """Give where a message to the reader leads; `None` where what it was about is gone."""
    mine = (
        Message.client_id.in_(select(Client.id).where(Client.account_id == reader.account_id))
        if reader.role is Role.CLIENT
        else Message.account_id == reader.account_id
    )
    message = db.scalars(select(Message).where(Message.public_id == public_id, mine)).one()
    return read_sealed(db.keys, message, "path")


def get_message(db: Db, reader: Reader, public_id: str) -> Message:
    """Give one message that the reader may see as staff."""
    return db.scalars(select(Message).where(Message.public_id == public_id, _visible(reader))).one()


def post_of(db: Db, reader: Reader, page: int) -> Post:
    """Give a page of the messages that the reader may see, the latest due first."""
    tally = select(Message.state, func.count()).where(_visible(reader)).group_by(Message.state)
    counts = dict(iter(db.execute(tally)))
    pages = max(1, -(-sum(counts.values()) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    lines = _lines(reader).order_by(Message.due_at.desc(), Message.id.desc())
    shown = lines.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    waiting = lines.where(Message.state.in_(_WAITING)).limit(PAGE_SIZE)
    return Post(
        waiting=_read(db, reader, waiting),
        lines=_folded(_read(db, reader, shown)),
        page=page,
        pages=pages,
        counts=counts,
    )


def waiting_count(db: Db, reader: Reader) -> int:
    """Count the messages that wait for somebody to do something; a page says it twice."""
    known, key = read_before(db), (waiting_count, reader)
    if key not in known:
        known[key] = ones_of(db, _waiting_for(reader)).one()
    return int(known[key])


@kept
def _waiting_for(reader: Reader) -> Select[int]:
    found = select(func.count()).select_from(Message)
    return found.where(_visible(reader), Message.state.in_(_WAITING))


def _visible(reader: Reader) -> ColumnElement[bool]:
    """Say which messages staff may see: those to themselves and to the people in their groups.

    A message about a place is nobody's but those who lead or supervise that group, whoever else
    works with the person. One about no place tells of her way in here, and is for whoever looks
    after her now.
    """
    match reader.role:
        case Role.ADMINISTRATOR:
            return true()
        case Role.CLIENT:
            return false()
        case Role.THERAPIST | Role.SUPERVISOR:
            return _of_her_groups(reader)
        case _:
            assert_never(reader.role)


def _of_her_groups(reader: Reader) -> ColumnElement[bool]:
    of_place = and_(Message.client_id.is_not(None), Message.enrollment_id.in_(place_ids(reader)))
    of_person = and_(
        Message.enrollment_id.is_(None), Message.client_id.in_(present_client_ids(reader))
    )
    return or_(of_place, of_person, Message.account_id == reader.account_id)


def _lines(reader: Reader) -> Select[Message, Client, Account, Cohort]:
    return (
        select(Message, Client, Account, Cohort)
        .outerjoin(Client, Message.client_id == Client.id)
        .outerjoin(Account, Message.account_id == Account.id)
        .outerjoin(Enrollment, Message.enrollment_id == Enrollment.id)
        .outerjoin(Cohort, Enrollment.cohort_id == Cohort.id)
        .where(_visible(reader))
    )


def _read(
    db: Db, reader: Reader, found: Select[Message, Client, Account, Cohort]
) -> list[MessageLine]:
    # Who is a client here is nothing that an administrator has to know.
    may_know = reader.role is not Role.ADMINISTRATOR
    rows = db.execute(found).all()
    names = names_in(db, (cohort.id for _, _, _, cohort in rows if cohort))
    return [
        MessageLine(
            public_id=message.public_id,
            kind=message.kind,
            state=message.state,
            name=_name(names, client, account, cohort)
            if may_know
            else (account.name if account else ""),
            client_id=client.public_id if client and may_know else None,
            cohort_name=cohort.name if cohort and may_know else "",
            zone=cohort.time_zone if cohort and may_know else "",
            due_at=message.due_at,
            attempted_at=message.attempted_at,
            attempts=message.attempts,
            sent_at=message.sent_at,
            fault=message.fault,
            may_try_again=message.state is MessageState.DEAD and message.path is not None,
        )
        for message, client, account, cohort in rows
    ]


def _folded(lines: Sequence[MessageLine]) -> list[MessageLine]:
    """Make one line of several that differ in nothing a reader could see."""
    folded: list[MessageLine] = []
    for line in lines:
        before = folded[-1] if folded else None
        if before and _same(before) == _same(line) and not line.is_waiting:
            folded[-1] = replace(before, count=before.count + 1)
        else:
            folded.append(line)
    return folded


def _same(line: MessageLine) -> tuple[object, ...]:
    sent = line.sent_at, line.attempted_at, line.attempts
    return line.client_id, line.name, line.cohort_name, line.kind, line.state, line.due_at, sent


def _name(
    names: Names, client: Client | None, account: Account | None, cohort: Cohort | None
) -> str:
    if client is not None and cohort is not None:
        return names.of(cohort.id, client.id)
    if client is not None:
        # About no group, so that she stands beside nobody of one: her whole name.
        return full_name(client)
    return account.name if account is not None else ""


def _exercise_times(db: Db, reader: Reader, client: Client, now: datetime) -> list[ExerciseTime]:
    chosen = {
        row.exercise_id: row.at
        for row in db.scalars(select(ReminderTime).where(ReminderTime.client_id == client.id))
    }
    rows = db.execute(
        select(ExerciseRow.id, ExerciseRow.public_id, ExerciseRow.title)
        .join(Assignment, Assignment.exercise_id == ExerciseRow.id)
        .where(
            Assignment.enrollment_id.in_(own_enrollment_ids(reader)),
            Assignment.is_active,
            Assignment.opens_at <= now,
            Assignment.closes_at > now,
        )
        .distinct()
    )
    times = [ExerciseTime(key, public_id, title, chosen.get(key)) for key, public_id, title in rows]
    return sorted(times, key=lambda one: (folded(one.title), one.exercise_id))
