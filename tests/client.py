"""A test client that takes endpoints, signs people in, and inspects every page it fetches."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.tags import is_tagged, tag_faults

_TAGS = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]+>", re.DOTALL)
_TAG = re.compile(r"<[a-z][^<>]*>", re.IGNORECASE)
_VALUE_OR_SPACE = re.compile(r'"[^"]*"|\s+')
_INLINE = re.compile(r"<[^>]+\s(style|on[a-z]+)\s*=", re.IGNORECASE)
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE)
_DRAWN = re.compile(r'<input[^>]*name="drawn"[^>]*value="([^"]+)"')
_ONCE = re.compile(r'<input[^>]*name="once"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Page:
    """An answer, asked for what a person would see."""

    answer: TestResponse

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def html(self) -> str:
        """The page with each tag on one line, as a browser reads it wherever a template breaks."""
        return _TAG.sub(_on_one_line, self.answer.get_data(as_text=True))

    @property
    def text(self) -> str:
        """The words on the page, without tags and drawings, spaces folded."""
        return " ".join(unescape(_TAGS.sub(" ", self.html)).split())

    @property
    def json(self) -> Any:
        return self.answer.get_json()

    @property
    def location(self) -> str:
        return self.answer.headers["Location"]

    @property
    def once(self) -> str:
        """The once-only key of the form on the page."""
        found = _ONCE.search(self.html)
        assert found, "the page has no form with a once-only key"
        return found[1]

    @property
    def drawn(self) -> str:
        """What the form on the page was drawn from, which it sends along."""
        found = _DRAWN.search(self.html)
        assert found, "the page has no form over rows that stand"
        return unescape(found[1])

    def has_heading(self, words: str) -> bool:
        headings = re.findall(r"<h[1-3][^>]*>(.*?)</h[1-3]>", self.html, re.DOTALL)
        return any(words in " ".join(unescape(_TAGS.sub(" ", h)).split()) for h in headings)


def _on_one_line(tag: re.Match[str]) -> str:
    return _VALUE_OR_SPACE.sub(lambda found: " " if found[0].isspace() else found[0], tag[0])


class Person:
    """Somebody at a browser."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browser: FlaskClient = app.test_client()

    def get(self, endpoint: str, **values: Any) -> Page:
        return self._inspect(self.browser.get(self.url(endpoint, **values)))

    def post(self, endpoint: str, data: Mapping[str, Any] | None = None, /, **values: Any) -> Page:
        """Send a form; what else is named fills the address, whatever its name."""
        files = {name: FileStorage(*v) for name, v in (data or {}).items() if isinstance(v, tuple)}
        if not files:
            return self._inspect(self.browser.post(self.url(endpoint, **values), data=data or {}))
        # In memory: werkzeug's own client leaves the temporary file of a large body open.
        kind, body = encode_multipart({**(data or {}), **files})
        kind = f'multipart/form-data; boundary="{kind}"'
        address = self.url(endpoint, **values)
        return self._inspect(self.browser.post(address, data=body, content_type=kind))

    def put_json(self, endpoint: str, body: Any, **values: Any) -> Page:
        return self._inspect(self.browser.put(self.url(endpoint, **values), json=body))

    def open(self, path: str) -> Page:
        return self._inspect(self.browser.get(path))

    def url(self, endpoint: str, **values: Any) -> str:
        with self.app.test_request_context():
            return url_for(endpoint, **values)

    def _inspect(self, answer: TestResponse) -> Page:
        headers = answer.headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store" or answer.request.path.startswith(
            ("/static/", "/bootstrap/", "/fonts/")
        )
        if answer.mimetype == "text/html" and answer.status_code != 303:
            html = Page(answer).html
            assert "<title>" in html, "a page has a title"
            assert html.count("<h1") == 1, "a page has one main heading"
            assert not _INLINE.search(html), "no inline style or handler"
            assert not _INLINE_SCRIPT.search(html), "no inline script"
            assert "Undefined" not in html
            assert "&lt;svg" not in html
            for field in re.findall(r'<input(?![^>]*type="hidden")[^>]*\bid="([^"]+)"', html):
                labelled = f'for="{field}"' in html or f'id="{field}" aria-label' in html
                assert labelled, f"the input {field} has a label"
        # A pack is bound from many and has no tags; whatever has some must have true ones.
        if answer.mimetype == "application/pdf" and is_tagged(answer.get_data()):
            assert tag_faults(answer.get_data()) == []
        return Page(answer)
