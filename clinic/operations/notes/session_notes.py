"""Writing the notes of a session, and signing them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused, Stale
from clinic.domain.notes.session_notes import FORMAT_PARTS, LONGEST_PART, NoteFormat, is_late
from clinic.domain.text import N_
from clinic.lookups.notes.members import leaks_in, members_of, overruled_in
from clinic.models.enrollments import Enrollment
from clinic.models.notes import OverruledName, SessionNote
from clinic.models.sealed import write_sealed
from clinic.models.sessions import GroupSession

GROUP = ""
"""Stands for the group where else the public id of somebody's place does."""


@dataclass(frozen=True, slots=True)
class DraftNote:
    """What was written so far, by the keys of the format's parts."""

    form: NoteFormat
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Signing:
    """What somebody puts her name to."""

    seen: Mapping[str, int]
    """The notes by their public ids, each with the version that was looked at."""
    was_there: bool = True
    remark: str = ""
    """Why they come late, or how somebody who was not there knows it."""
    overruled: Mapping[str, str] = field(default_factory=dict)
    """Findings of other people's names that are let stand, by their signs, each with its reason."""


@operation
def save_notes(
    db: Db, actor: Actor, group_session: GroupSession, drafts: Mapping[str, DraftNote]
) -> GroupSession:
    """Keep what was written by the public ids of places; `GROUP` is the note of the group.

    A note that is not begun and has no words stays not begun; one that was signed stays as it is.
    """
    lock(db, group_session)
    if actor.at < group_session.starts_at:
        raise Refused(N_("Notes are written once the session has begun."))
    places = _places(db, group_session)
    if unknown := set(drafts) - places.keys() - {GROUP}:
        raise Refused(
            N_("%(count)s of these notes are about people who are not in this cohort."),
            {"count": len(unknown)},
        )
    standing = {note.enrollment_id: note for note in _notes(db, group_session)}
    for subject, draft in drafts.items():
        place = places[subject] if subject else None
        _keep(
            db,
            actor,
            standing.get(place),
            draft,
            SessionNote(
                group_session_id=group_session.id,
                enrollment_id=place,
                form=draft.form,
            ),
        )
    return group_session


def _keep(
    db: Db, actor: Actor, note: SessionNote | None, draft: DraftNote, fresh: SessionNote
) -> None:
    parts = {key: words for key, words in draft.parts.items() if words.strip()}
    known = {key for key, _ in FORMAT_PARTS[draft.form]}
    if set(parts) - known:
        raise Refused(N_("This note has parts that its format does not know. Nothing was changed."))
    if any(len(words) > LONGEST_PART for words in parts.values()):
        raise Refused(
            N_("A part of a note holds up to %(most)s characters."), {"most": LONGEST_PART}
        )
    if note is None:
        if not parts:
            return
        note = fresh
        note.begun_by_id, note.begun_at, note.was_there = _writer(actor), actor.at, True
        db.add(note)
    elif (note.form, note.parts(db.keys)) == (draft.form, parts):
        return
    elif note.signed_at is not None:
        raise Stale(
            N_("A note of this session was signed in the meantime. Add to it on its own page.")
        )
    note.form = draft.form
    note.write_parts(db.keys, parts)
    note.saved_at = actor.at


@operation
def sign_notes(
    db: Db, actor: Actor, group_session: GroupSession, signing: Signing
) -> list[SessionNote]:
    """Sign notes as they were looked at, all or none. They stay so from then on.

    Raises:
        Stale: where somebody wrote into one since.
        Refused: where one is empty, or names somebody else or comes late without a reason.
    """
    lock(db, group_session)
    chosen = [note for note in _notes(db, group_session) if note.public_id in signing.seen]
    if not chosen or len(chosen) != len(signing.seen):
        raise Refused(N_("Choose the notes that you sign."))
    remark = signing.remark.strip()
    if not signing.was_there and not remark:
        raise Refused(
            N_("Say how you know what happened, since you were not there."), field="remark"
        )
    if is_late(group_session.ends_at, actor.at) and not remark:
        raise Refused(N_("Say why the notes come late."), field="remark")
    for note in chosen:
        if note.signed_at is not None or note.version != signing.seen[note.public_id]:
            raise Stale(
                N_("Somebody else changed or signed one of these notes. Look at them again.")
            )
        parts = note.parts(db.keys)
        if not parts:
            raise Refused(N_("One of the notes that you chose is empty."))
        let_names_stand(
            db, actor, note, parts.values(), lambda sign: signing.overruled.get(sign, "")
        )
        note.was_there = signing.was_there
        write_sealed(db.keys, note, "remark", remark or None)
        note.signed_at, note.signed_by_id = actor.at, _writer(actor)
        note.digest = note.digest_now(db.keys)
    return chosen


@operation
def let_names_stand(
    db: Db,
    actor: Actor,
    note: SessionNote,
    texts: Iterable[str],
    reason_for: Callable[[str], str],
) -> None:
    """Refuse texts in which somebody else can be found, unless each finding has its reason.

    The reasons that are given now are kept with the note.
    """
    cohort_of = select(GroupSession.cohort_id).where(GroupSession.id == note.group_session_id)
    members = members_of(db, db.scalars(cohort_of).one())
    signs = {leak.sign for text in texts for leak in leaks_in(members, note.enrollment_id, text)}
    for sign in sorted(signs - overruled_in(db, note).keys()):
        reason = reason_for(sign).strip()
        if not reason:
            raise Refused(
                N_("Somebody else can be found in a note. Change it, or say why it stays so.")
            )
        row = OverruledName(note_id=note.id, overruled_at=actor.at, overruled_by_id=_writer(actor))
        write_sealed(db.keys, row, "sign", sign)
        write_sealed(db.keys, row, "reason", reason)
        db.add(row)


def _notes(db: Db, group_session: GroupSession) -> list[SessionNote]:
    return list(
        db.scalars(
            select(SessionNote)
            .where(SessionNote.group_session_id == group_session.id)
            .options(joinedload(SessionNote.group_session), joinedload(SessionNote.enrollment))
            .order_by(SessionNote.id)
        )
    )


def _places(db: Db, group_session: GroupSession) -> dict[str, int]:
    wanted = select(Enrollment.public_id, Enrollment.id).where(
        Enrollment.cohort_id == group_session.cohort_id
    )
    return dict(db.execute(wanted).all())


def _writer(actor: Actor) -> int:
    if actor.account_id is None:
        raise Refused(N_("Only a person can write a note."))
    return actor.account_id
