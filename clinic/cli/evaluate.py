"""`clinic evaluate`: reliable and clinically significant change, and effect sizes, from a CSV."""

import json
from functools import partial
from pathlib import Path
from typing import TypedDict, Unpack

import click

from clinic.cli.evaluate_reports import StudyReport
from clinic.cli.evaluate_reports import as_json as report_as_json
from clinic.cli.evaluate_reports import show as show_report
from clinic.cli.evaluate_summary import compare
from clinic.cli.option_types import Number, Word
from clinic.cli.table_options import Range, reading_of, refused, table_options, tell, text_of
from clinic.domain.measures.instruments import Direction
from clinic.domain.measures.score_cells import MeasureColumn
from clinic.domain.measures.score_files import ScoreColumns
from clinic.domain.measures.table_cells import DecimalSign, Outside
from clinic.domain.measures.table_files import TableFileError
from clinic.domain.outcomes.change import Distribution
from clinic.domain.outcomes.change_methods import BY_RELIABILITY, Method, Reliability
from clinic.domain.outcomes.comparisons import comparison_of
from clinic.domain.outcomes.courses import LARGEST, Study, read_study
from clinic.domain.outcomes.cutoffs import CutoffType
from clinic.domain.outcomes.evaluations import Evaluation, Rules, evaluate, evaluate_by_indices
from clinic.domain.outcomes.mixed_model import FEWEST_TIMES, slope_indices
from clinic.domain.outcomes.pairs import NotComputable, Sample, sample_of
from clinic.domain.outcomes.summaries import read_summary

_SHARE = Number(0, 1, is_open=True)
_ABOVE_0 = Number(0, 1e9, is_open=True)


class EvaluateOptions(TypedDict):
    """What was asked for, by the names of the options."""

    file: Path | None
    summary: str | None
    subject: str
    time_column: str
    value: str | None
    group: str | None
    control: str | None
    pre: str | None
    post: str | None
    times: str | None
    bounds: tuple[float, float] | None
    missing: frozenset[str]
    outside: Outside
    decimal: DecimalSign | None
    only: tuple[tuple[str, str], ...]
    better: Direction
    method: Method
    reliability: float | None
    reliability_post: float | None
    functional_mean: float | None
    functional_sd: float | None
    cutoff: CutoffType | None
    mid: float | None
    percent: float | None
    correlation: float | None
    is_json: bool


@click.command("evaluate")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False
)
@click.option("--summary", help="Means in place of a file: ARM:pre|post MEAN SD N; …")
@click.option("--subject", default="id", show_default=True, help="Column that names the person.")
@click.option("--time", "time_column", default="time", show_default=True, help="Column of times.")
@click.option("--value", help="Column of scores.")
@click.option("--group", help="Column of the arms of a study.")
@click.option("--control", help="Which group is the control.")
@click.option("--pre", help="Time before.")
@click.option("--post", help="Time after.")
@click.option(
    "--times", help="Every time in its order where names do not tell it, as pre,mid,post."
)
@click.option("--range", "bounds", type=Range(), help="The lowest and the highest score: 0-63.")
@table_options
@click.option("--better", type=Word(Direction), required=True)
@click.option("--method", type=Word(Method), default=Method.JT, show_default=True)
@click.option("--reliability", type=_SHARE, help="Of the instrument, between 0 and 1.")
@click.option("--reliability-post", type=_SHARE, help="After, for NK; as before without it.")
@click.option("--functional-mean", type=Number(), help="Mean of a group without the problem.")
@click.option("--functional-sd", type=_ABOVE_0, help="Its standard deviation.")
@click.option(
    "--cutoff",
    type=Word(CutoffType),
    help="After Jacobson & Truax 1991; without it c if a functional group is given, else none.",
)
@click.option("--mid", type=_ABOVE_0, help="Points that matter, for the method anchor.")
@click.option("--percent", type=Number(1, 100), help="As in 50, for the method percentage.")
@click.option("--correlation", type=Number(-1, 1), help="Of before and after, with --summary.")
@click.option("--json", "is_json", is_flag=True, help="Print JSON.")
def evaluate_scores(**given: Unpack[EvaluateOptions]) -> None:
    """Evaluate a group from a CSV FILE, one row a person and time, or from --summary."""
    if given["summary"] is not None and given["file"] is None:
        found = compare(
            read_summary(given["summary"]),
            given["better"],
            correlation=given["correlation"],
            control=given["control"],
        )
        as_json, show = found.as_json, found.show
    elif given["file"] is not None and given["summary"] is None:
        report = _report(given["file"], given)
        as_json, show = partial(report_as_json, report), partial(show_report, report)
    else:
        raise click.UsageError("Give either a CSV file or --summary.")
    if given["is_json"]:
        click.echo(json.dumps(as_json(), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        show()


def _report(file: Path, given: EvaluateOptions) -> StudyReport:
    value, before, after = given["value"], given["pre"], given["post"]
    if value is None or before is None or after is None:
        raise click.UsageError("A file needs --value, --pre and --post.")
    rules = _rules(given)
    study = _study(file, value, given)
    pre, post = study.check_time("--pre", before), study.check_time("--post", after)
    study.check_order(pre, post)
    if (control := given["control"]) is not None and control not in study.groups:
        found = ", ".join(study.groups) or "none without --group"
        raise click.UsageError(f"--control {control}: there is no such group; there are {found}.")
    result = _result(study, pre, post, rules)
    if isinstance(result, NotComputable):
        message = f"{file.name}, {value} from {pre} to {post}: not computable"
        raise click.ClickException(f"{message}: {result}.")
    return StudyReport(
        n=len(study.courses),
        rules=rules,
        result=result,
        carried=_carried(study, pre, post),
        groups=study.groups,
        comparison=comparison_of(study.groups, control) if study.groups else None,
    )


def _carried(study: Study, pre: str, post: str) -> Sample | NotComputable:
    pairs = study.carried_forward(pre, post)
    return pairs if isinstance(pairs, NotComputable) else sample_of(pairs)


def _rules(given: EvaluateOptions) -> Rules:
    method, reliability = given["method"], given["reliability"]
    mean, sd = given["functional_mean"], given["functional_sd"]
    needed = {
        "--reliability": method in BY_RELIABILITY and reliability is None,
        "--mid": method is Method.ANCHOR and given["mid"] is None,
        "--percent": method is Method.PERCENTAGE and given["percent"] is None,
    }
    for option, is_missing in needed.items():
        if is_missing:
            raise click.UsageError(f"The method {method} needs {option}.")
    if (mean is None) != (sd is None):
        raise click.UsageError("--functional-mean and --functional-sd belong together.")
    functional = None if mean is None or sd is None else Distribution(mean, sd)
    cutoff = given["cutoff"] or (CutoffType.C if functional else None)
    if cutoff in (CutoffType.B, CutoffType.C) and functional is None:
        raise click.UsageError(f"Cut-off {cutoff} needs --functional-mean and --functional-sd.")
    return Rules(
        method=method,
        better=given["better"],
        reliability=None
        if reliability is None
        else Reliability(reliability, given["reliability_post"] or reliability),
        cutoff=cutoff,
        functional=functional,
        mid=given["mid"] if method is Method.ANCHOR else None,
        percent=given["percent"] if method is Method.PERCENTAGE else None,
    )


def _study(file: Path, value: str, given: EvaluateOptions) -> Study:
    low, high = given["bounds"] or (-LARGEST, LARGEST)
    is_bounded = given["bounds"] is not None
    measure = MeasureColumn(value, value, low, high, given["better"], is_bounded)
    times = [time.strip() for time in (given["times"] or "").split(",") if time.strip()]
    try:
        text, told = text_of(file)
        study = read_study(
            text,
            ScoreColumns(given["subject"], given["time_column"], [measure], given["group"]),
            pre=given["pre"] or "",
            post=given["post"] or "",
            times=times or None,
            reading=reading_of(given["missing"], given["outside"], given["decimal"], given["only"]),
        )
    except TableFileError as error:
        raise refused(file, error) from error
    tell(file, [*told, *study.remarks])
    return study


def _result(study: Study, pre: str, post: str, rules: Rules) -> Evaluation | NotComputable:
    if rules.method is not Method.HLM:
        return evaluate(study.pairs(pre, post), rules)
    study.check_told()
    # Who missed the first or the last time has a slope all the same.
    span = study.between(pre, post)
    found = slope_indices(span)
    if isinstance(found, NotComputable):
        return found
    return evaluate_by_indices(span.first_and_last(FEWEST_TIMES), found, rules)
