"""`clinic import-scores --undo`: a file goes as it came, and the page names the files."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.models.cohorts import Cohort
from tests.cli import score_files
from tests.cli.conftest import Console, is_one_sentence
from tests.client import Person

Counts = Callable[[], dict[str, int]]


def test_an_import_can_be_taken_back_by_the_id_it_was_given(
    clinic: Console, counts: Counts, tmp_path: Path
) -> None:
    before = counts()
    told = clinic(*score_files.words(score_files.place("made here", tmp_path))).out
    (public_id,) = re.findall(r"--undo ([a-z0-9]+)", told)

    answer = clinic("import-scores", "--undo", public_id)

    assert (answer.status, answer.err) == (0, "")
    assert answer.out == (
        "Trial of 2019: 42 scores and 3 people were taken back. Trial of 2019 was recorded for this"
        " file and went with it.\n"
    )
    after = counts()
    changed = {table for table in after if after[table] != before[table]}
    assert changed == {"audit_entries", "score_imports", "instruments"}
    again = clinic("import-scores", "--undo", public_id)
    assert is_one_sentence(again)
    assert "taken back already" in again.err


def test_a_file_can_be_read_in_again_on_another_day(clinic: Console, tmp_path: Path) -> None:
    path = score_files.place("made here", tmp_path)
    (public_id,) = re.findall(r"--undo ([a-z0-9]+)", clinic(*score_files.words(path)).out)
    clinic("import-scores", "--undo", public_id)

    assert clinic(*score_files.words(path, first_on="2018-01-09")).status == 0


def test_an_id_that_no_file_has_is_refused(clinic: Console) -> None:
    answer = clinic("import-scores", "--undo", "nothing")
    assert is_one_sentence(answer)
    assert "there is no such import" in answer.err


@pytest.mark.usefixtures("after_the_command")
def test_the_page_of_the_group_names_the_file(
    clinic: Console, db: Db, as_: Callable[[str], Person], tmp_path: Path
) -> None:
    clinic(*score_files.words(score_files.place("made here", tmp_path)))
    db.commit()
    cohort = db.scalars(select(Cohort).where(Cohort.name == "Trial of 2019")).one()

    page = as_("theresa").get("therapist.cohort_measures.show", cohort_id=cohort.public_id)

    assert "Scores read in from files" in page.text
    assert "42 scores of 3 people." in page.text
    assert "What it brought, and taking it back" in page.text
