"""Markup as a browser reads it: parsed once by lxml, and asked for what stands in it.

lxml, because it is here already (pikepdf needs it), is alive, and parses a page of ours in half a
millisecond; selectolax reads HTML 5 to the letter, but would be one more thing to install.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import html as lxml_html

_UNSEEN = frozenset({"script", "style", "svg"})
_HEADINGS = frozenset({"h1", "h2", "h3"})
_CONTROLS = ("input", "select", "textarea", "button")
_ADDRESSES = ("href", "action", "formaction", "value", "data-autosave-url")


def parsed(source: str) -> Any:
    """Parse a page, and give its outermost element."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    text = source if source.strip() else "<html></html>"
    return lxml_html.document_fromstring(text.encode(errors="replace"), parser=parser)


class Readable:
    """What can be asked of a page, or of an element with all that stands in it."""

    element: Any

    @cached_property
    def text(self) -> str:
        """The words in it, without drawings, a space where a tag stands, spaces folded."""
        return " ".join(" ".join(_words(self.element)).split())

    @property
    def written(self) -> str:
        """The words in it as they stand, such as those of a field of many lines."""
        return "".join(self.element.itertext())

    def parts(self, tag: str | None = None, /, **said: str | bool) -> list["Part"]:
        """Give the elements of a kind of which something is said, in their order.

        `class_="offer"` asks for one of the classes, `data_wait=True` for an attribute, whatever
        its value.
        """
        asked = {name.rstrip("_").replace("_", "-"): value for name, value in said.items()}
        found = self.element.iter(tag) if tag else self.element.iter("*")
        return [Part(one) for one in found if _fits(one, asked)]

    def part(self, tag: str | None = None, /, **said: str | bool) -> "Part":
        """Give the one element of a kind of which this is said."""
        found = self.parts(tag, **said)
        assert len(found) == 1, f"{len(found)} × {tag} {said}"
        return found[0]

    def __getitem__(self, name: str) -> str:
        """Give an attribute, empty where it is named without a value."""
        value = self.element.get(name)
        assert value is not None, f"<{self.element.tag}> has no {name}"
        return str(value)

    def __contains__(self, name: str) -> bool:
        return self.element.get(name) is not None

    @property
    def title(self) -> str:
        """What the tab of the browser says."""
        return self.parts("title")[0].text

    @property
    def headings(self) -> list[str]:
        """The headings, of the first three orders."""
        return [one.text for one in self.parts() if one.element.tag in _HEADINGS]

    @property
    def rows(self) -> list[str]:
        """The rows of tables, each in its words."""
        return [row.text for row in self.parts("tr")]

    @property
    def links(self) -> list[str]:
        """Where its links lead."""
        return [link["href"] for link in self.parts("a", href=True)]

    @property
    def areas(self) -> list[str]:
        """What stands in its fields of many lines."""
        return [area.standing for area in self.parts("textarea")]

    @property
    def addresses(self) -> list[str]:
        """Where its links, forms and buttons lead, and what its fields hold to be copied."""
        told = (one.element.get(name) for one in self.parts() for name in _ADDRESSES)
        return [address for address in told if address]

    def leads_to(self, address: str) -> bool:
        """Whether one of the addresses has these words in it."""
        return any(address in each for each in self.addresses)

    def id_after(self, words: str) -> str:
        """Give what follows these words in the first of the addresses that has them."""
        address = next(each for each in self.addresses if words in each)
        return re.split(r"[/?#&]", address.partition(words)[2])[0]

    def has_field(self, name: str) -> bool:
        """Whether a form has a field of this name."""
        return any(self.parts(tag, name=name) for tag in _CONTROLS)

    def field(self, name: str) -> str:
        """Give what stands in the field of this name, the first where several forms have one."""
        return next(one for tag in _CONTROLS for one in self.parts(tag, name=name)).standing

    @property
    def standing(self) -> str:
        """What stands in this field: its value, its lines, or the option that is chosen."""
        if self.element.tag == "textarea":
            return self.written.removeprefix("\n")
        if self.element.tag == "select":
            return next((one["value"] for one in self.parts("option", selected=True)), "")
        return str(self.element.get("value") or "")

    def options(self, name: str) -> list[str]:
        """Give the values among which one chooses in the list of this name."""
        return [option["value"] for option in self.part("select", name=name).parts("option")]

    def has_value(self, value: str) -> bool:
        """Whether something of a form has this value, or offers it."""
        return bool(self.parts(value=value))

    def is_ticked(self, value: str) -> bool:
        """Whether a box or a button of this value is ticked."""
        return bool(self.parts("input", value=value, checked=True))

    @property
    def ticked(self) -> list[str]:
        """The names of boxes and buttons that are ticked."""
        return [one["name"] for one in self.parts("input", checked=True)]


@dataclass(frozen=True)
class Part(Readable):
    """An element, and all that stands in it."""

    element: Any


def _words(element: Any) -> Iterator[str]:
    if element.tag not in _UNSEEN and isinstance(element.tag, str):
        yield element.text or ""
        for child in element:
            yield from _words(child)
            yield child.tail or ""


def _fits(element: Any, asked: dict[str, str | bool]) -> bool:
    for name, wanted in asked.items():
        value = element.get(name)
        if value is None:
            return False
        if (
            wanted is not True
            and wanted != value
            and not (name == "class" and wanted in value.split())
        ):
            return False
    return True
