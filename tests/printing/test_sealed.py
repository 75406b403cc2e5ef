"""A hostile document reaches nothing, ends within its limits and leaves the next one alone."""

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from clinic.printing.child import JobLeaf, Press
from clinic.printing.fetcher import AddressRefused
from clinic.printing.pool import ChildLimits, Leaf, PrintFailed, PrintPool
from tests.printing.paper import printing_children

PLAIN = "<!doctype html><html lang=en><title>t</title><p>Still here"


@pytest.fixture(scope="module")
def pool() -> Iterator[PrintPool]:
    pool = PrintPool(ChildLimits(children=1, cpu_seconds=1, wall_seconds=6))
    yield pool
    pool.close()


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing on the terminal."""

    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    thread.join()
    server.server_close()


def is_refused(document: str) -> bool:
    """Print as a child does, without the second or two that a child takes to be born."""
    press = Press()
    leaf: JobLeaf = {"html": document, "is_form": False}
    try:
        press.run("pdf", {"leaves": [leaf], "title": None}, [])
    except (Exception, FatalURLFetchingError) as fault:
        return isinstance(fault.__cause__ or fault, AddressRefused)
    return False


def test_a_document_that_asks_for_nothing_is_not_refused() -> None:
    assert not is_refused(PLAIN)


def text(pdf: bytes) -> str:
    return PdfReader(BytesIO(pdf)).pages[0].extract_text()


LINKS = {
    "image": "<img src='{}'>",
    "style": "<link rel=stylesheet href='{}'>",
    "import": "<style>@import url({});</style>",
    "background": "<p style='background: url({})'>x",
    "font": "<style>@font-face {{ font-family: F; src: url({}) }}</style>",
    "drawing": "<svg><image href='{}' width=9 height=9 /></svg>",
    "attachment": "<link rel=attachment href='{}'>",
    "attached link": "<a rel=attachment href='{}'>x</a>",
    "base": "<base href='{}'><img src=a.png>",
}


@pytest.mark.parametrize("markup", LINKS.values(), ids=LINKS)
def test_no_part_of_a_document_reaches_the_network(
    listener: tuple[str, list[str]], markup: str
) -> None:
    address, asked = listener
    assert is_refused(PLAIN + markup.format(address))
    assert asked == []


@pytest.mark.parametrize("kind", ["style", "attachment"])
def test_no_part_of_a_document_reads_a_file(tmp_path: Path, kind: str) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: 'the secret' }")
    assert is_refused(PLAIN + LINKS[kind].format(secret.as_uri()))


@pytest.mark.parametrize(
    "address",
    ["data:text/css,p{}", "hearth:../../pyproject.toml", "hearth:fonts/../print.css"],
)
def test_only_the_exact_names_of_the_catalog_are_served(address: str) -> None:
    assert is_refused(f"{PLAIN}<link rel=stylesheet href='{address}'>")


def test_a_child_that_refused_an_address_ends_and_the_next_document_prints(
    pool: PrintPool, listener: tuple[str, list[str]]
) -> None:
    address, asked = listener
    with pytest.raises(PrintFailed) as failure:
        pool.pdf([Leaf(PLAIN + LINKS["style"].format(address))])
    assert failure.value.cause == "AddressRefused"
    assert "Still here" in text(pool.pdf([Leaf(PLAIN)]))
    assert asked == []


BOMBS = {
    "nested flex boxes": "<div style='display:flex'>" * 14 + "x",
    "nested columns": "<div style='columns:3'>" * 6 + "<p>x y z" * 20,
    "a cell that spans everything": "<table><tr><td colspan=100000>x<tr><td>y</table>",
    "deep nesting": "<div>" * 2000 + "x",
    "memory": "<p>" + "word " * 3_000_000,
}


@pytest.mark.parametrize("markup", BOMBS.values(), ids=BOMBS)
def test_a_bomb_fails_within_its_limits_and_the_next_document_prints(
    pool: PrintPool, markup: str
) -> None:
    with pytest.raises(PrintFailed) as failure:
        pool.pdf([Leaf(PLAIN + markup)])
    assert "Nothing was lost" in failure.value.message
    assert "Still here" in text(pool.pdf([Leaf(PLAIN)]))


def test_a_full_house_gives_a_sentence_and_not_a_queue_without_end() -> None:
    before = printing_children()
    pool = PrintPool(ChildLimits(children=1, cpu_seconds=1, wall_seconds=4, queue_seconds=0.2))
    bomb = threading.Thread(
        target=lambda: pytest.raises(PrintFailed, pool.pdf, [Leaf(BOMBS["nested flex boxes"])])
    )
    bomb.start()
    while printing_children() == before:
        bomb.join(0.01)
    with pytest.raises(PrintFailed) as failure:
        pool.pdf([Leaf(PLAIN)])
    bomb.join()
    pool.close()
    assert failure.value.cause == "queue"


def test_children_are_replaced_after_their_share_and_none_is_left_behind() -> None:
    before = printing_children()
    pool = PrintPool(ChildLimits(children=1, jobs_per_child=1))
    for _ in range(2):
        assert "Still here" in text(pool.pdf([Leaf(PLAIN)]))
    assert printing_children() == before
    pool.close()


def test_a_child_that_dies_between_jobs_is_replaced_without_a_word() -> None:
    before = printing_children()
    pool = PrintPool(ChildLimits(children=1))
    pool.pdf([Leaf(PLAIN)])
    (born,) = printing_children() - before
    os.kill(born, 9)
    os.waitid(os.P_PID, born, os.WEXITED | os.WNOWAIT)
    assert "Still here" in text(pool.pdf([Leaf(PLAIN)]))
    pool.close()
