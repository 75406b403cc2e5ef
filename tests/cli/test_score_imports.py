"""`clinic import-scores`: real scores become courses and means of a closed cohort."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.enrollments import CohortStatus, PaperNames
from clinic.lookups.outcomes.courses import Measure, measures_of
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from tests.cli import score_files
from tests.cli.conftest import Console
from tests.client import Person

TITLES = ("baseline", "week-3", "week-6", "post")
OCCASIONS = tuple(
    word
    for time, (label, session) in enumerate(zip(TITLES, (1, 3, 6, 8), strict=True), start=1)
    for word in ("--occasion", f"{time}={label}@{session}")
)

each_file = pytest.mark.parametrize("name", score_files.NAMES)


def imported(db: Db) -> Cohort:
    db.commit()  # leaves what was read before the command wrote
    return db.scalars(select(Cohort).where(Cohort.name == "Trial of 2019")).one()


def courses(db: Db) -> dict[str, Measure]:
    return {found.name.key: found for found in measures_of(db, imported(db).id)}


@each_file
def test_everybody_of_a_file_is_in_a_closed_cohort(
    clinic: Console, db: Db, tmp_path: Path, name: str
) -> None:
    path = score_files.place(name, tmp_path)

    answer = clinic(*score_files.words(path))

    held = select(func.count()).select_from(Enrollment)
    cohort = imported(db)
    assert answer.status == 0
    assert cohort.status is CohortStatus.CLOSED
    assert cohort.paper_names is PaperNames.CODE
    assert db.scalar(held.where(Enrollment.cohort_id == cohort.id)) == score_files.people(path)


@each_file
def test_the_groups_means_are_those_of_the_file(
    clinic: Console, db: Db, tmp_path: Path, name: str
) -> None:
    path = score_files.place(name, tmp_path)

    assert clinic(*score_files.words(path)).status == 0

    found = {
        (key, occasion.occasion): occasion.mean
        for key, measure in courses(db).items()
        for occasion in measure.occasions
    }
    assert found == pytest.approx(score_files.means(path))


@each_file
def test_a_measure_keeps_its_range_and_which_end_is_better(
    clinic: Console, db: Db, tmp_path: Path, name: str
) -> None:
    clinic(*score_files.words(score_files.place(name, tmp_path)))

    scales = {key: measure.scale for key, measure in courses(db).items()}
    found = {key: (s.minimum, s.maximum, s.better) for key, s in scales.items()}
    assert found == {key: tuple(declared[1:]) for key, declared in score_files.RANGES.items()}


@each_file
def test_named_times_stand_at_their_sessions_in_order(
    clinic: Console, db: Db, tmp_path: Path, name: str
) -> None:
    path = score_files.place(name, tmp_path)

    assert clinic(*score_files.words(path), *OCCASIONS).status == 0

    occasions = courses(db)["bdi"].occasions
    assert tuple(occasion.occasion for occasion in occasions) == TITLES
    first, *_, last = occasions
    assert (last.on - first.on).days == 49


def test_a_cell_without_a_score_is_counted_and_stays_without(
    clinic: Console, db: Db, tmp_path: Path
) -> None:
    path = score_files.place("made here", tmp_path)

    answer = clinic(*score_files.words(path))

    assert "42 scores of 3 people on 4 measures" in answer.out
    assert "6 cells were empty" in answer.out
    assert courses(db)["bdi"].occasions[1].scored == 2


def test_further_scores_of_the_same_people_join_their_cohort(
    clinic: Console, db: Db, tmp_path: Path
) -> None:
    clinic(*score_files.words(score_files.place("made here", tmp_path)))
    later = score_files.write("id,time,pss\n1,4,12\n3,4,31\n", tmp_path)

    answer = clinic(
        "import-scores",
        later,
        "--cohort",
        "Trial of 2019",
        "--facilitator",
        "theresa@example.org",
        "--measure",
        "pss:PSS-10:0:40:lower",
        "--occasion",
        "4=4@8",
    )

    assert answer.status == 0
    assert courses(db)["pss"].occasions[0].mean == 21.5
    assert len(courses(db)["bdi"].courses) == 3


def test_two_long_labels_that_begin_alike_stay_two_people(
    clinic: Console, db: Db, tmp_path: Path
) -> None:
    rows = "".join(f"participant-of-site-{number},1,10,1,5,7\n" for number in (1, 2))
    path = score_files.write(f"id,time,bdi,shaps,who,hamd\n{rows}", tmp_path)

    assert clinic(*score_files.words(path)).status == 0

    assert len(courses(db)["bdi"].courses) == 2


def test_more_people_than_a_cohort_has_places_are_read_all_the_same(
    clinic: Console, db: Db, tmp_path: Path
) -> None:
    rows = "".join(f"{number},1,10,1,5,7\n" for number in range(230))
    path = score_files.write(f"id,time,bdi,shaps,who,hamd\n{rows}", tmp_path)

    assert clinic(*score_files.words(path)).status == 0

    assert len(courses(db)["bdi"].courses) == 230


@each_file
@pytest.mark.usefixtures("after_the_command")
def test_only_the_named_therapist_finds_the_cohort(
    clinic: Console, db: Db, as_: Callable[[str], Person], tmp_path: Path, name: str
) -> None:
    clinic(*score_files.words(score_files.place(name, tmp_path)))
    page = {"cohort_id": imported(db).public_id}

    assert as_("theresa").get("therapist.cohorts.show", **page).status == 200
    assert as_("sam").get("therapist.cohorts.show", **page).status == 404
