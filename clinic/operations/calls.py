"""Asking for a call from the portal: a risk case that a person opens herself."""

from sqlalchemy import func, select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.risk import MOST_CALLS_WAITING, RiskKind
from clinic.domain.text import N_
from clinic.models.enrollments import Enrollment
from clinic.models.risk import RiskCase
from clinic.operations.risk import Opened, open_risk_case

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
        raise Refused(N_("Enter the number that we can call."), field="other")
    waiting = db.scalar(
        select(func.count()).where(
            RiskCase.enrollment_id == enrollment.id,
            RiskCase.kind == RiskKind.CALL_ME,
            RiskCase.closed_at.is_(None),
        )
    )
    if (waiting or 0) >= MOST_CALLS_WAITING:
        raise Refused(
            N_(
                "Your earlier wishes for a call are with them already. "
                "If you need somebody now, the help page says whom to call."
            )
        )
    by = Opened(words=(words or "").strip(), phone=phone.strip())
    return open_risk_case(db, actor, enrollment, RiskKind.CALL_ME, by)
