"""A trial of a questionnaire while it is made: typed answers, scored with every step in sight."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from clinic.content.instrument_forms import Draft
from clinic.domain.measures.answer_files import read_answer
from clinic.domain.measures.instruments import Instrument
from clinic.domain.measures.score_steps import Working, workings
from clinic.domain.measures.scoring import (
    Incomplete,
    ItemFault,
    Result,
    RiskAnswer,
    RiskState,
    check_answers,
    flags,
    score,
)
from clinic.domain.text import N_


@dataclass(frozen=True)
class Trial:
    """What a draft makes of answers, or what keeps it from being used."""

    draft: Draft
    answers: Mapping[int, int | None] = field(default_factory=dict)
    is_example: bool = False
    """No answer was typed, so the made-up ones of the draft stand in."""
    faults: tuple[ItemFault, ...] = ()
    result: Result | None = None
    ways: Mapping[str, Working] = field(default_factory=dict)
    risks: tuple[RiskAnswer, ...] = ()

    @property
    def instrument(self) -> Instrument | None:
        """Give the questionnaire, where the draft has no fault."""
        return self.draft.instrument

    @property
    def flagged(self) -> tuple[RiskAnswer, ...]:
        """List the answers that would open a risk case."""
        return tuple(risk for risk in self.risks if risk.state is RiskState.FLAGGED)

    def incomplete(self, key: str) -> Incomplete | None:
        """Give the reason why a scale has no score, where it has none."""
        one = self.result.scales[key] if self.result else None
        return one if isinstance(one, Incomplete) else None


def trial_of(draft: Draft, typed: Mapping[int, str]) -> Trial:
    """Score what was typed; without a single answer, score the example."""
    instrument = draft.instrument
    if instrument is None:
        return Trial(draft)
    answers: dict[int, int | None] = {}
    faults = []
    for item, text in typed.items():
        try:
            answers[item] = read_answer(text)
        except ValueError:
            message = N_("The answer to question %(item)s must be a whole number.")
            faults.append(ItemFault(item, message, {"item": item}))
    is_example = not any(code is not None for code in answers.values()) and not faults
    if is_example and instrument.example is not None:
        answers = dict(zip(instrument.codes, instrument.example.answers, strict=False))
    faults += check_answers(instrument, answers)
    if faults:
        return Trial(draft, answers, is_example, tuple(faults))
    return Trial(
        draft,
        answers,
        is_example,
        (),
        score(instrument, answers),
        workings(instrument, answers),
        flags(instrument, answers),
    )
