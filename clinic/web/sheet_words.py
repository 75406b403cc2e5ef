"""What fields with fixed parts call them, by key, for pages that read an answer back."""

from collections.abc import Mapping

from clinic.domain.worksheets import BODY_REGIONS, CIRCLES, LADDER_PARTS

SHEET_WORDS: Mapping[str, Mapping[str, str]] = {
    "circles": CIRCLES,
    "ladder_parts": LADDER_PARTS,
    "body_regions": BODY_REGIONS,
}
