"""Exercise files into exercises."""

from pathlib import PurePath
from typing import assert_never

from clinic.content.documents import is_plain, split_document
from clinic.content.faults import FaultReport
from clinic.content.markdown import FieldSource, parse_blocks
from clinic.content.sections import FileSection, parse_yaml
from clinic.content.worksheets import LAST_WEEK
from clinic.domain.homework.exercises import Context, Exercise, Flow, Skill, Timer, TimerKind

LAST_ROW = 150
"""Rows of the practice inventory are numbers below this."""


def parse_exercise(text: str, file: str) -> Exercise:
    """Read an exercise, or raise every fault that is in it."""
    report = FaultReport(file)
    exercise = read_exercise(text, report)
    report.close()
    assert exercise is not None  # noqa: S101 - no exercise without a fault
    return exercise


def read_exercise(text: str, report: FaultReport) -> Exercise | None:
    """Read an exercise and report what is wrong in it."""
    document = split_document(text, report) if is_plain(text, report) else None
    section = parse_yaml(document.front, 1, report) if document else None
    if document is None or section is None:
        return None
    html = _html(document.body, document.lines_before_body, report)
    return _exercise(section, html)


def _exercise(section: FileSection, html: str) -> Exercise:
    exercise = Exercise(
        slug=read_slug(section),
        title=section.text("title", 120),
        purpose=section.text("purpose", 400),
        rows=section.wholes("rows", 1, LAST_ROW),
        minutes=section.whole("minutes", 1, 60),
        times_per_week=section.whole("times_per_week", 1, 21),
        skill=section.word("skill", Skill),
        flow=section.word("flow", Flow),
        week=section.maybe_whole("week", 0, LAST_WEEK),
        context=section.word("context", Context, Context.ANY),
        timer=_timer(section),
        caution=section.text("caution", 600),
        stop_rule=section.text("stop_rule", 600),
        gentler=section.maybe("gentler"),
        worksheet=section.maybe("worksheet"),
        therapist_unlock=section.flag("therapist_unlock"),
        optional_on_low_days=section.flag("optional_on_low_days"),
        html=html,
    )
    section.done()
    return exercise


def read_slug(section: FileSection) -> str:
    """Read the name of a file's content, which is the name of the file."""
    slug = section.text("slug", 80)
    expected = PurePath(section.report.file).stem
    if slug and slug != expected:
        section.fault("slug", f"slug to be the name of the file, {expected}")
    return slug


def _timer(section: FileSection) -> Timer | None:
    preset = section.section("timer")
    if preset is None:
        return None
    kind = preset.word("kind", TimerKind)
    match kind:
        case TimerKind.BREATH:
            timer = Timer(
                kind,
                minutes=preset.whole("minutes", 1, 60),
                breathe_in=preset.whole("in", 2, 12),
                hold=preset.whole("hold", 0, 12, 0),
                breathe_out=preset.whole("out", 2, 12),
            )
        case TimerKind.COUNTDOWN:
            timer = Timer(kind, minutes=preset.whole("minutes", 1, 60))
        case TimerKind.COUNT:
            timer = Timer(kind, times=preset.whole("count", 1, 100))
        case _:
            assert_never(kind)
    preset.done()
    return timer


def _html(body: str, lines_before: int, report: FaultReport) -> str:
    blocks = parse_blocks(body, lines_before, report)
    html = []
    for block in blocks:
        if isinstance(block, FieldSource):
            report.add(block.line, "expected text; fields belong into a worksheet")
        else:
            html.append(block.html)
    if not any(not isinstance(block, FieldSource) and block.is_steps for block in blocks):
        report.add(lines_before + 1, "expected the steps as a numbered list")
    return "".join(html)
