"""Writing what people agree to, and noting that somebody agreed or took it back."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import OVER
from clinic.domain.errors import Refused, Stale
from clinic.domain.horizon import check_near
from clinic.domain.people.consents import (
    DEFAULT_BODY,
    DEFAULT_TITLE,
    LONGEST_REASON,
    ConsentWay,
    check_text,
)
from clinic.domain.post.messages import MessageKind
from clinic.domain.post.recipients import Recipient
from clinic.domain.text import N_
from clinic.models.cohorts import Cohort
from clinic.models.consents import Consent, ConsentText, text_in_force
from clinic.models.enrollments import Enrollment
from clinic.models.sealed import write_sealed
from clinic.operations.post.outbox import withdraw

_STOPPED = frozenset(k for k in MessageKind if k.is_held_by_pause) - {MessageKind.SCHEDULE_CHANGED}
_NOT_AGREED = N_("The person took their agreement back.")


@operation
def adopt_consent_text(db: Db, actor: Actor) -> ConsentText:
    """Give a clinic that has no text yet the one that ships with the program."""
    standing = db.scalars(text_in_force()).one_or_none()
    return standing or _add(db, actor, 1, DEFAULT_TITLE, DEFAULT_BODY)


@operation
def write_consent_text(
    db: Db, actor: Actor, title: str, body: str, *, newest_number: int
) -> ConsentText:
    """Put a new version in force: everybody is asked again, and the older ones stay readable.

    `newest_number` is that of the version on which the writer began.
    """
    check_text(title, body)
    newest = db.scalars(text_in_force()).one()
    lock(db, newest)
    if newest.number != newest_number:
        raise Stale(N_("Somebody else wrote a version since you opened the page."))
    if (newest.title, newest.body) == (title.strip(), body.strip()):
        raise Refused(N_("Nothing differs from the version in force."), field="body")
    return _add(db, actor, newest.number + 1, title, body)


@operation
def agree(db: Db, actor: Actor, enrollment: Enrollment, text_id: str) -> Consent:
    """Note that a person agrees, on her own page, to the text that she has read there."""
    _check_place(db, enrollment)
    if actor.role is not Role.CLIENT:
        raise Refused(N_("Only the person can agree on the person's page."))
    text = db.scalars(text_in_force()).one()
    if text.public_id != text_id:
        raise Stale(N_("The text has changed since you opened the page. Please read it again."))
    return _find_open(db, enrollment, text) or _note(db, actor, enrollment, text, None)


@operation
def note_signature(
    db: Db, actor: Actor, enrollment: Enrollment, text: ConsentText, signed_on: date
) -> Consent:
    """Note a signature on paper, by the version that was signed and the day beside it."""
    _check_place(db, enrollment)
    zone = db.get_one(Cohort, enrollment.cohort_id).time_zone
    if signed_on > actor.at.astimezone(ZoneInfo(zone)).date():
        raise Refused(N_("This day has not come yet."), field="signed_on")
    check_near(signed_on, actor.at.date(), "signed_on")
    if _find_open(db, enrollment, text) is not None:
        raise Refused(N_("It is noted already that this version was agreed to."), field="text")
    return _note(db, actor, enrollment, text, signed_on)


@operation
def take_back(db: Db, actor: Actor, enrollment: Enrollment, reason: str) -> list[Consent]:
    """Take back every agreement that stands for a place; a reason is welcome, never asked for.

    What follows is said before, as `WithdrawalEffect` lists it.
    """
    if len(reason) > LONGEST_REASON:
        raise Refused(
            N_("This is longer than the %(most)s characters that fit."),
            {"most": LONGEST_REASON},
            "reason",
        )
    lock(db, enrollment)
    standing = select(Consent).where(
        Consent.enrollment_id == enrollment.id, Consent.withdrawn_at.is_(None)
    )
    rows = list(db.scalars(standing.order_by(Consent.id)))
    for row in rows:
        row.withdrawn_at, row.withdrawn_by_id = actor.at, actor.account_id
        write_sealed(db.keys, row, "withdrawal", reason or None)
    to = Recipient(enrollment_id=enrollment.id)
    withdraw(db, actor, to=to, kinds=_STOPPED, reason=_NOT_AGREED)
    return rows


def _add(db: Db, actor: Actor, number: int, title: str, body: str) -> ConsentText:
    row = ConsentText(
        number=number,
        title=title.strip(),
        body=body.strip(),
        written_at=actor.at,
        written_by_id=actor.account_id,
    )
    db.add(row)
    return row


def _check_place(db: Db, enrollment: Enrollment) -> None:
    lock(db, enrollment)
    if enrollment.status in OVER:
        raise Refused(N_("This place is over, so there is nothing to agree to anymore."))


def _find_open(db: Db, enrollment: Enrollment, text: ConsentText) -> Consent | None:
    return db.scalars(
        select(Consent).where(
            Consent.enrollment_id == enrollment.id,
            Consent.text_id == text.id,
            Consent.withdrawn_at.is_(None),
        )
    ).one_or_none()


def _note(
    db: Db, actor: Actor, enrollment: Enrollment, text: ConsentText, signed_on: date | None
) -> Consent:
    row = Consent(
        enrollment_id=enrollment.id,
        text_id=text.id,
        way=ConsentWay.PAPER if signed_on else ConsentWay.PORTAL,
        agreed_at=actor.at,
        agreed_by_id=actor.account_id,
        signed_on=signed_on,
    )
    db.add(row)
    return row
