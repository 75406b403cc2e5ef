"""Giving the open risk cases of whoever has no part in a group any more to who leads it now."""

from collections.abc import Sequence

from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.lookups.safety.left_cases import left_cases
from clinic.models.risk import RiskCase
from clinic.operations.safety.risk import pass_on_risk_case

DEED_NOUN = "risk"


@operation
def hand_on_left_cases(db: Db, actor: Actor) -> Sequence[RiskCase]:
    """Give each to those who lead its group now and tell them, for the worker's loop.

    A last day that was set hands over at once what is open then; this is for what came after, and
    for whoever cannot sign in any more.
    """
    return [pass_on_risk_case(db, actor, case) for case in left_cases(db, actor.at)]
