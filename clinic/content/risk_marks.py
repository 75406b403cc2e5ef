"""Reading what a field or an option says of a person who fills it in."""

from clinic.content.sections import FileSection
from clinic.domain.risk import RiskSign


def read_risk(section: FileSection) -> RiskSign | None:
    """Read the mark of an option, or of a place where any words are reason to look."""
    return section.word("risk", RiskSign) if section.has("risk") else None


def read_risk_from(
    section: FileSection, minimum: float | None, maximum: float | None
) -> tuple[RiskSign | None, float | None]:
    """Read the mark of a number as `{sign: …, at_least: …}`: from which answer on it is heard."""
    mark = section.section("risk")
    if mark is None:
        return None, None
    sign = mark.word("sign", RiskSign)
    low = -1_000_000 if minimum is None else minimum
    high = 1_000_000 if maximum is None else maximum
    bound = mark.number("at_least", low, high)
    if not mark.has("at_least"):
        mark.fault("at_least", "at_least, the first answer that asks for a look")
    mark.done()
    return sign, bound
