"""Program files into programs, with the rules that one file can be held to by itself."""

import re
from dataclasses import replace

from clinic.content.documents import is_plain
from clinic.content.exercises import read_slug
from clinic.content.faults import FaultReport
from clinic.content.sections import FileSection, parse_yaml
from clinic.content.worksheets import read_language
from clinic.domain.anchors import Anchor, Offset, parse_offset
from clinic.domain.programs.programs import (
    HOMEWORK_CLOSES,
    HOMEWORK_OPENS,
    WEEKLY,
    PlanItem,
    PlanKind,
    PlannedAssignment,
    PlannedMeasure,
    PlannedSession,
    Program,
    SessionKind,
)
from clinic.domain.risk import RiskSign

MOST_POINTS = 20
LONGEST_POINT = 200
"""What can be asked about in one talk, and read at a glance in it."""

_OCCASION = re.compile(r"baseline|week-[1-9][0-9]?|mid|post|follow-up")


def parse_program(text: str, file: str) -> Program:
    """Read a program, or raise every fault that is in it."""
    report = FaultReport(file)
    program = read_program(text, report)
    report.close()
    assert program is not None  # noqa: S101 - no program without a fault
    return program


def read_program(text: str, report: FaultReport) -> Program | None:
    """Read a program and report what is wrong in it."""
    section = parse_yaml(text, 0, report) if is_plain(text, report) else None
    if section is None:
        return None
    meetings = section.sections("sessions")
    if not meetings:
        section.fault("sessions", "sessions, a list")
    weekly = tuple(_weekly(each) for each in section.sections("weekly"))
    (inclusion, risks_in), (exclusion, risks_ex) = (
        _points(section, key) for key in ("inclusion", "exclusion")
    )
    program = Program(
        slug=read_slug(section),
        title=section.text("title", 120),
        summary=section.text("summary", 600),
        language=read_language(section),
        completer_at_least=section.whole("completer_at_least", 1, 60),
        late_join_until=section.whole("late_join_until", 0, 60),
        sessions=tuple(
            _session(each, weekly, is_last=number == len(meetings))
            for number, each in enumerate(meetings, start=1)
        ),
        inclusion=inclusion,
        exclusion=exclusion,
        counts_make_ups=section.flag("make_ups_count"),
        point_risks=(*risks_in, *risks_ex),
    )
    section.done()
    _check_order(program, meetings)
    _check_membership(program, section)
    _check_occasions(program, report)
    return program


def _points(
    section: FileSection, key: str
) -> tuple[tuple[str, ...], tuple[tuple[str, RiskSign], ...]]:
    """Read the points of a first talk, as words alone or as `{text: …, risk: …}`."""
    points: list[str] = []
    risks: list[tuple[str, RiskSign]] = []
    for each in section.words_or_sections(key):
        if isinstance(each, str):
            points.append(each)
            continue
        if not each.has("text"):
            each.fault("", f"words under {key}")
            continue
        points.append(each.text("text", LONGEST_POINT))
        if each.has("risk"):
            risks.append((points[-1], each.word("risk", RiskSign)))
        each.done()
    if len(points) > MOST_POINTS:
        section.fault(key, f"at most {MOST_POINTS} points at {key}")
    if any(len(point) > LONGEST_POINT for point in points):
        section.fault(key, f"at most {LONGEST_POINT} characters in each point of {key}")
    if len(set(points)) < len(points):
        section.fault(key, f"each point of {key} once")
    return tuple(points), tuple(risks)


def _session(
    section: FileSection, weekly: tuple[PlannedMeasure, ...], *, is_last: bool
) -> PlannedSession:
    number, kind = section.whole("number", 0, 60), section.word("kind", SessionKind)
    asked = tuple(_measure(each, is_last=is_last) for each in section.sections("measures"))
    every_week = _of_this_week(weekly, number, asked) if kind is SessionKind.REGULAR else ()
    if is_last and any(Anchor.NEXT_START in (m.opens.anchor, m.closes.anchor) for m in every_week):
        section.fault("number", "a session to follow, because what is weekly waits for it")
    session = PlannedSession(
        number=number,
        kind=kind,
        week=section.whole("week", -12, 120),
        minutes=section.whole("minutes", 15, 480),
        title=section.text("title", 120),
        aims=section.text("aims", 1000),
        plan=tuple(_plan_item(each) for each in section.sections("plan")),
        handouts=section.texts("handouts"),
        assignments=tuple(
            _assignment(each, is_last=is_last) for each in section.sections("assignments")
        ),
        measures=(*asked, *every_week),
    )
    planned = sum(item.minutes for item in session.plan)
    if planned != session.minutes:
        section.fault("plan", f"a plan of {session.minutes} minutes, found {planned}")
    if len(set(session.handouts)) < len(session.handouts):
        section.fault("handouts", "each handout once")
    section.done()
    return session


def _plan_item(section: FileSection) -> PlanItem:
    item = PlanItem(
        minutes=section.whole("minutes", 1, 480),
        title=section.text("title", 120),
        note=section.text("note", 1000, ""),
        kind=section.word("kind", PlanKind),
    )
    section.done()
    return item


def _assignment(section: FileSection, *, is_last: bool) -> PlannedAssignment:
    exercise, worksheet = section.maybe("exercise"), section.maybe("worksheet")
    if (exercise is None) == (worksheet is None):
        section.fault("", "either an exercise or a worksheet")
    assignment = PlannedAssignment(
        exercise=exercise,
        worksheet=worksheet,
        times_per_week=section.whole("times_per_week", 1, 21, None if exercise else 1),
        minutes=section.whole("minutes", 1, 60)
        if exercise
        else section.maybe_whole("minutes", 1, 60),
        opens=_offset(section, "opens", HOMEWORK_OPENS, is_last=is_last),
        closes=_offset(section, "closes", HOMEWORK_CLOSES, is_last=is_last),
    )
    _check_window(section, assignment.opens, assignment.closes)
    section.done()
    return assignment


def _weekly(section: FileSection) -> PlannedMeasure:
    """Read what is asked at each regular session; its window follows the session of its week."""
    measure = PlannedMeasure(
        instrument=section.text("instrument", 60),
        occasion=WEEKLY,
        opens=_offset(section, "opens", None, is_last=False),
        closes=_offset(section, "closes", None, is_last=False),
    )
    _check_window(section, measure.opens, measure.closes)
    section.done()
    return measure


def _of_this_week(
    weekly: tuple[PlannedMeasure, ...], number: int, asked: tuple[PlannedMeasure, ...]
) -> tuple[PlannedMeasure, ...]:
    """Leave out what the session asks already under another name, as before or after."""
    known = {measure.instrument for measure in asked}
    return tuple(
        replace(measure, occasion=f"week-{number}")
        for measure in weekly
        if measure.instrument not in known
    )


def _measure(section: FileSection, *, is_last: bool) -> PlannedMeasure:
    occasion = section.text("occasion", 20)
    if not _OCCASION.fullmatch(occasion):
        section.fault("occasion", "occasion to be baseline, week-N, mid, post or follow-up")
    measure = PlannedMeasure(
        instrument=section.text("instrument", 60),
        occasion=occasion,
        opens=_offset(section, "opens", None, is_last=is_last),
        closes=_offset(section, "closes", None, is_last=is_last),
    )
    _check_window(section, measure.opens, measure.closes)
    section.done()
    return measure


def _offset(section: FileSection, key: str, default: Offset | None, *, is_last: bool) -> Offset:
    offset = default or Offset(Anchor.START)
    if section.has(key) or default is None:
        try:
            offset = parse_offset(section.text(key, 40))
        except ValueError as error:
            section.report.add(section.line(key), f"{error} at {key}")
    if is_last and offset.anchor is Anchor.NEXT_START:
        section.fault(key, f"{key} to count from start or end, because no session follows")
    return offset


def _check_window(section: FileSection, opens: Offset, closes: Offset) -> None:
    if opens.anchor is closes.anchor and opens.minutes >= closes.minutes:
        section.fault("closes", "closes to lie after opens")


def _check_order(program: Program, sections: list[FileSection]) -> None:
    pairs = zip(program.sessions, program.sessions[1:], sections[1:], strict=False)
    for before, session, section in pairs:
        if session.number <= before.number:
            section.fault("number", f"a number above {before.number}")
        if session.week <= before.week:
            section.fault("week", f"a week after {before.week}")


def _check_membership(program: Program, section: FileSection) -> None:
    regular = sum(session.kind is SessionKind.REGULAR for session in program.sessions)
    if program.completer_at_least > regular:
        section.fault("completer_at_least", f"at most {regular}, the number of regular sessions")
    if program.late_join_until not in {session.number for session in program.sessions}:
        section.fault("late_join_until", "late_join_until to be the number of a session")


def _check_occasions(program: Program, report: FaultReport) -> None:
    seen: set[tuple[str, str]] = set()
    for place, session in enumerate(program.sessions):
        for number, measure in enumerate(session.measures):
            asked = (measure.instrument, measure.occasion)
            if asked in seen:
                line = report.line(f"sessions.{place}.measures.{number}.occasion")
                report.add(line, f"expected {asked[0]} at most once on the occasion {asked[1]}")
            seen.add(asked)
