"""The navigation of a page, and the entry that is marked."""

import re

from tests.client import Page


def places(page: Page) -> list[str]:
    """The marked entries of the navigation, and their words."""
    entries = re.findall(r'<a [^>]*aria-current="page"[^>]*>.*?<span>(.*?)</span>', page.html, re.S)
    return [" ".join(entry.split()) for entry in entries]
