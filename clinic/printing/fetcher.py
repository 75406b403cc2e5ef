"""The one door through which a printed document reaches files: our fonts and the print folder."""

from collections.abc import Callable
from functools import partial
from importlib.resources import files
from importlib.resources.abc import Traversable

from weasyprint.urls import URLFetcher, URLFetcherResponse

from clinic.printing.faces import letters_alone
from clinic.printing.template_paths import PRINT_FOLDER

_SERIF = files("font_source_serif_pro") / "files"
_SANS = files("font_source_sans_pro") / "files"

_STYLES = (
    "print.css",
    "fonts.css",
    "page.css",
    "fields.css",
    "fillable.css",
    "letter.css",
    "pack.css",
    "measure.css",
    "report.css",
    "consent.css",
    "own-record.css",
    "stamps.css",
)
_FONTS: dict[str, Traversable] = {
    "serif.otf": _SERIF / "SourceSerifPro-Regular.otf",
    "serif-italic.otf": _SERIF / "SourceSerifPro-It.otf",
    "serif-semibold.otf": _SERIF / "SourceSerifPro-Semibold.otf",
    "sans.otf": _SANS / "SourceSansPro-Regular.otf",
    "sans-italic.otf": _SANS / "SourceSansPro-It.otf",
    "sans-semibold.otf": _SANS / "SourceSansPro-Semibold.otf",
}

#: Address to what reads it and media type. What is not in this table cannot be fetched.
CATALOG: dict[str, tuple[Callable[[], bytes], str]] = {
    **{f"hearth:{name}": ((PRINT_FOLDER / name).read_bytes, "text/css") for name in _STYLES},
    **{f"hearth:fonts/{name}": (path.read_bytes, "font/otf") for name, path in _FONTS.items()},
    "hearth:fonts/field.otf": (partial(letters_alone, _FONTS["serif.otf"]), "font/otf"),
}


class AddressRefused(ValueError):
    """A document asked for something that is not part of the print folder."""


class SealedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Serve the catalog by exact name and stop the whole print at any other address.

    Stopping is deliberate: our templates never point elsewhere, so an address outside the catalog
    is either a fault in a template or somebody trying the door. Neither should print quietly.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("hearth",), allow_redirects=False, fail_on_errors=True)
        # Kept beside the exception, because WeasyPrint 70 swallows even that inside a drawing.
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        try:
            read, media_type = CATALOG[url]
        except KeyError:
            self.refused.append(url)
            raise AddressRefused(url) from None
        return URLFetcherResponse(url, read(), {"Content-Type": media_type})
