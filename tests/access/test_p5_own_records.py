"""P5: a person's copy of her record has every word of hers in it, and none about anybody else."""

import json

import pytest

from clinic.models.belongings import BELONGINGS
from clinic.presenters.record_words import part_titles
from clinic.queries.people.own_records import OPENERS
from tests.access.words import KINDS, names_in, planted, read, texts
from tests.scenes import World

BY_STAFF = {
    "broke",
    "reason",
    "action",
    "contact",
    "charted",
    "noted",
    "waited",
    "found",
    "decided",
    "unwilling",
}
"""Words that staff wrote: they may name somebody else, and are given after a look."""
HERS = set(KINDS) - BY_STAFF


def copy(world: World, name: str, form: str) -> bytes:
    answer = world.people[name].post("portal.own_records.create", {"form": form}).answer
    assert answer.status_code == 200
    return answer.get_data()


@pytest.mark.parametrize("name", ["mia", "olga"])
def test_p5_every_planted_word_of_hers_is_in_it_and_none_of_another_or_by_staff(
    world: World, name: str
) -> None:
    told = "\n".join(texts(json.loads(copy(world, name, "json"))))
    assert planted(told, name) == HERS
    assert names_in(told) == {name}


def test_p5_the_paper_says_the_same_words(world: World) -> None:
    text = read(copy(world, "mia", "pdf")).replace("\n", "")
    assert planted(text, "mia") == HERS
    assert names_in(text) == {"mia"}


def test_p5_every_table_of_a_person_has_a_part_and_every_private_word_an_opener() -> None:
    alone = {f"{table}.{name}" for table, one in BELONGINGS.items() for name in one.alone.split()}
    assert OPENERS.keys() == alone


def test_p5_every_part_has_a_title(world: World) -> None:
    with world.app.test_request_context():
        assert part_titles().keys() == BELONGINGS.keys()
    assert json.loads(copy(world, "mia", "json"))["record"].keys() == BELONGINGS.keys()


def test_p5_the_copy_is_noted_in_the_trail_and_no_get_gives_it(world: World) -> None:
    page = world.people["mia"].get("portal.own_records.show")
    assert page.has_heading("A copy of your record")
    assert not planted(page.html, "mia") & {"private", "shared", "answer"}
    before = len(json.loads(copy(world, "mia", "json"))["record"]["audit_entries"])
    after = json.loads(copy(world, "mia", "json"))["record"]["audit_entries"]
    assert len(after) == before + 1
    assert after[-1]["deed"] == "own_records.note_copy"
