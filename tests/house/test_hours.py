"""An hour on a client's page is told by the clock of her place, which names itself online."""

import re

from tests.cast import ROOT

_BARE = re.compile(r"\|(clock|moment|in_zone)\(")
_NAMED_IN_THE_SENTENCE = {"clocks/edit.html"}


def test_no_page_of_a_client_tells_an_hour_without_its_clock() -> None:
    folder = ROOT / "templates" / "portal"
    pages = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*.html")
    }
    bare = {name for name, page in pages.items() if _BARE.search(page)}
    assert bare == _NAMED_IN_THE_SENTENCE
    assert sum(page.count("_for(") for page in pages.values()) > 10
