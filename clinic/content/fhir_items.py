"""The questions of a Questionnaire of R4, R4B or R5, read by the parts that count.

A part that no score rests on and that is odd does not keep the questions from coming in: it is
named. A question whose answers cannot be scored is named with the reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from clinic.content.documents import UNTYPED
from clinic.content.fhir_answers import (
    LOINC,
    LONGEST_LABEL,
    FhirAnswer,
    Json,
    Origin,
    ValueSets,
    answers_of,
    dicts,
    words,
)
from clinic.content.fhir_export import EXTENSION

LONGEST_TEXT = 500
LONGEST_HEADING = 600
_CHOICES = {"choice", "open-choice", "coding"}  # the last is how R5 calls both
_ASKED = {*_CHOICES, "boolean", "integer"}
_QUIET = {"display", "group"}
_SAYS_NOTHING = {
    *("linkId", "extension", "code", "prefix", "text", "type", "required", "answerOption"),
    *("answerValueSet", "answerConstraint", "option", "options", "item", "maxLength", "id"),
    *("repeats", "readOnly", "definition", "disabledDisplay"),
}
"""What is read, or says nothing that a questionnaire of ours would lose."""
_READ_EXTENSIONS = (
    "/minValue",
    "/maxValue",
    "/questionnaire-hidden",
    "/questionnaire-optionPrefix",
)
_MOST_NAMED = 5


@dataclass(frozen=True)
class Question:
    """A question with its answers by rising value, and where those values come from."""

    link: str
    text: str
    heading: str
    options: tuple[tuple[int, str], ...]
    origin: Origin
    is_reversed: bool = False
    loinc: str = ""
    answer_codes: tuple[str, ...] = ()


@dataclass
class FoundItems:
    """What has been gathered on the way through the items."""

    sets: ValueSets
    questions: list[Question] = field(default_factory=list)
    lead_in: str = ""
    heading: str = ""
    total: str = ""
    """The LOINC code of the score that the file computes itself."""
    lost: list[str] = field(default_factory=list)
    has_weights: bool = False
    """Whether any answer has a weight, be it one that cannot be read."""
    turned: list[str] = field(default_factory=list)
    """Questions whose answers stood from the highest value to the lowest."""
    _links: set[str] = field(default_factory=set)
    _odd: dict[str, list[str]] = field(default_factory=dict)

    def lose(self, link: str, reason: str) -> None:
        """Note what cannot be taken of a question."""
        self.lost.append(f"question {link[:40]}: {reason}")

    def note_links(self, link: str, at: str) -> str:
        """Give a name for an item, whatever its linkId is."""
        if not link:
            return at
        if link in self._links:
            self.lose(link, f"its linkId stands twice, again at {at}")
        self._links.add(link)
        return link

    def note_odd(self, link: str, part: str) -> None:
        """Note a part that is not read; one line each, however many questions have it."""
        self._odd.setdefault(part, []).append(link[:40])

    def keep_worded(self) -> None:
        """Leave out questions without words where others have some: a wording is complete."""
        for each in self.questions:
            if not each.text and any(other.text for other in self.questions):
                self.lose(each.link, "it has no words")
        worded = [each for each in self.questions if each.text]
        self.questions = worded or self.questions

    def odd_parts(self) -> list[str]:
        """Name what was not read with the questions that have it."""
        return [f"{named(links)}: {part}" for part, links in self._odd.items()]


def walk(items: object, found: FoundItems, path: str = "item", *, inside: str = "") -> None:
    """Read items and what stands below them; `inside` names the question that holds them."""
    if not isinstance(items, list):
        if items is not None:
            found.lost.append(f"{path}: a list of questions was expected")
        return
    for place, item in enumerate(items):
        at = f"{path}[{place}]"
        if not isinstance(item, dict):
            found.lost.append(f"{at}: a question was expected")
            continue
        link = found.note_links(str(item.get("linkId") or ""), at)
        if "modifierExtension" in item:
            found.lose(
                link, "a modifierExtension, which may turn its meaning; left out with all below it"
            )
            continue
        if is_on(item, "questionnaire-hidden"):
            found.lose(link, "hidden in the file")
            continue
        _note_unread(item, link, found)
        kind = _kind(item)
        if kind in _QUIET:
            _take_words(item, link, inside, found)
        elif kind in _ASKED:
            _take_question(item, kind, link, at, found)
        else:
            _lose_kind(item, kind, link, found)
        is_question = kind not in _QUIET
        walk(item.get("item"), found, f"{at}.item", inside=link if is_question else inside)


def _kind(item: Json) -> str:
    """Give the type of an item; R5 lets texts be chosen from a list, which makes them choices."""
    kind = str(item.get("type") or "")
    has_list = "answerOption" in item or "answerValueSet" in item
    return "choice" if has_list and kind in {"", "string", "text"} else kind


def is_on(item: Json, name: str) -> bool:
    """Say whether an extension of a name is true."""
    return any(
        str(each.get("url", "")).rpartition("/")[2] == name and each.get("valueBoolean") is True
        for each in dicts(item.get("extension"))
    )


def _note_unread(item: Json, link: str, found: FoundItems) -> None:
    for name in sorted(set(item) - _SAYS_NOTHING):
        if not name.startswith("_"):
            found.note_odd(link, name[:40])
    for each in dicts(item.get("extension")):
        url = str(each.get("url", ""))
        if not url.startswith(EXTENSION) and not url.endswith(_READ_EXTENSIONS):
            found.note_odd(link, f"the extension {url[:80]}")


def _take_words(item: Json, link: str, inside: str, found: FoundItems) -> None:
    """Words before the first question lead in; words further on stand before the next one."""
    text = words(item.get("text"))
    if not text:
        return
    is_first = not found.questions and not found.lead_in
    whole = text if is_first else f"{found.heading} {text}".strip()
    if inside:
        found.lose(link, f"words that stand below question {inside[:40]}")
    elif UNTYPED.search(text) or len(whole) > LONGEST_HEADING:
        found.lose(link, f"words of more than {LONGEST_HEADING} characters, or that do not print")
    elif is_first:
        found.lead_in = text
    else:
        found.heading = whole


def _lose_kind(item: Json, kind: str, link: str, found: FoundItems) -> None:
    url = "calculatedExpression"
    is_score = any(str(each.get("url", "")).endswith(url) for each in dicts(item.get("extension")))
    if not is_score:
        found.lose(link, f"answers of the type {kind[:40] or 'that is not said'} have no score")
        return
    found.lose(link, "a score that the file computes by a formula, in whose place the sum stands")
    found.total = found.total or _loinc(item)


def _take_question(item: Json, kind: str, link: str, at: str, found: FoundItems) -> None:
    text = words(item.get("text"))
    if len(text) > LONGEST_TEXT or UNTYPED.search(text):
        found.lose(link, f"words of more than {LONGEST_TEXT} characters, or that do not print")
        return
    if kind in _CHOICES and item.get("repeats") is True:
        found.lose(link, "more than one answer may be chosen, which makes no single value")
        return
    answers = _answers(item, kind, link, found)
    if isinstance(answers, str):
        found.lose(link, answers)
        return
    origin = answers[0].origin
    found.has_weights |= origin is Origin.WEIGHT
    codes = _values(answers, at)
    if isinstance(codes, str):
        found.lose(link, codes)
        return
    ordered = sorted(zip(codes, answers, strict=True), key=lambda pair: pair[0])
    if [code for code, _ in ordered] != codes:
        found.turned.append(link[:40])
    found.questions.append(
        Question(
            link=link,
            text=text,
            heading=found.heading,
            options=tuple((code, _label(one, link, found)) for code, one in ordered),
            origin=origin,
            is_reversed=_is_ours(item, "reversed"),
            loinc=_loinc(item),
            answer_codes=tuple(one.loinc for _, one in ordered),
        )
    )
    found.heading = ""


def _is_ours(item: Json, name: str) -> bool:
    """Say whether an item has an extension of ours."""
    return any(each.get("url") == f"{EXTENSION}{name}" for each in dicts(item.get("extension")))


def _answers(item: Json, kind: str, link: str, found: FoundItems) -> list[FhirAnswer] | str:
    """List the answers that have a value, all from one origin; say why where there are none."""
    if kind == "boolean":
        found.lose(link, "yes and no were given the codes 1 and 0")
        return [FhirAnswer("No", 0, Origin.PLACE), FhirAnswer("Yes", 1, Origin.PLACE)]
    if kind == "integer" and not item.get("answerOption"):
        return _integers(item)
    if kind == "open-choice" or str(item.get("answerConstraint", "")).startswith("optionsOr"):
        found.lose(link, "an answer in one’s own words")
    answers = answers_of(item, found.sets)
    if isinstance(answers, str):
        return answers
    best = min(answer.origin for answer in answers)
    if best in {Origin.WEIGHT, Origin.CODE}:
        for answer in answers:
            if answer.origin is not best:
                found.lose(link, f"the answer “{answer.label[:40]}”, which has no value")
        answers = [answer for answer in answers if answer.origin is best]
    elif best is not max(answer.origin for answer in answers):
        places = enumerate(answers)
        answers = [FhirAnswer(a.label, place, Origin.PLACE, a.loinc) for place, a in places]
    if len(answers) < 2:
        return "fewer than two answers with codes"
    return answers


def _integers(item: Json) -> list[FhirAnswer] | str:
    ends = {}
    for each in dicts(item.get("extension")):
        name = str(each.get("url", "")).rpartition("/")[2]
        if name in {"minValue", "maxValue"} and type(each.get("valueInteger")) is int:
            ends[name] = each["valueInteger"]
    if len(ends) < 2:
        return "a number without a lowest and a highest value"
    low, high = ends["minValue"], ends["maxValue"]
    if not 0 <= low < high <= 100:
        return "a number that is not between 0 and 100"
    return [FhirAnswer("", value, Origin.CODE) for value in range(low, high + 1)]


def _values(answers: list[FhirAnswer], at: str) -> list[int] | str:
    values = []
    for place, answer in enumerate(answers):
        value = answer.value
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 0 <= value <= 100 or value != int(value):
            return f"values that are not whole numbers from 0 to 100 at {at}.answerOption[{place}]"
        values.append(int(value))
    if len(set(values)) < len(values):
        return "two answers with the same value, which could not be told apart"
    return values


def _label(answer: FhirAnswer, link: str, found: FoundItems) -> str:
    label = UNTYPED.sub("", answer.label)
    if len(label) <= LONGEST_LABEL:
        return label
    found.lose(link, f"the end of the answer “{label[:40]}…”, which is too long")
    return f"{label[: LONGEST_LABEL - 1]}…"


def _loinc(item: Mapping[str, Any]) -> str:
    codes = (c.get("code") for c in dicts(item.get("code")) if c.get("system") == LOINC)
    return str(next(codes, None) or "")


def named(links: Iterable[str]) -> str:
    """Name questions, the first few of many."""
    links = list(dict.fromkeys(links))
    if len(links) == 1:
        return f"question {links[0]}"
    named = ", ".join(links[:_MOST_NAMED])
    more = f" and {len(links) - _MOST_NAMED} more" if links[_MOST_NAMED:] else ""
    return f"questions {named}{more}"
