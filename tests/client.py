"""A test client that takes endpoints, signs people in, and inspects every page it fetches."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.markup import Readable, parsed
from tests.tags import is_tagged, tag_faults

_OWN = ("/static/", "/bootstrap/", "/fonts/")


@dataclass(frozen=True)
class Page(Readable):
    """An answer, asked for what a person would see."""

    answer: TestResponse

    @property
    def status(self) -> int:
        return self.answer.status_code

    @cached_property
    def html(self) -> str:
        """The answer as it was sent, for words that may stand nowhere in it."""
        return self.answer.get_data(as_text=True)

    @property
    def bare(self) -> str:
        """The answer but for the token of its forms, which is another one with each second."""
        tokens = [one["content"] for one in self.parts("meta", name="csrf-token")]
        tokens += [one["value"] for one in self.parts("input", name="csrf_token")]
        bared = self.html
        for token in tokens:
            bared = bared.replace(token, "")
        return bared

    @cached_property
    def element(self) -> Any:
        return parsed(self.html)

    @property
    def json(self) -> Any:
        return self.answer.get_json()

    @property
    def location(self) -> str:
        return self.answer.headers["Location"]

    @property
    def once(self) -> str:
        """The once-only key of the form on the page."""
        return self.parts("input", name="once")[0]["value"]

    @property
    def drawn(self) -> str:
        """What the form on the page was drawn from, which it sends along."""
        return self.parts("input", name="drawn")[0]["value"]

    def has_heading(self, words: str) -> bool:
        return any(words in heading for heading in self.headings)

    def check(self) -> None:
        """Look at what every page of ours has, and what none may have."""
        assert self.parts("title"), "a page has a title"
        assert len(self.parts("h1")) == 1, "a page has one main heading"
        assert "Undefined" not in self.html
        assert "&lt;svg" not in self.html
        labelled = {label["for"] for label in self.parts("label", for_=True)}
        for one in self.element.iter("*"):
            tag, names = one.tag, one.attrib
            assert not any(n == "style" or n.startswith("on") for n in names), "no inline handler"
            assert tag != "script" or "src" in names, "no inline script"
            if tag == "input" and "id" in names and names.get("type") != "hidden":
                has_label = names["id"] in labelled or "aria-label" in names
                assert has_label, f"the input {names['id']} has a label"


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
        page, headers = Page(answer), answer.headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store" or answer.request.path.startswith(_OWN)
        if answer.mimetype == "text/html" and answer.status_code != 303:
            page.check()
        # A pack is bound from many and has no tags; whatever has some must have true ones.
        if answer.mimetype == "application/pdf" and is_tagged(answer.get_data()):
            assert tag_faults(answer.get_data()) == []
        return page
