"""`clinic import-scores`: real scores from a CSV into a cohort."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TypedDict, Unpack

import click
from sqlalchemy.exc import NoResultFound

from clinic.cli.command_context import open_database, program_itself
from clinic.cli.table_options import reading_of, table_options, tell, text_of
from clinic.db import Db
from clinic.domain.clinic.settings import ClinicSettings
from clinic.domain.enrollments import PaperNames
from clinic.domain.groups.cohorts import CohortPlan
from clinic.domain.measures.instruments import Direction, Instrument, score_only
from clinic.domain.measures.score_cells import MeasureColumn
from clinic.domain.measures.score_files import ScoreColumns, ScoreFile, read_scores
from clinic.domain.measures.table_cells import DecimalSign, Outside, TableReading
from clinic.domain.measures.table_files import TableFileError
from clinic.domain.measures.time_order import spread
from clinic.domain.post.messages import clinical_words
from clinic.domain.programs.programs import SessionKind
from clinic.lookups.clinic.settings import clinic_settings
from clinic.lookups.clinic.system import (
    account_named,
    cohort_led_by,
    newest_program,
    occasions_standing,
    score_import_named,
)
from clinic.lookups.measures.score_files import check_closed
from clinic.lookups.programs.content import program_of
from clinic.models.cohorts import Cohort
from clinic.operations.measures.import_undoing import undo_import
from clinic.operations.measures.score_imports import NewCohort, import_into_new_cohort
from clinic.operations.measures.score_imports import import_scores as write_scores
from clinic.settings import read_settings

_MOST_FAULTS = 20
_LONGEST_COHORT = 120
_LONGEST_DISCREET = 60
_LONGEST_KEY = 60
_MOST_PLACES = 200
_EARLIEST = 1900


class ImportOptions(TypedDict):
    """What was asked for, by the names of the options."""

    file: Path
    cohort: str
    facilitator: str
    first_on: datetime | None
    program: str
    subject: str
    time_column: str
    measures: Sequence[str]
    occasions: Sequence[str]
    missing: frozenset[str]
    outside: Outside
    decimal: DecimalSign | None
    only: tuple[tuple[str, str], ...]


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
    " keep their names and are spread over the sessions by their numbers or dates.",
)
@table_options
@click.option(
    "--undo",
    metavar="ID",
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, _param, value: _undo(ctx, value) if value else None,
    help="Take back what the file with this id brought, and do nothing else.",
)
def import_scores(**given: Unpack[ImportOptions]) -> None:
    """Read total scores from a CSV FILE, one row a person and time, into a cohort."""
    declared = [_measure(text) for text in given["measures"]]
    meanings = [_occasion(text) for text in given["occasions"]]
    _refuse_twice("--measure", (measure.key for _, measure in declared))
    _refuse_twice("--occasion", (time for time, _ in meanings))
    _refuse_twice("--occasion", (label for _, (label, _) in meanings))
    columns = [_column(name, measure) for name, measure in declared]
    labels = {time: label for time, (label, _) in sorted(meanings, key=lambda m: m[1][1])}
    scores = _read(
        given["file"],
        ScoreColumns(given["subject"], given["time_column"], columns),
        labels,
        reading_of(given["missing"], given["outside"], given["decimal"], given["only"]),
    )
    totals = [measure for _, measure in declared]
    at = dict(meaning for _, meaning in meanings)
    by, scores = program_itself(), replace(scores, name=given["file"].name)
    with open_database(read_settings()) as db:
        target = _target(db, given, len(scores.subjects))
        at = at or _spread(db, scores, target)
        if isinstance(target, NewCohort):
            done = import_into_new_cohort(db, by, target, scores, totals, at)
        else:
            done = write_scores(db, by, target, scores, totals, at)
    click.echo(
        f"{given['cohort']}: {done.scores} scores of {done.people} people on {len(declared)} "
        f"measures; {done.empty} cells were empty and stay without a score. "
        f"Times: {_places(at, scores.occasions)}. "
        f"To take it back: clinic import-scores --undo {done.public_id}"
    )


def _undo(ctx: click.Context, public_id: str) -> None:
    with open_database(read_settings()) as db:
        try:
            imported = score_import_named(db, public_id)
        except NoResultFound:
            raise click.UsageError(f"--undo {public_id}: there is no such import") from None
        done = undo_import(db, program_itself(), imported)
        name = imported.cohort_name
    cohort = f" {name} was recorded for this file and went with it." if done.has_cohort else ""
    click.echo(f"{name}: {done.scores} scores and {done.people} people were taken back.{cohort}")
    ctx.exit()


def _read(
    file: Path, columns: ScoreColumns, labels: Mapping[str, str], reading: TableReading
) -> ScoreFile:
    try:
        text, told = text_of(file)
        found = read_scores(text, columns, occasions=labels or None, reading=reading)
    except TableFileError as error:
        for fault in error.faults[:_MOST_FAULTS]:
            click.echo(f"{file.name}: {fault}", err=True)
        if (left := len(error.faults) - _MOST_FAULTS) > 0:
            click.echo(f"{file.name}: and {left} more", err=True)
        raise click.ClickException(f"{file.name} was not read; nothing was written.") from error
    tell(file, [*told, *found.remarks])
    return found


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


def _target(db: Db, given: ImportOptions, people: int) -> Cohort | NewCohort:
    name, facilitator, first_on = given["cohort"], given["facilitator"], given["first_on"]
    slug = given["program"]
    try:
        account = account_named(db, facilitator)
    except NoResultFound:
        raise click.UsageError(f"--facilitator {facilitator}: there is no such account") from None
    found = cohort_led_by(db, account, name, datetime.now(UTC))
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
            f"--first-on {first_on:%Y-%m-%d}: a closed cohort is in the past, from {_EARLIEST} on"
        )
    try:
        row = newest_program(db, slug)
    except NoResultFound:
        raise click.UsageError(f"--program {slug}: there is no such program") from None
    plan = _plan(name, first_on.date(), people, clinic_settings(db))
    return NewCohort(plan, row, [account])


def _plan(name: str, first_on: date, people: int, clinic: ClinicSettings) -> CohortPlan:
    return CohortPlan(
        name=name,
        discreet_name=clinic.discreet_name if clinical_words(name) else name[:_LONGEST_DISCREET],
        first_on=first_on,
        begins_at=time(18, 0),
        duration_minutes=120,
        time_zone=clinic.time_zone,
        capacity=min(people, _MOST_PLACES),  # as many as a cohort can have
        paper_names=PaperNames.CODE,
    )


def _spread(db: Db, scores: ScoreFile, target: Cohort | NewCohort) -> dict[str, int]:
    if isinstance(target, NewCohort):
        program, standing = program_of(target.program_row), dict[str, int]()
    else:
        check_closed(target)
        program, standing = program_of(target.program), occasions_standing(db, target)
    regular = [s.number for s in program.sessions if s.kind is SessionKind.REGULAR]
    return spread(scores.occasions, regular, standing)


def _places(at: Mapping[str, int], occasions: Iterable[str]) -> str:
    return ", ".join(f"{occasion} at session {at[occasion]}" for occasion in occasions)
