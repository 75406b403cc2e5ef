"""YAML composed into sections whose readers say what they expected, and on which line."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

import yaml
from yaml.composer import Composer
from yaml.cyaml import CParser  # type: ignore[attr-defined] # it is there in every wheel
from yaml.resolver import Resolver

from clinic.content.documents import UNTYPED
from clinic.content.faults import FaultReport

DEEPEST_YAML = 12
LARGEST_YAML = 128 * 1024
"""Characters; six times what the longest program takes, and read in a second."""

_NUMBER = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,3})?")
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}
_NULL = "tag:yaml.org,2002:null"

Word = TypeVar("Word", bound=StrEnum)


def parse_yaml(
    text: str, lines_before: int, report: FaultReport, path: str = ""
) -> "FileSection | None":
    """Compose YAML whose top is a mapping; nothing in it is ever constructed as an object."""
    if len(text) > LARGEST_YAML:
        report.add(lines_before + 1, f"expected at most {LARGEST_YAML // 1024} KB of YAML")
        return None
    try:
        node = _Loader(text).get_single_node()
    except _RefusedYAML as error:
        report.add(lines_before + error.line, f"expected {error}")
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        report.add(lines_before + line, f"expected valid YAML ({error.problem})")
        return None
    except (yaml.YAMLError, ValueError, OverflowError):
        # PyYAML lets chr() fail on an escape beyond Unicode, so that no mark is left.
        report.add(lines_before + 1, "expected valid YAML with characters of Unicode")
        return None
    node = node or _Loader("{}").get_single_node()
    if not isinstance(node, yaml.MappingNode):
        report.add(lines_before + 1, "expected keys with values")
        return None
    return FileSection(node, lines_before, report, path)


def compose(text: str) -> yaml.MappingNode:
    """Compose YAML that was read before without a fault, for its places in the text."""
    node = _Loader(text).get_single_node()
    if not isinstance(node, yaml.MappingNode):
        raise TypeError("keys with values were read from this text before")
    return node


class FileSection:
    """A mapping of a file, read key by key; each reader says what it expected.

    Scalars are taken as they are written: `language: no` is Norwegian, not false.
    """

    def __init__(
        self, node: yaml.MappingNode, lines_before: int, report: FaultReport, path: str = ""
    ) -> None:
        self.path = path
        self.report = report
        self._lines_before = lines_before
        self._nodes: dict[str, yaml.Node] = {}
        self._read: set[str] = set()
        self._line = lines_before + _line_of(node)
        for key_node, value in node.value:
            self._take(key_node, value)

    def _take(self, key_node: yaml.Node, value: yaml.Node) -> None:
        line = self._lines_before + _line_of(key_node)
        if not isinstance(key_node, yaml.ScalarNode):
            self.report.add(line, "expected a word as the key")
        elif key_node.value in self._nodes:
            self.report.add(line, f"expected each key once, found {key_node.value[:40]!r} again")
        else:
            self._nodes[key_node.value] = value
            self.report.mark(self._below(key_node.value), line)

    def has(self, key: str) -> bool:
        """Tell whether the key stands here with a value; to ask makes the key a known one."""
        self._read.add(key)
        return key in self._nodes and self._nodes[key].tag != _NULL

    def is_list(self, key: str) -> bool:
        """Tell whether the value of a key is a list."""
        return self.has(key) and isinstance(self._nodes[key], yaml.SequenceNode)

    def is_mapping(self, key: str) -> bool:
        """Tell whether the value of a key holds keys with values of its own."""
        return self.has(key) and isinstance(self._nodes[key], yaml.MappingNode)

    def all_keys(self) -> list[str]:
        """Name the keys in the order in which they are written, all of them as known."""
        self._read.update(self._nodes)
        return list(self._nodes)

    def line(self, key: str = "") -> int:
        """Give the line of a key, or of the section that lacks it."""
        return self.report.line(self._below(key)) if key in self._nodes else self._line

    def fault(self, key: str, expected: str) -> None:
        """Report what was expected at a key."""
        self.report.add(self.line(key), f"expected {expected}")

    def text(self, key: str, most: int = 500, default: str | None = None) -> str:
        """Read one paragraph of words; without a default it must be there."""
        if not self.has(key):
            if default is None:
                self.fault(key, f"{key} with text")
            return default or ""
        node = self._nodes[key]
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            self.fault(key, f"text at {key}")
            return ""
        if len(node.value) > most:
            self.fault(key, f"at most {most} characters at {key}")
        return " ".join(node.value.split())

    def maybe(self, key: str) -> str | None:
        """Read a name that may be left out."""
        return self.text(key, 80, "") or None

    def number(self, key: str, low: float, high: float) -> float | None:
        """Read a number that may be left out."""
        if not self.has(key):
            return None
        found = _number(self._nodes[key], low, high)
        if found is None:
            self.fault(key, f"{key} to be a number from {low:g} to {high:g}")
        return found

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Read a whole number; without a default it must be there."""
        if not self.has(key) and default is not None:
            return default
        found = _whole(self._nodes[key], low, high) if self.has(key) else None
        if found is None:
            self.fault(key, f"{key} to be a whole number from {low} to {high}")
        return low if found is None else found

    def maybe_whole(self, key: str, low: int, high: int) -> int | None:
        """Read a whole number that may be left out."""
        return self.whole(key, low, high) if self.has(key) else None

    def flag(self, key: str) -> bool:
        """Read true or false; what is left out is false."""
        written = self.text(key, default="false").lower()
        if written not in _TRUTH:
            self.fault(key, f"{key} to be true or false")
        return _TRUTH.get(written, False)

    def word(self, key: str, words: Iterable[Word], default: Word | None = None) -> Word:
        """Read one word of a closed list; without a default it must be there."""
        known = {word.value: word for word in words}
        if not self.has(key) and default is not None:
            return default
        written = self.text(key, default="")
        if written not in known:
            self.fault(key, f"{key} to be one of {', '.join(known)}")
            return next(iter(known.values()))
        return known[written]

    def section(self, key: str) -> "FileSection | None":
        """Read a mapping that may be left out."""
        if not self.has(key):
            return None
        node = self._nodes[key]
        if isinstance(node, yaml.MappingNode):
            return FileSection(node, self._lines_before, self.report, self._below(key))
        self.fault(key, f"keys with values at {key}")
        return None

    def sections(self, key: str) -> list["FileSection"]:
        """Read a list of mappings; what is left out is empty."""
        found = []
        for path, node in self._items(key):
            if isinstance(node, yaml.MappingNode):
                found.append(FileSection(node, self._lines_before, self.report, path))
            else:
                self.report.add(self.report.line(path), f"expected keys with values under {key}")
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of words; what is left out is empty."""
        found = []
        for path, node in self._items(key):
            if isinstance(node, yaml.ScalarNode) and node.value.strip():
                found.append(" ".join(node.value.split()))
            else:
                self.report.add(self.report.line(path), f"expected words under {key}")
        return tuple(found)

    def words_or_sections(self, key: str) -> list["str | FileSection"]:
        """Read a list in which each entry is words, or keys with values."""
        found: list[str | FileSection] = []
        for path, node in self._items(key):
            if isinstance(node, yaml.MappingNode):
                found.append(FileSection(node, self._lines_before, self.report, path))
            elif isinstance(node, yaml.ScalarNode) and node.value.strip():
                found.append(" ".join(node.value.split()))
            else:
                self.report.add(self.report.line(path), f"expected words under {key}")
                found.append("")  # Those that follow keep their numbers.
        return found

    def wholes(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """Read a list of whole numbers; what is left out is empty."""
        found = []
        for path, node in self._items(key):
            number = _whole(node, low, high)
            if number is not None:
                found.append(number)
            else:
                expected = f"expected whole numbers from {low} to {high} under {key}"
                self.report.add(self.report.line(path), expected)
        return tuple(found)

    def done(self) -> None:
        """Report every key that nobody has asked for."""
        known = ", ".join(sorted(self._read))
        for key, node in self._nodes.items():
            if key in self._read:
                continue
            if node.tag == _NULL:
                # In braces a comma ends the value, and the rest of the words becomes a key.
                self.fault(key, f"quotes around text with a comma, near {key[:40]!r}")
            else:
                self.fault(key, f"one of the keys {known}; found {key[:40]!r}")

    def _items(self, key: str) -> list[tuple[str, yaml.Node]]:
        if not self.has(key):
            return []
        node = self._nodes[key]
        if not isinstance(node, yaml.SequenceNode):
            self.fault(key, f"a list at {key}")
            return []
        items = []
        for number, item in enumerate(node.value):
            path = f"{self._below(key)}.{number}"
            self.report.mark(path, self._lines_before + _line_of(item))
            items.append((path, item))
        return items

    def _below(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


class _RefusedYAML(yaml.YAMLError):
    """YAML that is valid but no part of the format."""

    def __init__(self, expected: str, event: yaml.Event) -> None:
        super().__init__(expected)
        self.line = event.start_mark.line + 1 if event.start_mark else 1


class _Loader(Composer, CParser, Resolver):
    """Compose nodes only, without the parts of YAML that repeat, nest or construct.

    The events come from libyaml, which reads a clinic's content eight times as fast.
    """

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        Composer.__init__(self)
        Resolver.__init__(self)
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose one node, refusing aliases, anchors, tags and bottomless nesting."""
        event: yaml.Event = self.peek_event()  # type: ignore[assignment] # never at the end
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _RefusedYAML("values written out, without anchors and aliases", event)
        if getattr(event, "tag", None):
            raise _RefusedYAML("plain values, without tags", event)
        if self._depth >= DEEPEST_YAML:
            raise _RefusedYAML(f"at most {DEEPEST_YAML} levels of nesting", event)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        if isinstance(node, yaml.ScalarNode) and UNTYPED.search(node.value):
            raise _RefusedYAML("characters that can be printed", event)
        return node


def _line_of(node: yaml.Node) -> int:
    return node.start_mark.line + 1


def _number(node: yaml.Node, low: float, high: float) -> float | None:
    if isinstance(node, yaml.ScalarNode) and _NUMBER.fullmatch(node.value):
        return float(node.value) if low <= float(node.value) <= high else None
    return None


def _whole(node: yaml.Node, low: int, high: int) -> int | None:
    number = _number(node, low, high)
    return int(number) if number is not None and number == int(number) else None
