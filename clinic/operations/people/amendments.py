"""Asking that something be corrected, and answering; the record itself is changed by neither."""

from sqlalchemy import func, select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.people.amendments import LONGEST, MOST_OPEN, AmendmentState
from clinic.domain.text import N_
from clinic.models.enrollments import Enrollment
from clinic.models.reports import Amendment
from clinic.models.sealed import write_sealed


@operation
def ask_amendment(db: Db, actor: Actor, place: Enrollment, about: str, wanted: str) -> Amendment:
    """Ask those who lead her group to correct something about her."""
    open_ones = select(func.count()).where(
        Amendment.enrollment_id == place.id, Amendment.state == AmendmentState.OPEN
    )
    if (db.scalar(open_ones) or 0) >= MOST_OPEN:
        raise Refused(N_("Several of your wishes wait for an answer already. Please talk with us."))
    amendment = Amendment(enrollment_id=place.id, asked_at=actor.at, state=AmendmentState.OPEN)
    write_sealed(db.keys, amendment, "about", _checked(about, "about"))
    write_sealed(db.keys, amendment, "wanted", _checked(wanted, "wanted"))
    db.add(amendment)
    return amendment


@operation
def answer_amendment(
    db: Db, actor: Actor, amendment: Amendment, answer: str, *, is_done: bool
) -> Amendment:
    """Tell her what was done, or why not; an answer that was given stays."""
    lock(db, amendment)
    if amendment.state is not AmendmentState.OPEN:
        raise Refused(N_("A colleague has answered meanwhile. The answer stands below."))
    if actor.account_id is None:
        raise Refused(N_("Only a person can answer."))
    amendment.state = AmendmentState.DONE if is_done else AmendmentState.NOT_DONE
    amendment.answered_at, amendment.answered_by_id = actor.at, actor.account_id
    write_sealed(db.keys, amendment, "answer", _checked(answer, "answer"))
    return amendment


def _checked(words: str, field: str) -> str:
    if not 0 < len(words) <= LONGEST:
        raise Refused(N_("Write up to %(most)s characters."), {"most": LONGEST}, field)
    return words
