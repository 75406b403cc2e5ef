"""Masters: nobody's name in them, found by what they say, and never more than fit."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from clinic.domain.clinic.settings import Paper
from clinic.printing import render
from clinic.printing.masters import MasterCache
from clinic.printing.packs import Pack, PersonPapers, pack_pdf
from clinic.printing.sheets import SheetJob, sheet_html
from tests.printing.paper import EVERY_KIND, sheet

SHEET = sheet(EVERY_KIND[0])
JOB = SheetJob(SHEET, None, "", Paper.A4, False, "555-0100", is_master=True)
PACK = Pack("Handouts", "en", Paper.A4, "555-0100", (PersonPapers("Mia R.", "Tuesdays", (SHEET,)),))


@pytest.fixture
def empty() -> Iterator[None]:
    render.forget_masters()
    yield
    render.forget_masters()


@pytest.fixture
def printed_fresh(empty: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the documents that no master was found for."""
    fresh: list[str] = []
    once: Callable[[str], bytes] = render.once

    def noted(document: str) -> bytes:
        fresh.append(document)
        return once(document)

    monkeypatch.setattr(render, "once", noted)
    return fresh


def test_the_same_sheet_for_somebody_else_is_not_printed_again(printed_fresh: list[str]) -> None:
    pack_pdf(PACK)
    pack_pdf(replace(PACK, parts=(PersonPapers("Max B.", "Thursdays", (SHEET,)),)))
    assert len(printed_fresh) == 1


def test_no_master_holds_a_name(printed_fresh: list[str]) -> None:
    pack_pdf(replace(PACK, parts=(PersonPapers("Mia R.", "Tuesdays", (SHEET,), ("Session 1",)),)))
    assert len(printed_fresh) == 2
    assert not any("Mia" in document for document in printed_fresh)


def changed(**differing: object) -> str:
    return sheet_html(replace(JOB, **differing))  # type: ignore[arg-type]  # each test names what it changes


@pytest.mark.parametrize(
    "other",
    [
        changed(worksheet=replace(SHEET, purpose="Another reason.")),
        changed(worksheet=replace(SHEET, language="es")),
        changed(paper=Paper.LETTER),
        changed(is_large=True),
        changed(crisis_line="555-0199"),
    ],
    ids=["content", "language", "paper", "large print", "crisis line"],
)
def test_whatever_changes_a_page_misses_its_master(other: str) -> None:
    cache = MasterCache()
    cache.keep(sheet_html(JOB), b"printed")
    assert cache.find(sheet_html(JOB)) == b"printed"
    assert cache.find(other) is None


def test_the_cache_drops_what_was_wanted_least_recently() -> None:
    cache = MasterCache(most_bytes=100)
    for name in ("a", "b"):
        cache.keep(name, bytes(40))
    cache.find("a")
    cache.keep("c", bytes(40))
    assert [cache.find(name) is not None for name in ("a", "b", "c")] == [True, False, True]


def test_the_cache_counts_a_master_once_and_keeps_none_that_is_too_large() -> None:
    cache = MasterCache(most_bytes=100)
    for _time in range(3):
        cache.keep("a", bytes(60))
    cache.keep("giant", bytes(101))
    cache.keep("b", bytes(40))
    assert [cache.find(name) is not None for name in ("a", "giant", "b")] == [True, False, True]
    cache.clear()
    assert cache.find("a") is None
    cache.keep("c", bytes(60))
    cache.keep("d", bytes(40))
    assert [cache.find(name) is not None for name in ("c", "d")] == [True, True]
