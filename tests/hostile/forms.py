"""The forms that stand on a page, with what a browser would send of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.markup import Part, parsed

Body = tuple[tuple[str, str | bytes], ...]

_UNSENT = frozenset({"submit", "button", "image", "reset"})
_TICKED = frozenset({"radio", "checkbox"})

BOXES = "minutes-", "before-", "after-"
"""Of a grid in which most of them stay empty."""


@dataclass
class Control:
    """One name of a form: what is offered under it, and what stands in it."""

    name: str
    kind: str
    offered: list[str] = field(default_factory=list)
    standing: list[str] = field(default_factory=list)


@dataclass
class Form:
    """Where a form is sent, and its controls by name."""

    method: str
    action: str
    controls: dict[str, Control] = field(default_factory=dict)

    def body(self, fill: Callable[[Control], list[str]]) -> Body:
        """Give what would be sent, when every control is filled in somehow."""
        return tuple((c.name, value) for c in self.controls.values() for value in fill(c))


def forms_on(html: str, address: str) -> list[Form]:
    """Read the forms of a page; one without an action is sent where the page came from."""
    reader = _Reader(address)
    reader.feed(html)
    return reader.forms


def links_on(html: str) -> list[str]:
    """Give where the links of a page lead, within the site and without a place on the page."""
    found = (link.partition("#")[0] for link in Part(parsed(html)).links)
    return [link for link in found if link.startswith("/") and not link.endswith(".pdf")]


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._address = address
        self._is_open = False
        self._select: Control | None = None
        self._text: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_open = True
            method = told.get("method", "get").upper()
            self.forms.append(Form(method, told.get("action") or self._address))
        elif self._is_open and tag == "option" and self._select:
            self._offer(self._select, told, "selected")
        elif self._is_open and told.get("name"):
            self._control(tag, told)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_open = False
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None and data.strip():
            self._text.standing.append(data.strip())

    def _control(self, tag: str, told: dict[str, str]) -> None:
        kind = told.get("type", "text") if tag in ("input", "button") else tag
        if tag == "button" or kind in _UNSENT:
            return
        if told.get("inputmode") in ("numeric", "decimal"):
            kind = "number"
        controls = self.forms[-1].controls
        control = controls.setdefault(told["name"], Control(told["name"], kind))
        if tag == "select":
            self._select = control
        elif tag == "textarea":
            self._text = control
        elif kind in _TICKED:
            self._offer(control, {"value": "on"} | told, "checked")
        elif told.get("value"):
            control.standing.append(told["value"])

    def _offer(self, control: Control, told: dict[str, str], chosen: str) -> None:
        control.offered.append(told.get("value", ""))
        if chosen in told:
            control.standing.append(told.get("value", ""))
