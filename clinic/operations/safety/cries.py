"""Hearing what an answer says, in whatever it was given: opening cases, and noting retractions.

Every deed that keeps answers calls `hear` in its own transaction. A case is opened once for what
was said and asked in one place; it is never closed or deleted here.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.domain.risk import RiskKind
from clinic.domain.safety.cries import Cry
from clinic.lookups.safety.open_cases import ToldIn, cases_of
from clinic.models.risk import RiskAction, RiskCase
from clinic.models.sealed import write_sealed
from clinic.operations.safety.risk import SAID_AGAIN, TAKEN_BACK, CaseOpening, open_risk_case


@dataclass(frozen=True, slots=True)
class Retraction:
    """How an answer came to say it no longer: a way of `operations.risk`, and the reason."""

    way: str = TAKEN_BACK
    reason: str = ""
    asked: Collection[str] | None = None
    """The marks that could be made now; None where nothing that was asked can have gone."""

    def is_about(self, case: RiskCase) -> bool:
        """Whether it takes back what this case was opened for."""
        is_asked = self.asked is None or case.mark in self.asked
        return is_asked and case.taken_back_at is None


@operation
def hear(
    db: Db,
    actor: Actor,
    told: ToldIn,
    cries: Sequence[Cry],
    before: Collection[str] = (),
    retraction: Retraction | None = None,
) -> list[RiskCase]:
    """Open a case for what is newly said, and note on each case what became of its answer.

    `before` are the places in which the answers that stood said something: what is said there
    still is heard already. Without a retraction nothing is taken back. Gives the cases opened.
    """
    cases = list(db.scalars(cases_of(told)))
    said = {cry.flag: cry for cry in reversed(cries)}
    fresh = {cry.flag for cry in cries if cry.place not in before}
    opened = []
    for flag, cry in said.items():
        known = [case for case in cases if case.mark == flag]
        waiting = [case for case in known if case.closed_at is None]
        for case in waiting:
            if case.taken_back_at is not None:
                case.taken_back_at = None
                _note(db, actor, case, SAID_AGAIN)
        if not waiting and (flag in fresh or not known):
            opened.append(_open(db, actor, told, cry))
    for case in cases:
        if retraction and case.mark not in said and retraction.is_about(case):
            case.taken_back_at = actor.at
            _note(db, actor, case, retraction.way, retraction.reason)
    return opened


def _open(db: Db, actor: Actor, told: ToldIn, cry: Cry) -> RiskCase:
    by = CaseOpening(
        flag=None if cry.kind is RiskKind.ITEM else cry.flag,
        sign=cry.sign,
        said=cry.words,
        item=cry.item,
        answer=cry.answer,
    )
    return open_risk_case(db, actor, told, cry.kind, by)


def _note(db: Db, actor: Actor, case: RiskCase, way: str, reason: str = "") -> None:
    # Without an account it was the program itself, which has no name to stand in a history.
    if actor.account_id is None:
        return
    action = RiskAction(case_id=case.id, account_id=actor.account_id, at=actor.at, way=way)
    write_sealed(db.keys, action, "words", reason.strip())
    db.add(action)
