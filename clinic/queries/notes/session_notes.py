"""Reading the notes of a session, and those about one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.notes.name_leaks import Leak
from clinic.domain.notes.session_notes import NoteFormat, is_late
from clinic.lookups.notes.members import leaks_in, members_of, overruled_in
from clinic.lookups.notes.prepared import PreparedFacts, prepared_facts
from clinic.lookups.people.names import names_in
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from clinic.models.notes import NoteAddition, ProcessNote, SessionNote
from clinic.models.sealed import read_sealed
from clinic.models.sessions import GroupSession
from clinic.queries.groups.attendance import get_room
from clinic.queries.groups.sessions import get_session
from clinic.queries.scope import cohort_ids


@dataclass(frozen=True, slots=True)
class NoteSubject:
    """The group or one person of it, with the note so far."""

    key: str
    """The public id of the place; nothing for the group."""
    name: str
    note: SessionNote | None
    parts: Mapping[str, str]
    facts: PreparedFacts | None
    """What is known of a person; `None` for the group."""

    @property
    def is_signed(self) -> bool:
        """Whether the note stays as it is."""
        return self.note is not None and self.note.signed_at is not None


@dataclass(frozen=True, slots=True)
class NotesPage:
    """A session with everybody a note can be about; the group comes first."""

    session: GroupSession
    subjects: tuple[NoteSubject, ...]
    has_begun: bool
    is_late: bool
    usual: NoteFormat
    """In which format the reader began her last note."""
    names: Mapping[str, str]
    """What everybody who has or had a place is called, by the public ids of the places."""

    @property
    def drafts(self) -> tuple[NoteSubject, ...]:
        """Those whose note has words and is not signed."""
        return tuple(one for one in self.subjects if one.parts and not one.is_signed)


def notes_page(db: Db, reader: Reader, session_id: str, now: datetime) -> NotesPage:
    """Give the notes of a session, and what is known of each person who was expected."""
    room = get_room(db, reader, session_id, now)
    session = room.session
    notes = {note.enrollment_id: note for note in _notes_of(db, session)}
    keys = {public_id: place for place, public_id in _places(db, session.cohort_id)}
    names = names_in(db, [session.cohort_id])
    facts = prepared_facts(db, session)
    subjects = [_subject(db, "", "", notes.get(None), None)]
    for person in room.people:
        place = keys[person.enrollment_id]
        subjects.append(
            _subject(db, person.enrollment_id, person.name, notes.get(place), facts[place])
        )
    last = select(SessionNote.form).where(SessionNote.begun_by_id == reader.account_id)
    usual = db.scalar(last.order_by(SessionNote.id.desc()).limit(1))
    return NotesPage(
        session,
        tuple(subjects),
        has_begun=session.starts_at <= now,
        is_late=is_late(session.ends_at, now),
        usual=usual or NoteFormat.FREE,
        names={public_id: names[place] for public_id, place in keys.items()},
    )


@dataclass(frozen=True, slots=True)
class NoteToSign:
    """One draft as it would be signed, with whoever else can be found in it."""

    subject: NoteSubject
    leaks: Mapping[str, tuple[Leak, ...]]
    """By the key of the part."""
    let_stand: Mapping[str, str]
    """Findings that were overruled before, by their signs, with the reasons."""

    @property
    def open_leaks(self) -> tuple[Leak, ...]:
        """The findings that want a decision, each letters-and-person once."""
        found = {leak.sign: leak for leaks in self.leaks.values() for leak in leaks}
        return tuple(leak for sign, leak in found.items() if sign not in self.let_stand)


def notes_to_sign(db: Db, reader: Reader, page: NotesPage) -> tuple[NoteToSign, ...]:
    """Look through the drafts of a page for other people's names; the page is the reader's own."""
    members = members_of(db, page.session.cohort_id)
    return tuple(
        NoteToSign(
            one,
            {
                key: leaks_in(members, one.note.enrollment_id, words)
                for key, words in one.parts.items()
            },
            overruled_in(db, one.note),
        )
        for one in page.drafts
        if one.note is not None
    )


@dataclass(frozen=True, slots=True)
class AddedWords:
    """One addition to a signed note."""

    addition: NoteAddition
    by: str
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class SignedNotePage:
    """A signed note with what was added to it."""

    note: SessionNote
    session: GroupSession
    name: str
    """Of whom it is about; nothing for the group."""
    by: str
    parts: Mapping[str, str]
    remark: str
    is_whole: bool
    """Whether its words are still those that were signed."""
    additions: tuple[AddedWords, ...]


def get_signed_note(db: Db, reader: Reader, public_id: str) -> SessionNote:
    """Give a signed note of one of the reader's groups, with its session and whom it is about."""
    return db.scalars(
        select(SessionNote)
        .join(SessionNote.group_session)
        .join(GroupSession.cohort)
        .where(
            SessionNote.public_id == public_id,
            SessionNote.signed_at.is_not(None),
            Cohort.id.in_(cohort_ids(reader)),
        )
        .options(
            contains_eager(SessionNote.group_session).contains_eager(GroupSession.cohort),
            joinedload(SessionNote.enrollment).joinedload(Enrollment.client),
            joinedload(SessionNote.signed_by),
        )
    ).one()


def signed_note_page(db: Db, reader: Reader, public_id: str) -> SignedNotePage:
    """Give a signed note as it is read."""
    note = get_signed_note(db, reader, public_id)
    rows = db.execute(
        select(NoteAddition, Account.name)
        .join(Account, NoteAddition.signed_by_id == Account.id)
        .where(NoteAddition.note_id == note.id)
        .order_by(NoteAddition.id)
    )
    place = note.enrollment
    return SignedNotePage(
        note=note,
        session=note.group_session,
        name=names_in(db, [place.cohort_id])[place.id] if place else "",
        by=note.signed_by.name if note.signed_by else "",
        parts=note.parts(db.keys),
        remark=read_sealed(db.keys, note, "remark") or "",
        is_whole=note.digest == note.digest_now(db.keys),
        additions=tuple(
            AddedWords(
                row,
                name,
                read_sealed(db.keys, row, "reason") or "",
                read_sealed(db.keys, row, "words") or "",
            )
            for row, name in rows
        ),
    )


@dataclass(frozen=True, slots=True)
class NoteLineOfSession:
    """A note as a list names it."""

    public_id: str
    session: GroupSession
    is_signed: bool
    by: str


def notes_about(db: Db, reader: Reader, place: Enrollment) -> tuple[NoteLineOfSession, ...]:
    """List the notes about one person in one of the reader's groups, the newest session first."""
    rows = db.execute(
        select(SessionNote, GroupSession, Account.name)
        .join(GroupSession, SessionNote.group_session_id == GroupSession.id)
        .outerjoin(Account, SessionNote.signed_by_id == Account.id)
        .where(
            SessionNote.enrollment_id == place.id,
            GroupSession.cohort_id.in_(cohort_ids(reader)),
        )
        .order_by(GroupSession.starts_at.desc())
    )
    return tuple(
        NoteLineOfSession(note.public_id, session, note.signed_at is not None, name or "")
        for note, session, name in rows
    )


def own_process_note(db: Db, reader: Reader, session_id: str) -> tuple[GroupSession, str]:
    """Give a session and what the reader keeps of it for herself."""
    session = get_session(db, reader, session_id)
    note = db.scalars(
        select(ProcessNote).where(
            ProcessNote.group_session_id == session.id, ProcessNote.account_id == reader.account_id
        )
    ).one_or_none()
    return session, (read_sealed(db.keys, note, "words") or "" if note else "")


def _subject(
    db: Db, key: str, name: str, note: SessionNote | None, facts: PreparedFacts | None
) -> NoteSubject:
    return NoteSubject(key, name, note, note.parts(db.keys) if note else {}, facts)


def _notes_of(db: Db, session: GroupSession) -> Sequence[SessionNote]:
    return db.scalars(
        select(SessionNote)
        .where(SessionNote.group_session_id == session.id)
        .options(joinedload(SessionNote.signed_by))
    ).all()


def _places(db: Db, cohort_id: int) -> Sequence[tuple[int, str]]:
    wanted = select(Enrollment.id, Enrollment.public_id).where(Enrollment.cohort_id == cohort_id)
    return [(place, public_id) for place, public_id in db.execute(wanted)]
