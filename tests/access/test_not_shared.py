"""What somebody keeps to herself stands on no page, paper or mail of others, and in no table."""

import ast
import io
from collections.abc import Iterator

import pytest
from pypdf import PdfReader

from clinic.db import operation
from clinic.domain.access import Actor
from clinic.domain.homework.worksheets import Readers
from clinic.models.worksheets import WorksheetResponse
from clinic.operations.homework.worksheets import choose_readers
from tests.access.matrix import is_refused, rows
from tests.cast import ROOT
from tests.databases import engine_of
from tests.furniture import AT
from tests.scenes import World
from tests.snapshots import rows_of

SHEET, NOTE = "answer-canary-mia", "private-canary-mia"
STAFF = ("theresa", "sigrid", "sam", "ada")
OPENERS = {
    ("lookups", "own_words.py"),
    ("lookups", "responses.py"),
    ("operations", "worksheets.py"),
}
"""The modules that unseal an answer: for its owner, for staff who may, and to keep it."""

FILLED = {
    "confirm": "yes",
    "kind": "client",
    "reader": "somebody",
    "sheets": "all",
    "paper": "A4",
    "then": "later",
    "version": "0",
    "measures": "phq-9",
    "notes": "all",
    "reason": "asked",
}
"""Answers that many forms take, so that more than their refusals is read."""


@operation
def keep_back(_db: object, _actor: Actor, row: WorksheetResponse) -> None:
    """Make Mia's sheet of the scene one of her own, as if it had been begun as such."""
    row.readers = Readers.MINE


@pytest.fixture
def private(world: World) -> WorksheetResponse:
    row = world.furniture["mia"].response
    keep_back(world.db, Actor(None, AT), row)
    return row


def share(world: World, row: WorksheetResponse, *, is_shared: bool) -> None:
    choose_readers(world.db, Actor(None, AT), row, is_shared=is_shared)


def said_to(world: World, name: str, method: str) -> Iterator[tuple[str, str]]:
    """Ask for every door that is open to somebody, and give what each one says."""
    table = rows()
    for door in sorted(world.doors):
        reads = door.method == "GET"
        # Deeds of the sign-in would end it, and the walk with it.
        aside = ("portal.",) if reads else ("portal.", "auth.")
        if reads != (method == "GET") or door.endpoint.startswith(aside):
            continue
        if is_refused(door, table[door][name]):
            continue
        address = world.address(door, "mia")
        with world.people[name].browser.open(
            address, method=door.method, data=None if reads else FILLED
        ) as given:
            body = given.get_data()
        yield f"{door.endpoint} {door.method}", words(body)


def words(body: bytes) -> str:
    if body.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return body.decode(errors="replace")


def telling(world: World, name: str, method: str = "GET") -> set[str]:
    """Name the doors at which somebody would read what Mia keeps to herself."""
    return {
        where
        for where, text in said_to(world, name, method)
        if SHEET in text.lower() or NOTE in text.lower()
    }


@pytest.mark.usefixtures("unprinted")
@pytest.mark.parametrize("name", STAFF)
def test_no_page_or_paper_of_staff_holds_what_is_not_shared(
    world: World, private: WorksheetResponse, name: str
) -> None:
    assert telling(world, name) == set()
    assert telling(world, name, "POST") == set()


@pytest.mark.usefixtures("unprinted")
def test_once_shared_it_stands_where_answers_are_read_and_nowhere_when_taken_back(
    world: World, private: WorksheetResponse
) -> None:
    share(world, private, is_shared=True)
    shown = telling(world, "theresa")
    assert {"therapist.responses.show GET", "handouts.responses.show GET"} <= shown
    assert telling(world, "sam") == telling(world, "ada") == set()
    share(world, private, is_shared=False)
    assert telling(world, "theresa") == set()


def test_the_paper_of_a_shared_sheet_is_gone_with_the_sharing(
    world: World, private: WorksheetResponse
) -> None:
    door = next(door for door in world.doors if door.endpoint == "handouts.responses.show")
    for is_shared in (False, True, False):
        share(world, private, is_shared=is_shared)
        status, body = world.open("theresa", door, world.address(door, "mia"))
        assert status == (200 if is_shared else 404)
        assert (SHEET in words(body).lower()) is is_shared


def test_no_table_holds_it_in_clear(world: World, private: WorksheetResponse) -> None:
    """Mail to be sent, the trail of deeds and whatever else is kept are rows of a table."""
    for is_shared in (True, False):
        share(world, private, is_shared=is_shared)
        kept = repr(rows_of(engine_of(world.db))).lower()
        assert SHEET not in kept
        assert NOTE not in kept


def test_its_own_writer_reads_it_at_any_time(world: World, private: WorksheetResponse) -> None:
    door = next(
        d for d in world.doors if d.endpoint == "portal.worksheets.edit" and d.method == "GET"
    )
    for is_shared in (False, True, False):
        share(world, private, is_shared=is_shared)
        assert SHEET in words(world.open("mia", door, world.address(door, "mia"))[1]).lower()


def test_three_places_unseal_an_answer_and_one_a_private_note() -> None:
    """Whoever adds another one has to ask there whether staff may read it, and to say so here."""
    columns = ("answers", "unread", "private_note")
    found: dict[str, set[tuple[str, str]]] = {column: set() for column in columns}
    for path in (ROOT / "clinic").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "read_sealed":
                column = node.args[2]
                named = column.value if isinstance(column, ast.Constant) else ""
                if isinstance(named, str) and named in found:
                    found[named].add((path.relative_to(ROOT / "clinic").parts[0], path.name))
    assert found == {
        "answers": OPENERS,
        "unread": OPENERS,
        "private_note": {("lookups", "own_words.py")},
    }
