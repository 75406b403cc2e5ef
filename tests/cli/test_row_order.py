"""The order of a file's rows changes nothing that a command prints or keeps."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.lookups.outcomes.courses import measures_of
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort
from clinic.models.enrollments import Enrollment
from tests.cli import score_files
from tests.cli.conftest import Console, is_one_sentence
from tests.client import Person

HEADER = "id,time,bdi,arm"
ROWS = [
    f"p{person},{time},{30 - 3 * place - (person * 7) % 11},{'AB'[person % 2]}"
    for person in range(1, 13)
    for place, time in enumerate(("pre", "mid", "post"))
    if (person + place) % 7
]
WORDS = (
    "--value",
    "bdi",
    "--pre",
    "pre",
    "--post",
    "post",
    "--better",
    "lower",
    "--reliability",
    "0.8",
    "--group",
    "arm",
)


def orders(rows: list[str], count: int = 6) -> list[list[str]]:
    found = [list(rows), rows[::-1]]
    for seed in range(count):
        found.append(random.Random(seed).sample(rows, len(rows)))  # noqa: S311 - an order
    return found


@pytest.mark.parametrize("more", [[], ["--times", "pre,mid,post"], ["--control", "B"]])
def test_an_evaluation_is_the_same_byte_for_byte(
    console: Console, tmp_path: Path, more: list[str]
) -> None:
    told = set()
    for rows in orders(ROWS):
        path = score_files.write("\n".join([HEADER, *rows]), tmp_path)
        for is_json in ([], ["--json"]):
            answer = console("evaluate", path, *WORDS, *more, *is_json)
            assert answer.status == 0, answer.err
            told.add((bool(is_json), answer.out, answer.err))
    assert len(told) == 2


def test_groups_in_a_file_are_not_compared_by_who_stands_first(
    console: Console, tmp_path: Path
) -> None:
    path = score_files.write("\n".join([HEADER, *ROWS]), tmp_path)
    assert "say --control" in console("evaluate", path, *WORDS).out
    assert "say --control" not in console("evaluate", path, *WORDS, "--control", "B").out


def test_words_for_times_do_not_carry_a_value_forward_by_their_place(
    console: Console, tmp_path: Path
) -> None:
    path = score_files.write("\n".join([HEADER, *ROWS]), tmp_path)
    assert "do not tell their order" in console("evaluate", path, *WORDS).out


@pytest.mark.parametrize("rows", [["7,4,8", "7,1,17"], ["7,1,17", "7,4,8"]])
@pytest.mark.usefixtures("after_the_command")
def test_who_got_better_is_shown_better_whichever_time_is_named_first(
    clinic: Console, db: Db, as_: Callable[[str], Person], tmp_path: Path, rows: list[str]
) -> None:
    path = score_files.write("\n".join(["id,time,bdi", *rows]), tmp_path)
    words = score_files.words(path)[:-8]

    answer = clinic(*words, "--measure", "bdi:BDI:0:63:lower")

    assert answer.status == 0, answer.err
    assert "Times: 1 at session 1, 4 at session 8." in answer.out
    db.commit()
    cohort = db.scalars(select(Cohort).where(Cohort.name == "Trial of 2019")).one()
    (measure,) = measures_of(db, cohort.id)
    assert [each.mean for each in measure.occasions] == [17, 8]
    page = as_("theresa").get("therapist.cohort_measures.show", cohort_id=cohort.public_id)
    assert "7 17 8 9 better" in page.text


def test_times_that_do_not_tell_their_order_are_refused_with_the_way_to_say_it(
    clinic: Console, db: Db, tmp_path: Path
) -> None:
    path = score_files.write("id,time,bdi\n7,post,8\n7,pre,17\n", tmp_path)
    words = [*score_files.words(path)[:-8], "--measure", "bdi:BDI:0:63:lower"]

    refused = clinic(*words)
    assert is_one_sentence(refused)
    assert "--occasion pre=baseline@1" in refused.err

    assert clinic(*words, "--occasion", "post=post@8", "--occasion", "pre=pre@1").status == 0
    db.commit()
    cohort = db.scalars(select(Cohort).where(Cohort.name == "Trial of 2019")).one()
    (measure,) = measures_of(db, cohort.id)
    assert [(each.occasion, each.mean) for each in measure.occasions] == [("pre", 17), ("post", 8)]


def test_a_later_file_lands_on_its_own_occasion(clinic: Console, db: Db, tmp_path: Path) -> None:
    for rows in ("7,1,17\n8,1,20\n", "7,4,8\n8,4,21\n"):
        path = score_files.write(f"id,time,bdi\n{rows}", tmp_path)
        words = [*score_files.words(path)[:-8], "--measure", "bdi:BDI:0:63:lower"]
        assert clinic(*words).status == 0
    db.commit()
    cohort = db.scalars(select(Cohort).where(Cohort.name == "Trial of 2019")).one()
    (measure,) = measures_of(db, cohort.id)
    assert [(each.occasion, each.mean) for each in measure.occasions] == [("1", 18.5), ("4", 14.5)]
    first, last = measure.occasions
    assert (last.on - first.on).days == 49


def test_two_occasions_at_one_session_have_to_tell_which_came_first(
    clinic: Console, tmp_path: Path
) -> None:
    path = score_files.write("id,time,bdi\n7,post,8\n7,pre,17\n", tmp_path)
    words = [*score_files.words(path)[:-8], "--measure", "bdi:BDI:0:63:lower"]
    answer = clinic(*words, "--occasion", "post=post@1", "--occasion", "pre=pre@1")
    assert is_one_sentence(answer)
    assert "which of them came first at session 1" in answer.err


def test_people_are_kept_in_one_order(clinic: Console, db: Db, tmp_path: Path) -> None:
    path = score_files.write("id,time,bdi\np10,1,8\np9,1,17\nP9,1,3\n", tmp_path)
    answer = clinic(*score_files.words(path)[:-8], "--measure", "bdi:BDI:0:63:lower")
    assert "P9, p9 are read as different people" in answer.err
    db.commit()
    found = db.scalars(
        select(Client.preferred_name).where(Client.code.contains("-")).order_by(Client.id)
    )
    assert [name for name in found if "9" in name or "10" in name][-3:] == ["P9", "p9", "p10"]


def test_an_import_is_the_same_in_every_order(clinic: Console, db: Db, tmp_path: Path) -> None:
    rows = [row.replace("pre", "1").replace("mid", "2").replace("post", "10") for row in ROWS]
    told = set()
    for number, each in enumerate(orders(rows, 2)):
        path = score_files.write("\n".join([HEADER, *each]), tmp_path)
        words = list(score_files.words(path)[:-8])
        words[words.index("Trial of 2019")] = name = f"Trial {number}"
        answer = clinic(*words, "--measure", "bdi:BDI:0:63:lower")
        assert answer.status == 0, answer.err
        db.commit()
        cohort = db.scalars(select(Cohort).where(Cohort.name == name)).one()
        (measure,) = measures_of(db, cohort.id)
        means = tuple((one.occasion, one.mean, one.on) for one in measure.occasions)
        people = select(Client.preferred_name).join(Enrollment).order_by(Client.id)
        names = tuple(db.scalars(people.where(Enrollment.cohort_id == cohort.id)))
        out = answer.out.replace(name, "Trial").partition("To take it back")[0]
        told.add((means, names, out, answer.err))
    assert len(told) == 1


def test_every_filling_has_its_score_wherever_its_row_stands(
    console: Console, tmp_path: Path
) -> None:
    head = "id," + ",".join(f"item_{number}" for number in range(1, 10))
    rows = [f"p{one}," + ",".join(str((one * n) % 4) for n in range(1, 10)) for one in range(12)]
    told = set()
    for each in orders(rows, 3):
        path = score_files.write("\n".join([head, *each]), tmp_path)
        answer = console("score", "phq-9", "--csv", path)
        assert answer.status == 0, answer.err
        header, *scored = answer.out.splitlines()
        assert len(scored) == len(rows)
        told.add((header, tuple(sorted(scored)), answer.err))
    assert len(told) == 1
