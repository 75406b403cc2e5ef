"""The style sheets of the pages: one file a component here, one request in the browser."""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from flask import Blueprint, Response, abort, url_for

from clinic.domain.access import Action
from clinic.web.gate import access

FOLDER = Path(__file__).parent / "styles"

# In the order in which one may overrule another.
_EVERYWHERE = (
    "faces tokens ground buttons parts marks tables forms next_hour one_person staff_frame "
    "client_frame plain_pages clashes"
)
_STAFF = (
    "staff_dashboard staff_charts staff_practice staff_sessions staff_room staff_plan "
    "staff_measures staff_editor staff_typing staff_own_measures staff_waiting staff_first_talk "
    "staff_gaps staff_notes"
)
SHEETS = MappingProxyType({"hearth": tuple(_EVERYWHERE.split()), "staff": tuple(_STAFF.split())})
"""The components of each sheet; `staff` is loaded after `hearth`, by the pages of staff alone."""

_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_BREAK = re.compile(r"\s*\n\s*")

blueprint = Blueprint("style_sheets", __name__, url_prefix="/styles")


@blueprint.get("/<name>.css")
@access(Action.OPEN_TO_ALL)
def show(name: str) -> Response:
    """Serve a sheet; any other name is not there."""
    if name not in SHEETS:
        abort(404)
    return Response(sheet_text(name), mimetype="text/css")


def style_url(name: str) -> str:
    """Give the address of a sheet, with its content in the address."""
    return url_for("style_sheets.show", name=name, v=_stamp(name))


@cache
def sheet_text(name: str) -> str:
    """Lay the components of a sheet together, without remarks and line breaks, once per process."""
    texts = ((FOLDER / f"{part}.css").read_text(encoding="utf-8") for part in SHEETS[name])
    return _BREAK.sub("", _REMARK.sub("", "\n".join(texts)))


@cache
def _stamp(name: str) -> str:
    return sha256(sheet_text(name).encode()).hexdigest()[:12]
