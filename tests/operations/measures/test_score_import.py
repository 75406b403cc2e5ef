"""Reading scores into a cohort as one deed."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select

from clinic.content.declared import is_declared, read_declared, write_declared
from clinic.db import Db
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.groups.cohorts import CohortPlan
from clinic.domain.measures.instruments import Direction, Instrument, score_only
from clinic.domain.measures.score_files import ScoreFile, ScoreFileRow
from clinic.lookups.clinic.system import newest_program
from clinic.models.audit import AuditEntry
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.measures import Administration, ScoreRow
from clinic.models.programs import InstrumentRow
from clinic.operations.groups.cohorts import record_closed_cohort
from clinic.operations.measures.score_imports import ImportedScores, import_scores
from tests.cast import Cast

NOW = Actor(None, datetime(2026, 2, 25, 12, 0, tzinfo=UTC))
BDI = score_only("bdi", "BDI-II", minimum=0, maximum=63, better=Direction.LOWER)
BEFORE_AND_AFTER = {"before": 1, "after": 8}


@pytest.fixture
def closed(db: Db, cast: Cast) -> Cohort:
    """A cohort of Theresa's that ended years ago, with nobody in it."""
    row = newest_program(db, "safe-connections")
    plan = CohortPlan(
        name="Group of 2019",
        discreet_name="Evenings",
        first_on=date(2019, 1, 8),
        begins_at=time(18, 0),
        duration_minutes=120,
        time_zone="UTC",
        capacity=8,
    )
    theresa = cast.accounts["theresa"]
    return record_closed_cohort(db, NOW, plan, row, [theresa])


def read(
    db: Db,
    cohort: Cohort,
    rows: Sequence[tuple[str, str, float | None]],
    sessions: Mapping[str, int] = BEFORE_AND_AFTER,
    measure: Instrument = BDI,
) -> ImportedScores:
    file = ScoreFile(
        tuple(ScoreFileRow(who, when, measure.key, value) for who, when, value in rows)
    )
    return import_scores(db, NOW, cohort, file, [measure], sessions)


def test_a_score_stands_on_the_occasion_of_its_session(db: Db, closed: Cohort) -> None:
    done = read(db, closed, [("7", "before", 31), ("7", "after", 12)])

    found = select(Administration.occasion, ScoreRow.value).join(ScoreRow)
    rows = db.execute(found.where(ScoreRow.rule == "imported"))
    assert done == ImportedScores(people=1, scores=2, empty=0)
    assert sorted(tuple(row) for row in rows) == [("after", 12), ("before", 31)]


def test_an_empty_cell_makes_a_person_and_no_score(db: Db, closed: Cohort) -> None:
    done = read(db, closed, [("7", "before", None)])

    assert done == ImportedScores(people=1, scores=0, empty=1)
    assert db.scalars(select(ScoreRow).where(ScoreRow.rule == "imported")).all() == []
    assert db.scalars(select(Client).where(Client.preferred_name == "7")).one().email is None


def test_the_same_person_in_a_second_file_is_not_made_twice(db: Db, closed: Cohort) -> None:
    read(db, closed, [("7", "before", 31)])
    read(db, closed, [("7", "after", 12)])

    assert len(db.scalars(select(Client).where(Client.preferred_name == "7")).all()) == 1


def test_the_same_label_in_another_cohort_is_another_person(
    db: Db, cast: Cast, closed: Cohort
) -> None:
    row = newest_program(db, "safe-connections")
    plan = CohortPlan(
        name="Group of 2020",
        discreet_name="Evenings",
        first_on=date(2020, 1, 7),
        begins_at=time(18, 0),
        duration_minutes=120,
        time_zone="UTC",
        capacity=8,
    )
    sam = cast.accounts["sam"]
    later = record_closed_cohort(db, NOW, plan, row, [sam])

    read(db, closed, [("7", "before", 31)])
    read(db, later, [("7", "before", 9)])

    people = db.scalars(select(Client).where(Client.preferred_name == "7")).all()
    assert len({person.code for person in people}) == 2


def test_a_measure_that_was_declared_alike_is_kept_once(db: Db, closed: Cohort) -> None:
    read(db, closed, [("7", "before", 31)])
    read(db, closed, [("8", "before", 20)])

    (row,) = db.scalars(select(InstrumentRow).where(InstrumentRow.key == "bdi")).all()
    assert is_declared(row.source)
    assert read_declared(row.source) == BDI


@pytest.mark.parametrize("better", list(Direction))
def test_a_declared_measure_is_read_as_it_was_written(better: Direction) -> None:
    measure = score_only("who", "WHO-5 “raw”", minimum=-0.5, maximum=25, better=better)

    assert read_declared(write_declared(measure)) == measure


def test_a_second_score_for_one_occasion_leaves_all_of_the_file_out(db: Db, closed: Cohort) -> None:
    read(db, closed, [("7", "before", 31)])

    with pytest.raises(Refused, match="7 already has a score on bdi for before"):
        read(db, closed, [("8", "before", 20), ("7", "before", 30)])

    assert db.scalars(select(Client).where(Client.preferred_name == "8")).all() == []


def test_scores_are_not_read_into_a_group_that_still_meets(db: Db, cast: Cast) -> None:
    with pytest.raises(Refused, match="still running"):
        read(db, cast.cohort, [("7", "before", 31)])

    assert db.scalars(select(Client).where(Client.preferred_name == "7")).all() == []


@pytest.mark.parametrize(
    ("sessions", "sentence"),
    [({"before": 77}, "no session 77"), ({"b" * 41: 1}, "at most 40 characters")],
)
def test_an_occasion_that_cannot_be_is_refused(
    db: Db, closed: Cohort, sessions: dict[str, int], sentence: str
) -> None:
    occasion = next(iter(sessions))

    with pytest.raises(Refused, match=sentence):
        read(db, closed, [("7", occasion, 31)], sessions)


def test_one_import_is_one_line_in_the_trail_and_names_nobody(db: Db, closed: Cohort) -> None:
    read(db, closed, [("Q-7", "before", 31), ("Q-8", "before", 20)])

    entries = db.scalars(select(AuditEntry).where(AuditEntry.deed == "score_import.import_scores"))
    (entry,) = entries.all()
    told = [str(getattr(entry, column.key)) for column in AuditEntry.__table__.columns]
    assert not any("Q-7" in value for value in told)
