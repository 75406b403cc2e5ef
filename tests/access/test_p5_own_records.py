"""P5: a person's copy of her record has every word of hers in it, and none about anybody else."""

import json
from collections.abc import Iterator

import pytest

from clinic.models.belongings import BELONGINGS
from clinic.presenters.record_words import part_titles
from clinic.queries.people.own_records import OPENERS
from tests.access.words import KINDS, read
from tests.scenes import World

BY_STAFF = {
    "broke",
    "reason",
    "action",
    "contact",
    "charted",
    "waited",
    "found",
    "decided",
    "unwilling",
}
"""Words that staff wrote: they may name somebody else, and are given after a look."""
HERS = set(KINDS) - BY_STAFF
OTHERS = ("mia", "max", "noor", "olga")


def copy(world: World, name: str, form: str) -> bytes:
    answer = world.people[name].post("portal.own_records.create", {"form": form}).answer
    assert answer.status_code == 200
    return answer.get_data()


def words(told: object) -> Iterator[str]:
    """Give every text that stands anywhere in a record."""
    match told:
        case dict():
            for name, held in told.items():
                yield from (name, *words(held))
        case list():
            for held in told:
                yield from words(held)
        case str():
            yield told


def planted(text: str, of: str) -> set[str]:
    return {kind for kind in KINDS if f"{kind}-canary-{of}" in text.lower()}


@pytest.mark.parametrize("name", ["mia", "olga"])
def test_p5_every_planted_word_of_hers_is_in_it_and_none_of_another_or_by_staff(
    world: World, name: str
) -> None:
    told = "\n".join(words(json.loads(copy(world, name, "json"))))
    assert planted(told, name) == HERS
    others = {other for other in OTHERS if f"-canary-{other}" in told.lower()}
    assert others == {name}


def test_p5_the_paper_says_the_same_words(world: World) -> None:
    text = read(copy(world, "mia", "pdf")).replace("\n", "")
    assert planted(text, "mia") == HERS
    assert {other for other in OTHERS if f"-canary-{other}" in text} == {"mia"}


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
