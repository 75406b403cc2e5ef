"""What a browser keeps for the time without a connection: the worker that does, and its page."""

import json
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, url_for

from clinic.domain.access import Action
from clinic.web.gate import access
from clinic.web.pages import clinic, static_url
from clinic.web.style_sheets import style_url

blueprint = Blueprint("offline", __name__)

_STAMPED = ("page.js", "sending.js", "offline.js", "icon.svg")
_IMPORTED = ("press.js", "drafts.js", "sealed.js", "opening.js")
_RUN = ("opening.js", "courier.js")


@blueprint.get("/sw.js")
@access(Action.OPEN_TO_ALL)
def worker() -> Response:
    """Serve the worker at the root, so that it stands before every page of the clinic.

    Its text changes with what the clinic says about help, and browsers then keep that again.
    """
    text = Path(current_app.static_folder or "", "sw.js").read_text(encoding="utf-8")
    kept = json.dumps(_kept())
    page = Path(current_app.template_folder or "", "auth/offline/show.html").read_text("utf-8")
    stamp = sha256(f"{text}{kept}{page}{clinic()!r}".encode()).hexdigest()[:16]
    scripts = json.dumps([static_url(name) for name in _RUN])
    head = f'const KEPT = {kept};\nconst STAMP = "{stamp}";\nconst SCRIPTS = {scripts};\n'
    return Response(head + text, mimetype="text/javascript")


@blueprint.get("/offline")
@access(Action.OPEN_TO_ALL)
def show() -> str:
    """Say that there is no connection, whom to call, and take the wish for a call."""
    return render_template("auth/offline/show.html", help=clinic())


def _kept() -> list[str]:
    return [
        url_for("auth.offline.show"),
        url_for("bootstrap.show", name="bootstrap.min.css"),
        url_for("fonts.show", name="source-serif.woff2"),
        style_url("hearth"),
        *(static_url(name) for name in _STAMPED),
        *(url_for("static", filename=name) for name in _IMPORTED),
    ]
