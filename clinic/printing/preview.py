"""A printed document as a browser draws it in a frame: the same HTML, its style carried inside."""

import re

from markupsafe import Markup

from clinic.printing.template_paths import PRINT_FOLDER

_SHEETS = ("page.css", "fields.css")
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_WIDTH = re.compile(r' style="width: ([0-9]{1,3})%"')
_SCREEN = """
@font-face { font-family: "Hearth Serif"; font-weight: 600; src: url("/fonts/source-serif.woff2") }
@font-face { font-family: "Hearth Serif"; font-style: italic;
  src: url("/fonts/source-serif-italic.woff2") }
html { background: #fff }
body { box-sizing: border-box; width: 210mm; min-height: 297mm; margin: 0 auto;
  padding: 14mm 18mm 18mm; font-family: "Source Sans Pro", "Segoe UI", system-ui, sans-serif }
.foot-left, .foot-center, .foot-right, .who-again { display: none }
@media (max-width: 800px) { html { zoom: .7 } }
@media (max-width: 555px) { html { zoom: .56 } }
@media (max-width: 445px) { html { zoom: .43 } }
"""


def screen_html(document: str, nonce: str) -> str:
    """Fit a sheet's HTML for the screen.

    Browsers draw no running feet and know no page boxes, and a strict policy takes neither style
    attributes nor a style without its nonce; everything else stays as it is printed.
    """
    styles = "\n".join((PRINT_FOLDER / name).read_text(encoding="utf-8") for name in _SHEETS)
    # Safe: style sheets of our own, and a nonce that the server made.
    style = Markup('<style nonce="{}">').format(nonce) + Markup(styles + _SCREEN + "</style>")  # noqa: S704
    document = _STYLE.sub(lambda _found: str(style), document, count=1)
    return _WIDTH.sub(r' width="\1%"', document)
