"""The face for what is typed into a form: every letter of the serif, and nothing else of it."""

from importlib.resources.abc import Traversable
from io import BytesIO

from fontTools import subset


def letters_alone(face: Traversable) -> bytes:
    """Cut a face down to one glyph a letter, without small capitals, old figures and hints.

    A file carries the face of its fields whole, since nobody knows what will be typed: 48 kB
    compressed, where the uncut one takes 130.
    """
    options = subset.Options(
        layout_features=[], hinting=False, glyph_names=False, notdef_outline=True
    )
    buffer = BytesIO()
    with face.open("rb") as opened, subset.load_font(opened, options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=font.getBestCmap())
        cutter.subset(font)
        subset.save_font(font, buffer, options)
    return buffer.getvalue()
