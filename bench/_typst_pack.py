"""The same pack written for Typst: the same words, lines and tables, one sheet after another."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from importlib.resources import files

from clinic.domain.homework.worksheets import Field, FieldKind, Prose, Worksheet

FONTS = [str(files(f"font_source_{face}_pro") / "files") for face in ("serif", "sans")]

_TAG = re.compile(r"<[^>]+>")
_SPECIAL = re.compile(r"([\\#*_`$<>@\[\]~/=+-])")
_HEAD = """
#set page(paper: "a4", margin: (x: 18mm, top: 14mm, bottom: 18mm),
  footer: context [#set text(9pt)
    #foot.get() #h(1fr) #line-for-help #h(1fr) #counter(page).display()])
#set text(font: "Source Sans Pro", size: 11pt)
#show heading: set text(font: "Source Serif Pro", weight: 600)
#let rule = block(height: 8.5mm, width: 100%, stroke: (bottom: 0.6pt))
"""


def typst_source(
    names: Sequence[str], subtitle: str, sheets: Sequence[Worksheet], crisis_line: str
) -> str:
    """Write the pack, each person's sheets in turn."""
    pages = [_sheet(sheet, name, subtitle) for name in names for sheet in sheets]
    start = f'#let foot = state("foot", [])\n#let line-for-help = [Need help now? {crisis_line}]'
    return start + _HEAD + "\n#pagebreak()\n".join(pages)


def _sheet(sheet: Worksheet, name: str, subtitle: str) -> str:
    head = f"#grid(columns: (1fr, 38%), [= {_text(sheet.title)}], align(right)[*{_text(name)}*\\ "
    lines = [f"#foot.update([{sheet.code}])", f"{head}{_text(subtitle)}])"]
    lines += ["#line(length: 100%)", f"#emph[{_text(sheet.purpose)}]"]
    care = f"*Go gently* {_text(sheet.caution)} {_text(sheet.stop_rule)}"
    lines.append(f"#block(stroke: 0.8pt, inset: 3mm)[{care}]")
    for block in sheet.blocks:
        if isinstance(block, Field):
            lines += _field(block)
        elif isinstance(block, Prose):
            lines.append(_text(block.html))
    return "\n\n".join(lines)


def _field(field: Field) -> Iterator[str]:
    yield f"== {_text(field.label)}"
    if field.hint:
        yield _text(field.hint)
    if field.kind in (FieldKind.TABLE, FieldKind.LADDER):
        yield _grid(field)
    elif field.kind is FieldKind.RATING:
        yield "#grid(columns: 11, gutter: 4mm, " + ", ".join(f"[{n}]" for n in range(11)) + ")"
    elif field.options:
        yield "\n".join(f"- {_text(option.label)}" for option in field.options)
    else:
        yield "#rule\n" * max(field.lines or 1, 1)


def _grid(field: Field) -> str:
    heads = [f"[*{_text(column.label)}*]" for column in field.columns] or ["[]"] * 5
    cells = ["[]"] * (len(heads) * (field.rows or 1))
    return f"#table(columns: (1fr,) * {len(heads)}, rows: 9mm, {', '.join([*heads, *cells])})"


def _text(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(unescape(_TAG.sub(" ", words)).split()))
