"""The content that is shipped, as the clinic puts it on its shelf."""

from clinic.content.instrument_files import load_instruments
from clinic.content.library import load_library
from clinic.domain.access import Actor
from tests.cast import NOW, ROOT

SYSTEM = Actor(None, NOW)

SHELF = load_instruments()

LIBRARY = load_library(ROOT / "worksheets", frozenset(SHELF.instruments))
