"""The Markdown of worksheets and exercises: prose as safe HTML, field blocks as they stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin

from clinic.content.faults import FaultReport

DEEPEST_MARKDOWN = 8
"""Levels of lists and quotations; a list inside a list counts four."""

MOST_LINES = 10_000
MOST_SIGNS = 20_000
"""Bounds that no sheet comes near, so that a quarter of a megabyte is refused at once."""

_SIGNS = "*_`[]<>&!"
_MAX_NESTING = 20
# markdown-it drops what nests deeper, so the depth is checked well before that.

_REFUSED = {
    "html_block": "text without raw HTML",
    "html_inline": "text without raw HTML",
    "image": "text without images",
    "link_open": "text without links",
    "code_block": "text that is not indented by four spaces",
    "fence": "text without code blocks",
}


@dataclass(frozen=True, slots=True)
class FieldSource:
    """A field block before it is read: the words after the colons, and the YAML inside."""

    info: str
    yaml: str
    line: int


@dataclass(frozen=True, slots=True)
class ProseSource:
    """Prose as HTML, and whether it is the first numbered list: the steps."""

    html: str
    is_steps: bool


def parse_blocks(
    body: str, lines_before: int, report: FaultReport
) -> tuple[ProseSource | FieldSource, ...]:
    """Split Markdown into prose and field blocks, in reading order."""
    lines = body.split("\n")
    if len(lines) > MOST_LINES or sum(body.count(sign) for sign in _SIGNS) > MOST_SIGNS:
        most = f"at most {MOST_LINES} lines and {MOST_SIGNS} characters of Markdown"
        report.add(lines_before + 1, f"expected {most}")
        return ()
    _refuse_foreign(body, lines_before, report)
    blocks: list[ProseSource | FieldSource] = []
    pending: list[Token] = []
    has_steps = False
    for group in _groups(_WRITER.parse(body)):
        first = group[0]
        is_steps = first.type == "ordered_list_open" and not has_steps
        if first.type == "colon_fence" or is_steps:
            blocks.extend(_prose(pending))
            pending = []
        if first.type == "colon_fence":
            blocks.append(_field(first, lines, lines_before, report))
        elif is_steps:
            has_steps = True
            blocks.extend(_prose(group, is_steps=True))
        else:
            pending.extend(group)
    return (*blocks, *_prose(pending))


class _Finder(MarkdownIt):
    """A parser that only looks for what is no part of the format, wherever it may point."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is markdown-it's
        """Take every address for one: markdown-it would show a dangerous one as plain text."""
        return True


# What is shown comes from a parser that knows neither HTML nor addresses. The finder runs before
# it, so that an author hears of them instead of meeting them as odd text on paper.
_FINDER = _Finder("commonmark", {"html": True, "maxNesting": _MAX_NESTING}).use(colon_fence_plugin)
_WRITER = (
    MarkdownIt("commonmark", {"html": False, "maxNesting": _MAX_NESTING})
    .use(colon_fence_plugin)
    .disable(
        ["html_block", "html_inline", "image", "link", "autolink", "reference", "code", "fence"]
    )
)


def _refuse_foreign(body: str, lines_before: int, report: FaultReport) -> None:
    line = 1
    for token in _FINDER.parse(body):
        line = token.map[0] + 1 if token.map else line
        if token.level >= DEEPEST_MARKDOWN:
            report.add(lines_before + line, "expected lists and quotations nested less deeply")
        if token.type == "heading_open" and token.tag == "h1":
            report.add(lines_before + line, "expected headings from ## downwards")
        if token.type == "colon_fence" and token.level:
            report.add(lines_before + line, "expected the field block outside lists and quotations")
        for each in (token, *(token.children or ())):
            if each.type in _REFUSED:
                report.add(lines_before + line, f"expected {_REFUSED[each.type]}")


def _groups(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each block that stands at the left margin."""
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield group
            group = []


def _prose(tokens: list[Token], *, is_steps: bool = False) -> list[ProseSource]:
    if not tokens:
        return []
    return [ProseSource(_WRITER.renderer.render(tokens, _WRITER.options, {}), is_steps)]


def _field(token: Token, lines: list[str], lines_before: int, report: FaultReport) -> FieldSource:
    first, end = token.map or (0, 0)
    # The plug-in closes an open block at the end of the document; its author did not.
    if end - first < 2 or lines[end - 1].strip().strip(":"):
        report.add(lines_before + first + 1, "expected ::: on a line of its own after this block")
    return FieldSource(token.info.strip(), token.content, lines_before + first + 1)
