"""Words planted in everybody's names and texts come out on the pages of those who may read them."""

import io

import pytest
from pypdf import PdfReader

from tests.access.conftest import World

MINE = ("mia", "max", "noor")
KINDS = [
    "first",
    "family",
    "phone",
    "mail",
    "reason",
    "account",
    "private",
    "shared",
    "answer",
    "action",
    "contact",
    "charted",
]


def read(body: bytes) -> str:
    """Give the words of a page or of a PDF, in lower case and without breaks in lines."""
    if body.startswith(b"%PDF"):
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    else:
        text = body.decode(errors="replace")
    return text.lower()


def crawl(world: World, name: str) -> str:
    """Ask for every page as somebody, with the ids of each client in turn, and join what came."""
    pages = {
        world.address(door, of): door
        for of in world.furniture
        for door in world.doors
        if door.method == "GET"
    }
    return "\n".join(read(world.open(name, door, url)[1]) for url, door in pages.items())


def canaries(text: str) -> set[str]:
    return {name for name in (*MINE, "olga") if f"-canary-{name}" in text}


@pytest.mark.parametrize(
    ("name", "may_see"),
    [
        ("mia", {"mia"}),
        ("olga", {"olga"}),
        ("sam", {"olga"}),
        ("theresa", set(MINE)),
        ("sigrid", set(MINE)),
        ("ada", set()),
        ("nobody", set()),
    ],
)
def test_everybody_sees_the_words_of_those_they_may_and_of_nobody_else(
    world: World, name: str, may_see: set[str]
):
    assert canaries(crawl(world, name)) == may_see


@pytest.mark.parametrize("name", ["theresa", "sigrid"])
def test_staff_read_what_was_shared_and_never_what_is_private(world: World, name: str):
    text = crawl(world, name)
    seen = {kind for kind in KINDS if f"{kind}-canary-mia" in text}
    assert {"first", "shared", "answer", "charted"} <= seen
    assert "private" not in seen


def test_a_client_reads_all_that_she_wrote_and_nothing_that_was_noted_about_her(world: World):
    text = crawl(world, "mia")
    seen = {kind for kind in KINDS if f"{kind}-canary-mia" in text}
    assert {"shared", "answer"} <= seen
    assert not seen & {"action", "contact", "reason", "charted"}
