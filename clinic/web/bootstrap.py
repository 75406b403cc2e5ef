"""Bootstrap's style sheet and script, from the package that carries them.

The package is an extension of Flask, with macros and themes; none of that is used or served. No
other one that is kept has version 5 as a wheel, which is all that `deploy/lock` takes.
"""

from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from types import MappingProxyType

from flask import Blueprint, Response, abort, send_file

from clinic.domain.access import Action
from clinic.web.gate import access

_FILES = MappingProxyType(
    {
        "bootstrap.min.css": "css/bootstrap.min.css",
        "bootstrap.min.js": "js/bootstrap.min.js",
    }
)

blueprint = Blueprint("bootstrap", __name__, url_prefix="/bootstrap")


@blueprint.get("/<name>")
@access(Action.OPEN_TO_ALL)
def show(name: str) -> Response:
    """Serve one of the two files; any other name is not there."""
    if name not in _FILES:
        abort(404)
    return send_file(_folder() / _FILES[name])


@cache
def _folder() -> Path:
    found = distribution("Bootstrap-Flask").locate_file("flask_bootstrap/static/bootstrap5")
    return Path(str(found))
