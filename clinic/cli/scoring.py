"""`clinic score`: the scores of a questionnaire's answers, one filling or a file of them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from clinic.cli.table_options import gap_options, reading_of, refused, tell, text_of
from clinic.content.instrument_files import shipped, shipped_keys
from clinic.domain.errors import Refused
from clinic.domain.measures.answer_files import (
    ITEMS,
    AnswerFile,
    read_answer,
    read_answers,
    read_mark,
)
from clinic.domain.measures.instruments import Instrument
from clinic.domain.measures.line_marks import MarkUnit, marks_in
from clinic.domain.measures.scoring import (
    AlgorithmOutcome,
    AnswerError,
    Incomplete,
    IncompleteReason,
    Result,
    RiskState,
    Score,
    flags,
    score,
)
from clinic.domain.measures.table_cells import Outside, TableReading
from clinic.domain.measures.table_files import TableFileError
from clinic.domain.table_exports import table_of

_DECIMALS = 6
"""Beyond these a float shows how it was computed rather than what was scored."""


@click.command("score")
@click.argument("key")
@click.option("--answers", metavar="CODES", help="Raw codes in printed order, as in 0,1,,3.")
@click.option(
    "--csv",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with columns item_1 to item_n; an empty cell was not answered.",
)
@click.option(
    "--items",
    default=ITEMS,
    show_default=True,
    help="How the file calls the columns of the questions; the star is their number.",
)
@gap_options
@click.option("--json", "as_json", is_flag=True, help="JSON, one object a filling.")
def score_answers(  # one argument an option
    key: str,
    answers: str | None,
    file: Path | None,
    items: str,
    missing: frozenset[str],
    outside: Outside,
    as_json: bool,
) -> None:
    """Score answers to the instrument KEY, for instance phq-9; needs no database."""
    instrument = _instrument(key)
    if (answers is None) == (file is None):
        raise click.UsageError("Give either --answers or --csv.")
    if items.count("*") != 1:
        raise click.UsageError(f"--items {items}: expected one star, as in phq9_*")
    if file is not None:
        fillings = _read(file, instrument, items, reading_of(missing, outside))
        click.echo(_lines(instrument, fillings) if as_json else _table(instrument, fillings))
    else:
        scored = summary(instrument, _typed(instrument, answers or ""))
        click.echo(json.dumps(scored, ensure_ascii=False) if as_json else _words(scored))


def summary(instrument: Instrument, answers: Mapping[int, int | None]) -> dict[str, object]:
    """Give one filling as the documented object; its names are stable."""
    result = score(instrument, answers)
    risks = flags(instrument, answers)
    given = [item for item in instrument.scored_items if answers.get(item) is not None]
    found: dict[str, object] = {
        "instrument": instrument.key,
        "form": instrument.form,
        "answered": len(given),
        "missing": len(instrument.scored_items) - len(given),
        "scores": {
            key: round(each.value, _DECIMALS) if isinstance(each, Score) else None
            for key, each in result.scales.items()
        },
        "incomplete": _reasons(instrument, result),
        "bands": {
            key: each.band.label
            for key, each in result.scales.items()
            if isinstance(each, Score) and each.band is not None
        },
        "flags": [risk.item for risk in risks if risk.state is RiskState.FLAGGED],
    }
    unknown = [risk.item for risk in risks if risk.state is RiskState.UNKNOWN]
    if unknown:
        found["unknown"] = unknown
    if rules := _rules(instrument, result):
        found["rules"] = rules
    if result.outcomes:
        found["findings"] = {key: _finding(each) for key, each in result.outcomes.items()}
    return found


def _rules(instrument: Instrument, result: Result) -> dict[str, str]:
    """Name the rule of each score that was not made of all its answers."""
    return {
        key: f"{each.rule}, prorated" if each.is_prorated else each.rule
        for key, each in result.scales.items()
        if isinstance(each, Score) and each.missing
    }


def _finding(each: AlgorithmOutcome | Incomplete) -> dict[str, object]:
    if isinstance(each, Incomplete):
        return {"finding": None, "label": None, "incomplete": _reason(each, 0)}
    return {"finding": each.finding.key, "label": each.finding.label, "met": list(each.met)}


def _instrument(key: str) -> Instrument:
    known = shipped_keys()
    if key.lower() not in known:
        raise click.UsageError(f"There is no instrument {key}. There are: {', '.join(known)}")
    return shipped(key.lower())


def _typed(instrument: Instrument, text: str) -> dict[int, int | None]:
    asked = [item.number for item in instrument.asked]
    cells = text.split(",")
    if len(cells) > len(asked):
        raise click.UsageError(
            f"--answers: {instrument.short_name} has {len(asked)} questions, found {len(cells)}"
            " answers"
        )
    if instrument.marks is not None:
        return _typed_marks(instrument.marks, asked, cells)
    answers: dict[int, int | None] = dict.fromkeys(asked)
    for number, cell in zip(asked, cells, strict=False):
        try:
            answers[number] = read_answer(cell)
        except ValueError:
            raise click.UsageError(
                f"--answers: the answer to question {number} must be a whole number,"
                f" found “{cell.strip()[:40]}”"
            ) from None
    try:
        score(instrument, answers)
    except AnswerError as error:
        fault = error.faults[0]
        raise click.UsageError(f"--answers: {fault.message % fault.params}") from None
    return answers


def _typed_marks(
    unit: MarkUnit, asked: Sequence[int], cells: Sequence[str]
) -> dict[int, int | None]:
    numbers: dict[int, float | None] = dict.fromkeys(asked)
    for number, cell in zip(asked, cells, strict=False):
        try:
            numbers[number] = read_mark(cell)
        except ValueError:
            raise click.UsageError(
                f"--answers: question {number} takes a mark such as 9.5 or 95, found"
                f" “{cell.strip()[:40]}”"
            ) from None
    try:
        return marks_in(unit, numbers)
    except Refused as refused:
        raise click.UsageError(f"--answers: {refused}") from None


def _read(file: Path, instrument: Instrument, items: str, reading: TableReading) -> AnswerFile:
    try:
        text, told = text_of(file)
        found = read_answers(text, instrument, items=items, reading=reading)
    except TableFileError as error:
        raise refused(file, error) from None
    tell(file, [*told, *found.remarks])
    return found


def _reasons(instrument: Instrument, result: Result) -> dict[str, str]:
    return {
        scale.key: _reason(each, scale.missing_rule.up_to)
        for scale in instrument.scales
        if isinstance(each := result.scales[scale.key], Incomplete)
    }


def _reason(each: Incomplete, allowed: int) -> str:
    if each.reason is IncompleteReason.EMPTY:
        return "no answers"
    total = each.answered + each.missing
    limit = f"at most {allowed} may be" if allowed else "none may be"
    return f"{each.missing} of {total} answers are missing, {limit}"


def _lines(instrument: Instrument, fillings: AnswerFile) -> str:
    return "\n".join(
        json.dumps(summary(instrument, row.answers), ensure_ascii=False) for row in fillings.rows
    )


def _table(instrument: Instrument, fillings: AnswerFile) -> str:
    """Write the file again with columns added, whose names start with `score_`."""
    keys = [scale.key for scale in instrument.scales]
    banded = [scale.key for scale in instrument.scales if scale.bands]
    findings = [algorithm.key for algorithm in instrument.algorithms]
    added = [
        *("answered", "missing", *keys),
        *(f"{key}_band" for key in banded),
        *findings,
        *("incomplete", "rules", "flags", "unknown"),
    ]
    columns = [f"score_{name}" for name in added]
    taken = set(columns) & set(fillings.columns)
    if taken:
        raise click.ClickException(f"The column {min(taken)} stands in the file already.")
    found = [(row, _cells(summary(instrument, row.answers))) for row in fillings.rows]
    lines = [[*row.cells, *(cells.get(name, "") for name in added)] for row, cells in found]
    return table_of([[*fillings.columns, *columns], *lines]).rstrip("\n")


def _cells(found: Mapping[str, object]) -> dict[str, str]:
    """Give the parts of a summary as text, by the name of their column."""
    parts = {name: part for name, part in found.items() if isinstance(part, dict)}
    cells = {name: str(found[name]) for name in ("answered", "missing")}
    cells |= {key: _number(value) for key, value in parts["scores"].items()}
    cells |= {f"{key}_band": label for key, label in parts["bands"].items()}
    cells |= {key: each["label"] or "" for key, each in parts.get("findings", {}).items()}
    for name in ("incomplete", "rules"):
        cells[name] = "; ".join(f"{key}: {why}" for key, why in parts.get(name, {}).items())
    for name in ("flags", "unknown"):
        items = found.get(name)
        cells[name] = " ".join(map(str, items)) if isinstance(items, list) else ""
    return cells


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".")


def _words(found: Mapping[str, object]) -> str:
    cells = _cells(found)
    return "\n".join(
        [
            f"{found['instrument']}, {found['form']}",
            *(f"{name}: {value}" for name, value in cells.items() if value),
        ]
    )
