"""Would rather not: said by the person or noted for her, and taken back as easily."""

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused
from clinic.domain.measures.administrations import LONGEST_REASON
from clinic.domain.text import N_
from clinic.lookups.homework.homework import check_open
from clinic.models.measures import Administration
from clinic.models.sealed import write_sealed


@operation
def refuse(db: Db, actor: Actor, administration: Administration, reason: str) -> Administration:
    """Note that a person would rather not answer; nothing is asked of her again on this occasion.

    A reason is welcome and never asked for. What she answered so far stays.
    """
    _lock_open(db, actor, administration)
    told = reason.strip()
    if len(told) > LONGEST_REASON:
        raise Refused(
            N_("This is longer than the %(most)s characters that fit."),
            {"most": LONGEST_REASON},
            "reason",
        )
    administration.refused_at = actor.at
    administration.refused_by_id = actor.account_id
    write_sealed(db.keys, administration, "refusal", told)
    return administration


@operation
def take_up_again(db: Db, actor: Actor, administration: Administration) -> Administration:
    """Take a "would rather not" back."""
    _lock_open(db, actor, administration)
    administration.refused_at = administration.refused_by_id = administration.refusal = None
    return administration


def _lock_open(db: Db, actor: Actor, administration: Administration) -> None:
    lock(db, administration)
    if administration.finished_at is not None:
        raise Refused(N_("These answers were sent already. They stay as they are."))
    is_own = actor.role is Role.CLIENT
    check_open(db, actor, administration, Medium.PORTAL if is_own else Medium.PAPER)
