"""Asking for a call from the portal: a risk case that a person opens herself."""

import hashlib

from sqlalchemy import Select, select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.risk import MOST_CALLS_WAITING, RiskKind
from clinic.domain.text import N_
from clinic.models.enrollments import Enrollment
from clinic.models.risk import RiskCase
from clinic.models.sealed import write_sealed
from clinic.operations.safety.risk import CaseOpening, open_risk_case, say_again

LONGEST_WISH = 2000
LONGEST_PHONE = 60


@operation
def ask_for_call(
    db: Db, actor: Actor, enrollment: Enrollment, phone: str, words: str | None
) -> RiskCase:
    """Open a case for somebody who asks to be called; also while paused, and after the group."""
    lock(db, enrollment)
    for text, most, field in (
        (phone, LONGEST_PHONE, "other"),
        (words or "", LONGEST_WISH, "words"),
    ):
        if len(text) > most:
            raise Refused(
                N_("This is longer than the %(most)s characters that fit."), {"most": most}, field
            )
    if not any(sign.isdigit() for sign in phone):
        raise Refused(N_("Enter a number that we can call."), field="other")
    told = _told_on(db, enrollment, actor.once)
    if told is not None:
        # What a page said that could not be kept is this wish.
        told.flag = None
        write_sealed(db.keys, told, "words", (words or "").strip())
        write_sealed(db.keys, told, "phone", phone.strip())
        return told
    return _hear(
        db, actor, enrollment, CaseOpening(words=(words or "").strip(), phone=phone.strip())
    )


@operation
def hear_unkept_call(
    db: Db, actor: Actor, enrollment: Enrollment, phone: str, words: str | None, form: str | None
) -> Enrollment:
    """Hear a wish of which the page could not be kept: no number to call, or words too long.

    `form` is the once-only key of its page, so that one page is one wish however often it is sent,
    and the wish that can be kept at last is the same.
    """
    lock(db, enrollment)
    if _told_on(db, enrollment, form) is None:
        said = (words or "").strip()[:LONGEST_WISH]
        by = CaseOpening(flag=_flag(form), words=said, phone=phone.strip()[:LONGEST_PHONE])
        _hear(db, actor, enrollment, by)
    return enrollment


def _hear(db: Db, actor: Actor, enrollment: Enrollment, wish: CaseOpening) -> RiskCase:
    """Open a case; where enough of them wait for somebody to look, say it again on the last."""
    unseen = db.scalars(
        _open_wishes(enrollment).where(RiskCase.seen_at.is_(None)).order_by(RiskCase.id)
    ).all()
    if len(unseen) < MOST_CALLS_WAITING:
        return open_risk_case(db, actor, enrollment, RiskKind.CALL_ME, wish)
    said = "\n".join(text for text in (wish.phone, wish.words) if text)
    return say_again(db, actor, unseen[-1], said)


def _told_on(db: Db, enrollment: Enrollment, form: str | None) -> RiskCase | None:
    """Find the open wish of a page that could not be kept when it was sent before."""
    return db.scalars(_open_wishes(enrollment).where(RiskCase.flag == _flag(form))).first()


def _open_wishes(enrollment: Enrollment) -> Select[RiskCase]:
    return select(RiskCase).where(
        RiskCase.enrollment_id == enrollment.id,
        RiskCase.kind == RiskKind.CALL_ME,
        RiskCase.closed_at.is_(None),
    )


def _flag(form: str | None) -> str:
    """Name a page; a key that somebody made up may be of any length."""
    return f"{RiskKind.CALL_ME}.{hashlib.sha256((form or '').encode()).hexdigest()[:24]}"
