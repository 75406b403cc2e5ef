"""Links as squares that a camera reads."""

from io import BytesIO

import segno
from markupsafe import Markup


def square(link: str, title: str, border: int = 0) -> Markup:
    """Draw a link for any camera; without a border of its own the page must leave it white room.

    A square may lose about 15 % of itself to a crease or a stain and is read all the same.
    """
    drawing = BytesIO()
    segno.make(link, error="m", micro=False).save(
        drawing,
        kind="svg",
        xmldecl=False,
        svgns=True,
        nl=False,
        border=border,
        omitsize=True,
        title=title,
    )
    return Markup(drawing.getvalue().decode())  # noqa: S704 - segno escapes the title
