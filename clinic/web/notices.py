"""What is said when no page can be asked: drawn once at the start, in the look of the house."""

from dataclasses import dataclass

from flask import Flask, json, make_response, render_template
from flask_babel import gettext as _

from clinic.web.headers import add_headers
from clinic.web.help_words import look

AGAIN_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Notice:
    """A page and its words for a script, with their headers."""

    page: bytes
    json: bytes
    headers: tuple[tuple[bytes, bytes], ...]


def draw_notices(app: Flask) -> dict[int, Notice]:
    """Draw the notice of each status."""
    with app.test_request_context("/", base_url=app.extensions["hearth"].settings.base_url):
        look()
        return {status: _draw(status, *words) for status, words in _words().items()}


def _words() -> dict[int, tuple[str, str]]:
    return {
        408: (
            _("This did not arrive"),
            _(
                "The connection was too slow, or it broke off. Nothing was changed. Please go "
                "back and send it again."
            ),
        ),
        431: (
            _("This did not arrive"),
            _("More came with this request than any browser sends. Nothing was changed."),
        ),
        500: (
            _("This did not work"),
            _("Something went wrong on our side. What was saved before is safe."),
        ),
        503: (
            _("A great many people are here right now"),
            _(
                "This was not done, and nothing that was saved is lost. "
                "Please wait a few seconds and try again."
            ),
        ),
    }


def _draw(status: int, title: str, text: str) -> Notice:
    answer = make_response(render_template("errors/notice.html", title=title, text=text))
    add_headers(answer)
    if status == 503:
        answer.headers["Retry-After"] = str(AGAIN_SECONDS)
    kept = [
        (name.lower().encode(), text.encode())
        for name, text in answer.headers
        if name not in ("Content-Type", "Content-Length", "Set-Cookie")
    ]
    return Notice(answer.get_data(), json.dumps({"error": text}).encode(), tuple(kept))
