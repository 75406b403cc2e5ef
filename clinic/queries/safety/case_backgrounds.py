"""What stands beside a risk case: whom to call, the safety plan, and what was before."""

from dataclasses import dataclass
from datetime import datetime

from clinic.db import Db
from clinic.domain.access import Reader
from clinic.domain.people.consents import ConsentState
from clinic.domain.people.contacts import ContactFacts
from clinic.lookups.people.contacts import contact_facts_of
from clinic.models.enrollments import Enrollment
from clinic.models.risk import RiskCase
from clinic.models.sealed import read_sealed
from clinic.queries.people.consents import consent_of
from clinic.queries.safety.risk import CaseLine, cases_about
from clinic.queries.safety.safety_plans import SafetyPlan, shared_plan_of


@dataclass(frozen=True, slots=True)
class OtherCase:
    """Another case of the same person, in a group of the reader's."""

    line: CaseLine
    action: str | None
    """What was done, in the words in which it was closed; None while it is open."""


@dataclass(frozen=True, slots=True)
class CaseBackground:
    """What is known of a person beside what opened the case."""

    contact: ContactFacts
    agreement: ConsentState
    """How her agreement to take part stands."""
    plan: SafetyPlan | None
    others: tuple[OtherCase, ...]


def case_background(db: Db, reader: Reader, case: RiskCase, now: datetime) -> CaseBackground:
    """Give what stands beside a case that the caller has been given already."""
    enrollment = case.enrollment
    lines = cases_about(
        db, reader, now, Enrollment.client_id == enrollment.client_id, RiskCase.id != case.id
    )
    return CaseBackground(
        contact=contact_facts_of(db, enrollment.client),
        agreement=consent_of(db, reader, enrollment.public_id).state,
        plan=shared_plan_of(db, reader, enrollment.client_id),
        others=tuple(OtherCase(line, read_sealed(db.keys, line.case, "action")) for line in lines),
    )
