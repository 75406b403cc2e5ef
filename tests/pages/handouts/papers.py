"""Getting a pack as a person does, who waits when it takes longer, and reading it."""

import io
import time

from pypdf import PdfReader

from tests.client import Page, Person

_PATIENCE = 60


def printed(person: Person, **asked: object) -> Page:
    """Ask for a pack; one that is still being made is waited for on its own page."""
    return made(person, person.get("handouts.packs.show", **asked))


def made(person: Person, page: Page) -> Page:
    """Wait for the file where the answer is the page that says how far it is."""
    if page.status != 303 or "/handouts/packs/" not in page.location:
        return page
    address = page.location
    ends = time.monotonic() + _PATIENCE
    while "The pack is ready" not in person.open(address).text:
        assert time.monotonic() < ends, "the pack is never ready"
        time.sleep(0.1)
    return person.open(f"{address}.pdf")


def words(page: Page) -> str:
    """Give the text of a file, spaces folded."""
    return " ".join(" ".join(sheets(page)).split())


def sheets(page: Page) -> list[str]:
    """Give the text of each page of a file."""
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.answer.data)).pages]
