"""Words planted in everybody's names and texts come out on the pages of those who may read them."""

import pytest

from tests.access.crawling import MINE, canaries, crawl
from tests.access.words import KINDS
from tests.scenes import World

OWN = {"shared", "answer", "kin", "access"}
NOTED = {"broke", "action", "contact", "reason", "charted", "found", "decided", "unwilling"}
TO_STAFF = {"broke", "first", "charted", "found", "decided", "unwilling"} | OWN


@pytest.mark.usefixtures("unprinted")
@pytest.mark.parametrize(
    ("name", "may_see", "reads", "never"),
    [
        ("mia", {"mia"}, OWN, NOTED),
        ("olga", {"olga"}, OWN, NOTED),
        ("sam", {"olga"}, TO_STAFF, {"private"}),
        ("theresa", {*MINE}, TO_STAFF, {"private"}),
        ("sigrid", {*MINE}, TO_STAFF, {"private"}),
        ("ada", set(), set(), {*KINDS}),
        ("nobody", set(), set(), {*KINDS}),
    ],
)
def test_everybody_sees_the_words_they_may_and_no_others(
    world: World, name: str, may_see: set[str], reads: set[str], never: set[str]
) -> None:
    """Staff read what was shared and never what is private; a client what she wrote herself."""
    text = crawl(world, name)
    assert canaries(text) == may_see
    for of in may_see:
        seen = {kind for kind in KINDS if f"{kind}-canary-{of}" in text}
        assert reads <= seen
        assert not never & seen
