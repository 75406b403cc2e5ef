"""`clinic import-scores`: real scores from a CSV into a cohort."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

import click
from sqlalchemy.exc import NoResultFound

from clinic.cli.session import open_database, program_itself
from clinic.db import Db
from clinic.domain.clinic import ClinicSettings
from clinic.domain.cohorts import CohortPlan
from clinic.domain.enrollments import PaperNames
from clinic.domain.instruments import Direction, Instrument, score_only
from clinic.domain.messages import clinical_words
from clinic.domain.programs import Program, SessionKind
from clinic.domain.score_files import (
    MAX_CHARACTERS,
    MeasureColumn,
    ScoreFile,
    ScoreFileError,
    read_scores,
)
from clinic.models.cohorts import Cohort
from clinic.operations.score_import import NewCohort, import_into_new_cohort
from clinic.operations.score_import import import_scores as write_scores
from clinic.queries.content import program_of
from clinic.queries.system import account_named, cohort_led_by, newest_program
from clinic.settings import read_settings

_MOST_BYTES = 4 * MAX_CHARACTERS
_MOST_FAULTS = 20
_LONGEST_COHORT = 120
_LONGEST_DISCREET = 60
_LONGEST_KEY = 60
_MOST_PLACES = 200
_EARLIEST = 1900


@click.command("import-scores")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--cohort", required=True, help="Name of the cohort; made as a closed one if new.")
@click.option("--facilitator", required=True, help="Sign-in name of a therapist who may read it.")
@click.option(
    "--first-on", type=click.DateTime(["%Y-%m-%d"]), help="Day of session 1 (new cohort)."
)
@click.option("--program", default="safe-connections", show_default=True, help="Slug (new cohort).")
@click.option("--subject", default="id", show_default=True, help="Column that names the person.")
@click.option("--time", "time_column", default="time", show_default=True, help="Column of times.")
@click.option(
    "--measure",
    "measures",
    multiple=True,
    required=True,
    metavar="COLUMN:NAME:MIN:MAX:BETTER",
    help="A column of total scores, as in bdi:BDI:0:63:lower. May be repeated.",
)
@click.option(
    "--occasion",
    "occasions",
    multiple=True,
    metavar="TIME=LABEL@SESSION",
    help="What a time of the file means, as in 1=baseline@1. May be repeated; without it the times"
    " keep their names and are spread over the sessions in their order.",
)
def import_scores(  # one argument an option
    file: Path,
    cohort: str,
    facilitator: str,
    first_on: datetime | None,
    program: str,
    subject: str,
    time_column: str,
    measures: Sequence[str],
    occasions: Sequence[str],
) -> None:
    """Read total scores from a CSV FILE, one row a person and time, into a cohort."""
    declared = [_measure(text) for text in measures]
    meanings = [_occasion(text) for text in occasions]
    _refuse_twice("--measure", (measure.key for _, measure in declared))
    _refuse_twice("--occasion", (given for given, _ in meanings))
    _refuse_twice("--occasion", (label for _, (label, _) in meanings))
    columns = [_column(name, measure) for name, measure in declared]
    labels = {given: label for given, (label, _) in meanings}
    scores = _read(file, subject, time_column, columns, labels)
    totals = [measure for _, measure in declared]
    at = dict(meaning for _, meaning in meanings)
    with open_database(read_settings()) as db:
        target = _target(db, cohort, facilitator, first_on, program, len(scores.subjects))
        at = at or _spread(scores, _program(target))
        if isinstance(target, NewCohort):
            done = import_into_new_cohort(db, program_itself(), target, scores, totals, at)
        else:
            done = write_scores(db, program_itself(), target, scores, totals, at)
    click.echo(
        f"{cohort}: {done.scores} scores of {done.people} people on {len(declared)} measures; "
        f"{done.empty} cells were empty and stay without a score."
    )


def _read(
    file: Path,
    subject: str,
    time_column: str,
    columns: Sequence[MeasureColumn],
    labels: Mapping[str, str],
) -> ScoreFile:
    try:
        return read_scores(
            _text(file),
            subject=subject,
            time=time_column,
            columns=columns,
            occasions=labels or None,
        )
    except ScoreFileError as error:
        for fault in error.faults[:_MOST_FAULTS]:
            click.echo(f"{file.name}: {fault}", err=True)
        if (left := len(error.faults) - _MOST_FAULTS) > 0:
            click.echo(f"{file.name}: and {left} more", err=True)
        raise click.ClickException(f"{file.name} was not read; nothing was written.") from error


def _text(file: Path) -> str:
    if file.stat().st_size > _MOST_BYTES:
        raise click.ClickException(f"{file.name} is larger than a file of scores can be.")
    return file.read_bytes().decode("utf-8-sig", errors="replace")


def _measure(text: str) -> tuple[str, Instrument]:
    parts = [part.strip() for part in text.split(":")]
    try:
        column, name, lowest, highest, better = parts
        declared = score_only(
            column.lower(),
            name,
            minimum=float(lowest),
            maximum=float(highest),
            better=Direction(better),
        )
    except ValueError:
        raise click.UsageError(
            f"--measure {text}: expected COLUMN:NAME:MIN:MAX:BETTER, as in bdi:BDI:0:63:lower"
        ) from None
    low, high = declared.main.minimum, declared.main.maximum
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise click.UsageError(f"--measure {text}: the lowest score must be below the highest")
    if not column or not name or len(column) > _LONGEST_KEY or len(name) > _LONGEST_KEY:
        raise click.UsageError(
            f"--measure {text}: a column and a name have 1 to {_LONGEST_KEY} characters"
        )
    return column, declared


def _column(column: str, measure: Instrument) -> MeasureColumn:
    scale = measure.main
    return MeasureColumn(measure.key, column, scale.minimum, scale.maximum, scale.better)


def _occasion(text: str) -> tuple[str, tuple[str, int]]:
    given, _, rest = text.partition("=")
    label, _, session = rest.rpartition("@")
    if not given or not label or not session.isdecimal():
        raise click.UsageError(
            f"--occasion {text}: expected TIME=LABEL@SESSION, as in 1=baseline@1"
        )
    return given, (label, int(session))


def _refuse_twice(option: str, words: Iterable[str]) -> None:
    for word, count in Counter(words).items():
        if count > 1:
            raise click.UsageError(f"{option}: {word} is named twice")


def _target(
    db: Db, name: str, facilitator: str, first_on: datetime | None, slug: str, people: int
) -> Cohort | NewCohort:
    try:
        account = account_named(db, facilitator)
    except NoResultFound:
        raise click.UsageError(f"--facilitator {facilitator}: there is no such account") from None
    found = cohort_led_by(db, account, name)
    if found is not None:
        return found
    if not 0 < len(name.strip()) <= _LONGEST_COHORT:
        raise click.UsageError(f"--cohort: a name has 1 to {_LONGEST_COHORT} characters")
    if first_on is None:
        raise click.UsageError(
            f"{facilitator} leads no cohort {name} yet: name its first day with --first-on"
        )
    if not _EARLIEST <= first_on.year <= datetime.now(UTC).year:
        raise click.UsageError(
            f"--first-on {first_on:%Y-%m-%d}: a closed cohort lies in the past, from {_EARLIEST} on"
        )
    try:
        row = newest_program(db, slug)
    except NoResultFound:
        raise click.UsageError(f"--program {slug}: there is no such program") from None
    return NewCohort(_plan(name, first_on.date(), people), row, program_of(row), [account])


def _program(target: Cohort | NewCohort) -> Program:
    return target.program if isinstance(target, NewCohort) else program_of(target.program)


def _plan(name: str, first_on: date, people: int) -> CohortPlan:
    return CohortPlan(
        name=name,
        discreet_name=ClinicSettings().discreet_name
        if clinical_words(name)
        else name[:_LONGEST_DISCREET],
        first_on=first_on,
        begins_at=time(18, 0),
        duration_minutes=120,
        time_zone="UTC",
        capacity=min(people, _MOST_PLACES),  # as many as a cohort can have
        paper_names=PaperNames.CODE,
    )


def _spread(scores: ScoreFile, program: Program) -> dict[str, int]:
    """Lay the occasions over the regular sessions, the first on the first, the last on the last."""
    regular = [s.number for s in program.sessions if s.kind is SessionKind.REGULAR]
    last = max(len(scores.occasions) - 1, 1)
    return {
        occasion: regular[round(place * (len(regular) - 1) / last)]
        for place, occasion in enumerate(scores.occasions)
    }
