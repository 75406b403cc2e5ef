"""The serif faces of the web pages, cut down from the installed font package at first use."""

from functools import cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

import font_source_serif_pro
from flask import Blueprint, Response, abort
from fontTools import subset

from clinic.domain.access import Action
from clinic.web.gate import access

FONT_MEDIA_TYPE = "font/woff2"
DEFAULT_FACE = "source-serif.woff2"

_FACES = MappingProxyType(
    {
        DEFAULT_FACE: "SourceSerifPro-Semibold.otf",
        "source-serif-italic.woff2": "SourceSerifPro-It.otf",
    }
)

# Latin up to Extended-B, typographic quotes and dashes, the euro, arrows and the minus sign.
_CHARACTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),
    *range(0x2010, 0x2027),
    0x2032,
    0x2033,
    0x20AC,
    *range(0x2190, 0x2194),
    0x2212,
)


blueprint = Blueprint("fonts", __name__, url_prefix="/fonts")


@blueprint.get("/<name>")
@access(Action.OPEN_TO_ALL)
def show(name: str) -> Response:
    """Serve a face; any other name is not there."""
    if name not in _FACES:
        abort(404)
    return Response(font_bytes(name), mimetype=FONT_MEDIA_TYPE)


def font_file(name: str) -> Path:
    """Find the installed file behind a public font name; `KeyError` for any other name."""
    return Path(font_source_serif_pro.font_directory) / _FACES[name]


@cache
def font_bytes(name: str = DEFAULT_FACE) -> bytes:
    """Cut a face down to Latin as WOFF2, once per process.

    A whole face weighs 220 KB; a phone on a poor line should not wait for Greek and Cyrillic.
    """
    options = subset.Options(flavor="woff2", layout_features=["kern", "liga", "lnum", "tnum"])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=_CHARACTERS)
    buffer = BytesIO()
    with subset.load_font(font_file(name), options) as font:
        cutter.subset(font)
        subset.save_font(font, buffer, options)
    return buffer.getvalue()
