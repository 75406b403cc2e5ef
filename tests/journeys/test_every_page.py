"""Every page that a person can reach by links, looked at by a program for what bars people."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.journeys.conftest import DESK, PHONE, Site, sign_in

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    # What is in order needs no list of its nodes, which takes longer than the finding.
    "resultTypes": ["violations"],
}
SAVED = (".pdf", ".json", ".ics", ".csv", ".zip")
"""What a browser saves or hands to another program; no page to look at."""

ID = re.compile(r"[a-km-z2-9]{20}")
FEWEST = {"theresa": 20, "sigrid": 15, "mia": 9, "ada": 6}
"""A crawl that finds fewer pages than this has lost its way."""


@pytest.mark.parametrize(
    "name",
    # A supervisor's pages are a therapist's with less on them.
    ["theresa", "mia", "ada", pytest.param("sigrid", marks=pytest.mark.release)],
)
def test_no_page_bars_anybody_on_a_desk_or_a_phone(
    name: str, site: Site, window: Callable[[ViewportSize], Page]
) -> None:
    page = window(DESK)
    page.add_init_script(Axe().axe_script)
    page.goto("/sign-in")
    faults = look_at(page)
    sign_in(page, f"{name}@example.org")
    seen = crawl(page, site.address, faults)
    assert not faults, "\n".join(faults)
    assert len(seen) >= FEWEST[name], sorted(seen)


def crawl(page: Page, address: str, faults: list[str]) -> set[str]:
    """Follow the links from where the page stands, one of each kind of address."""
    seen: set[str] = set()
    waiting = [page.url]
    while waiting:
        path = waiting.pop(0).removeprefix(address).partition("#")[0]
        shape = ID.sub("…", path.partition("?")[0])
        if shape in seen or shape.endswith(SAVED):
            continue
        seen.add(shape)
        answer = page.goto(path)
        assert answer, path
        assert answer.status == 200, path
        faults += look_at(page)
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        waiting += [link for link in links if link.startswith(address)]
    return seen


def look_at(page: Page) -> list[str]:
    """Give what axe-core finds at both sizes, and where the page is wider than the window."""
    faults = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        where = f"{page.url} at {size['width']} px"
        found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        faults += [
            f"{where}: {fault['id']}: {node['target']}"
            for fault in found
            for node in fault["nodes"]
        ]
        width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if width > 0:
            faults.append(f"{where}: {width} px wider than the window")
    page.set_viewport_size(DESK)
    return faults
