"""Opening, seeing and closing risk cases. A case ends only with a name, an action and a time."""

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.risk import RiskKind, due_at
from clinic.domain.text import N_
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.practice import PracticeEntry
from clinic.models.risk import RiskCase
from clinic.models.sealed import write_sealed

SHORTEST_ACTION = 10
LONGEST_CONTACT = 40


@operation
def open_risk_case(
    db: Db,
    actor: Actor,
    enrollment: Enrollment,
    kind: RiskKind,
    administration: Administration | None = None,
    item: int | None = None,
    answer: int | None = None,
    practice_entry: PracticeEntry | None = None,
) -> RiskCase:
    """Ask a facilitator to look the same day, for an answer given or a practice that felt worse."""
    case = RiskCase(
        enrollment_id=enrollment.id,
        kind=kind,
        administration_id=administration.id if administration else None,
        item=item,
        answer=answer,
        practice_entry=practice_entry,
        opened_at=actor.at,
        due_at=due_at(actor.at),
    )
    db.add(case)
    return case


@operation
def see_risk_case(db: Db, actor: Actor, case: RiskCase) -> RiskCase:
    """Note who looked first, and when. Looking closes nothing."""
    lock(db, case)
    _check_has_name(actor)
    _note_seen(actor, case)
    return case


@operation
def close_risk_case(
    db: Db, actor: Actor, case: RiskCase, action: str, contact: str | None
) -> RiskCase:
    """Close a case with what was done, and how the person was reached where they were."""
    lock(db, case)
    _check_has_name(actor)
    if case.closed_at is not None:
        raise Refused(N_("This case was closed already. What was written then stays."))
    action = action.strip()
    if len(action) < SHORTEST_ACTION:
        raise Refused(
            N_("Please write what was done, in at least %(least)s characters."),
            {"least": SHORTEST_ACTION},
            "action",
        )
    contact = (contact or "").strip()
    if len(contact) > LONGEST_CONTACT:
        raise Refused(
            N_("This is longer than the %(most)s characters that fit."),
            {"most": LONGEST_CONTACT},
            "contact",
        )
    _note_seen(actor, case)
    write_sealed(db.keys, case, "action", action)
    case.contact = contact or None
    case.closed_at = actor.at
    case.closed_by_id = actor.account_id
    return case


def _check_has_name(actor: Actor) -> None:
    if actor.account_id is None:
        raise Refused(N_("Only a person can look at a risk case and close it."))


def _note_seen(actor: Actor, case: RiskCase) -> None:
    if case.seen_at is None:
        case.seen_at = actor.at
        case.seen_by_id = actor.account_id
