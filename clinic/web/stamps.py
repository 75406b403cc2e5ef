"""What stands on one person's sheets and on nobody else's: name, meeting, code and square."""

from flask import url_for

from clinic.domain.homework.sheet_codes import printed_code
from clinic.printing.sheets import Stamp
from clinic.web.request_context import hearth


def stamp(name: str, subtitle: str, code: str | None) -> Stamp:
    """Make the stamp of one sheet; without a code it carries the name alone."""
    if code is None:
        return Stamp(name, subtitle)
    link = hearth().settings.base_url + url_for("auth.codes.show", code=code)
    return Stamp(name, subtitle, printed_code(code), link)
