"""The worked example of an instrument file, held against the rules that stand above it."""

import math

from clinic.content.sections import FileSection
from clinic.domain.measures.instruments import Example, Instrument
from clinic.domain.measures.scoring import AlgorithmOutcome, Score, check_answers, score

MOST = 100_000
_CLOSE_ENOUGH = 0.0006
"""A file holds three decimals."""


def read_example(section: FileSection) -> Example | None:
    """Read the example, where there is one."""
    found = section.section("example")
    if found is None:
        return None
    scores = found.section("scores")
    findings = found.section("findings")
    example = Example(
        answers=found.wholes("answers", 0, 100),
        scores=tuple((key, scores.number(key, -MOST, MOST) or 0.0) for key in scores.all_keys())
        if scores
        else (),
        findings=tuple((key, findings.text(key, 40)) for key in findings.all_keys())
        if findings
        else (),
    )
    found.done()
    return example


def check_example(instrument: Instrument, section: FileSection) -> None:
    """Score the example; what the rules make of it is what the file says."""
    example = instrument.example
    if example is None:
        return
    found = section.section("example")
    assert found is not None  # noqa: S101 - the example was read from it
    if len(example.answers) != len(instrument.items) or check_answers(instrument, example.answers):
        found.fault("answers", f"{len(instrument.items)} answers that the form offers")
        return
    result = score(instrument, example.answers)
    written = dict(example.scores)
    if set(written) != set(result.scales):
        found.fault("scores", f"a score for each of {', '.join(result.scales)}")
    for key, each in result.scales.items():
        if not isinstance(each, Score) or key not in written:
            continue
        if not math.isclose(each.value, written[key], abs_tol=_CLOSE_ENOUGH):
            found.fault("scores", f"{key} to be {each.value:g}, as its rule gives")
    reached = {
        key: each.finding.key
        for key, each in result.outcomes.items()
        if isinstance(each, AlgorithmOutcome)
    }
    if dict(example.findings) != reached:
        words = ", ".join(f"{key}: {finding}" for key, finding in reached.items()) or "none"
        found.fault("findings", f"the findings that the criteria give: {words}")
