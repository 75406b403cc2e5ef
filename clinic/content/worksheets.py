"""Worksheet files into worksheets."""

import re
from pathlib import PurePath

from clinic.content.documents import is_plain, split_document
from clinic.content.faults import FaultReport
from clinic.content.fields import read_block
from clinic.content.markdown import FieldSource, ProseSource, parse_blocks
from clinic.content.sections import FileSection, parse_yaml
from clinic.domain.homework.exercises import Flow, Skill
from clinic.domain.homework.figures import Figure
from clinic.domain.homework.worksheets import Field, Prose, Readers, Worksheet

_FILE = re.compile(r"(?P<code>[A-Z]{1,3}[0-9]{2})-(?P<slug>[a-z0-9]+(-[a-z0-9]+)*)\.md")
LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
LAST_WEEK = 52
"""The last week in which anything can first come; 0 is before the first session."""


def parse_worksheet(text: str, file: str) -> Worksheet:
    """Read a worksheet, or raise every fault that is in it."""
    report = FaultReport(file)
    worksheet = read_worksheet(text, report)
    report.close()
    assert worksheet is not None  # noqa: S101 - no worksheet without a fault
    return worksheet


def read_worksheet(text: str, report: FaultReport) -> Worksheet | None:
    """Read a worksheet and report what is wrong in it."""
    document = split_document(text, report) if is_plain(text, report) else None
    section = parse_yaml(document.front, 1, report) if document else None
    if document is None or section is None:
        return None
    blocks = parse_blocks(document.body, document.lines_before_body, report)
    return _worksheet(section, _blocks(blocks, report), report)


def _worksheet(
    section: FileSection, blocks: tuple[Prose | Field | Figure, ...], report: FaultReport
) -> Worksheet:
    code = section.text("code", 5)
    name = _FILE.fullmatch(PurePath(report.file).name)
    if name is None or name["code"] != code:
        section.fault("code", "the file to be named <CODE>-<slug>.md, with this code")
    worksheet = Worksheet(
        code=code,
        slug=name["slug"] if name else "",
        title=section.text("title", 120),
        purpose=section.text("purpose", 400),
        language=read_language(section),
        minutes=section.whole("minutes", 1, 180),
        week=section.maybe_whole("week", 0, LAST_WEEK),
        skill=section.word("skill", Skill),
        flow=section.word("flow", Flow),
        # Sheets from before there was this key were read by the facilitators, and still are.
        readers=section.word("readers", Readers, Readers.FACILITATORS),
        caution=section.text("caution", 600, ""),
        stop_rule=section.text("stop_rule", 600, ""),
        blocks=blocks,
        stays_open=section.flag("stays_open"),
    )
    if worksheet.stays_open and not worksheet.fields:
        section.fault("stays_open", "a sheet with places to write; nothing else has to stay open")
    section.done()
    return worksheet


def read_language(section: FileSection) -> str:
    """Read the language of a file as a code."""
    language = section.text("language", 5)
    if language and not LANGUAGE.fullmatch(language):
        section.fault("language", "a language code, as en or en-US")
    return language


def _blocks(
    sources: tuple[ProseSource | FieldSource, ...], report: FaultReport
) -> tuple[Prose | Field | Figure, ...]:
    blocks: list[Prose | Field | Figure] = []
    lines: dict[str, int] = {}
    for source in sources:
        if isinstance(source, ProseSource):
            blocks.append(Prose(source.html, source.is_steps))
            continue
        block = read_block(source, report)
        if block is None:
            continue
        if block.key in lines:
            first = lines[block.key]
            report.add(source.line, f"expected a new key; #{block.key} is taken in line {first}")
        lines.setdefault(block.key, source.line)
        blocks.append(block)
    return tuple(blocks)
