"""The navigation of a page, and the entry that is marked."""

from tests.client import Page


def places(page: Page) -> list[str]:
    """The marked entries of the navigation, and their words."""
    marked = page.parts("a", aria_current="page")
    return [entry.parts("span")[0].text for entry in marked if entry.parts("span")]
