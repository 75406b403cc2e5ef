"""What a stored program says, parsed once for each version, with the safety of what ships."""

from functools import cache, lru_cache

from clinic.content.faults import ContentError
from clinic.content.programs import parse_program
from clinic.domain.programs.programs import Program as Plan
from clinic.domain.risk import RiskSign
from clinic.domain.safety.carried_marks import with_points_of
from clinic.models.programs import ProgramRow
from clinic.settings import ROOT

_SHIPPED = ROOT / "worksheets" / "programs"


def plan_of(row: ProgramRow) -> Plan:
    """Parse a stored program, and hear its points as those that ship; raises `ContentError`."""
    return _plan(row.source, f"{row.slug}.yaml")


@lru_cache(512)
def _plan(source: str, file: str) -> Plan:
    return with_points_of(parse_program(source, file), _risks())


@cache
def _risks() -> dict[str, RiskSign]:
    """Gather the marked points of every program that ships, by their words."""
    found: dict[str, RiskSign] = {}
    for path in sorted(_SHIPPED.glob("*.yaml")):
        try:
            plan = parse_program(path.read_text(encoding="utf-8"), path.name)
        except (OSError, ContentError):
            continue
        found |= dict(plan.point_risks)
    return found
