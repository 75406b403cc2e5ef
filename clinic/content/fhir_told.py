"""What an imported Questionnaire's reader is told: what was read, and what Hearth set itself."""

from collections import Counter
from collections.abc import Sequence

from clinic.content.fhir_answers import Origin
from clinic.content.fhir_items import Question, named

_SET_BY = {
    Origin.CODE: "the values of the answers are their codes",
    Origin.PREFIX: "the values of the answers are the numbers before them",
    Origin.PLACE: "the answers have no values, so each was given its place from 0",
}


def told_read(
    questions: Sequence[Question], split: int, lead_in: str, *, has_loinc: bool
) -> list[str]:
    """Say what came in, questions with the same values together."""
    scored, others = questions[:split], questions[split:]
    kinds = Counter(tuple(value for value, _ in each.options) for each in scored)
    found = [f"{_count(count)} with the values {_row(values)}" for values, count in kinds.items()]
    if others:
        found.append(f"{_count(len(others))} that no score rests on")
    if lead_in:
        found.append("the words before the questions")
    if has_loinc:
        found.append("LOINC codes of the whole, the questions and the answers")
    return found


def told_new(questions: Sequence[Question], split: int, turned: Sequence[str]) -> list[str]:
    """Say what stands in the measure and did not stand so in the file."""
    found = []
    for origin, words in _SET_BY.items():
        links = [each.link for each in questions[:split] if each.origin is origin]
        if links:
            found.append(f"{named(links)}: {words}")
    if turned:
        found.append(
            f"{named(turned)}: the answers stand from the lowest value to the highest here, and"
            " otherwise in the file"
        )
    if links := [each.link for each in questions[split:]]:
        found.append(
            f"{named(links)}: no score rests on it, for its answers have no value; it stands last"
            if len(links) == 1
            else f"{named(links)}: no score rests on them, for their answers have no values; they"
            " stand last"
        )
    return found


def _count(number: int) -> str:
    return "1 question" if number == 1 else f"{number} questions"


def _row(values: tuple[int, ...]) -> str:
    if len(values) > 5 and values == tuple(range(values[0], values[-1] + 1)):
        return f"{values[0]} to {values[-1]}"
    return ", ".join(map(str, values))
