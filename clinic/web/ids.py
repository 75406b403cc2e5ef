"""The random ids of addresses as URL converters, as in `<id:cohort_id>`."""

from werkzeug.routing import BaseConverter

from clinic.domain.homework.sheet_codes import read_code


class PublicId(BaseConverter):
    """Takes what `new_public_id` makes and nothing else, so that no number ever reaches a query."""

    regex = "[a-km-z2-9]{20}"
    part_isolating = True


class Token(BaseConverter):
    """Takes the token of an invitation: URL-safe text of 43 characters."""

    regex = "[A-Za-z0-9_-]{43}"
    part_isolating = True


class SheetCodeConverter(BaseConverter):
    """Takes any text and gives the code in it; what cannot be one is empty and leads nowhere.

    A narrower one would answer a slip of the hand with another page than it does a wrong code.
    """

    regex = "[^/]{1,60}"
    part_isolating = True

    def to_python(self, value: str) -> str:
        """Read the code as loosely as one that was typed by hand."""
        return read_code(value)
