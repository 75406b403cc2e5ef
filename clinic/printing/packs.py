"""The room's pack: for each person the handouts of one meeting, then what the facilitators need."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from gettext import NullTranslations

from clinic.domain.programs import PlanItem
from clinic.domain.worksheets import Worksheet
from clinic.printing import render
from clinic.printing.render import Leaf
from clinic.printing.sheets import Paper, SheetJob, help_line, sheet_html


@dataclass(frozen=True, slots=True)
class PackPart:
    """One person's handouts; with cover lines they begin with a page that shows the name large."""

    holder: str
    # The name as the cohort chose to print it.
    subtitle: str
    sheets: tuple[Worksheet, ...]
    cover_lines: tuple[str, ...] = ()
    is_large: bool = False


@dataclass(frozen=True, slots=True)
class FacilitatorPlan:
    """The plan of the meeting, timed from when it begins."""

    title: str
    subtitle: str
    aims: str
    begins: time
    items: tuple[PlanItem, ...]


@dataclass(frozen=True, slots=True)
class SignIn:
    """The names in the order in which they stand on the sheet on the table."""

    subtitle: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """One document for the room; its title stands in the file and so says nothing clinical."""

    title: str
    language: str
    paper: Paper
    crisis_line: str
    parts: tuple[PackPart, ...]
    plan: FacilitatorPlan | None = None
    sign_in: SignIn | None = None


@dataclass(frozen=True, slots=True)
class _PlanRow:
    begins: str
    minutes: int
    title: str
    note: str


def pack_pdf(pack: Pack, translations: NullTranslations = render.ENGLISH) -> bytes:
    """Bind the pack so that a printer that uses both sides never puts two people on one paper."""
    return render.bound_pdf(pack_leaves(pack, translations), title=pack.title)


def pack_leaves(pack: Pack, translations: NullTranslations = render.ENGLISH) -> tuple[Leaf, ...]:
    """Give the documents of the pack in their order, each part beginning on a fresh paper."""
    leaves: list[Leaf] = []
    for part in pack.parts:
        leaves += _fresh_first(_part(pack, part, translations))
    if pack.plan:
        leaves.append(Leaf(_plan(pack, pack.plan, translations), is_fresh=True))
    if pack.sign_in:
        leaves.append(Leaf(_sign_in(pack, pack.sign_in, translations), is_fresh=True))
    return tuple(leaves)


def _fresh_first(documents: Iterator[str]) -> Iterator[Leaf]:
    for number, document in enumerate(documents):
        yield Leaf(document, is_fresh=number == 0)


def _part(pack: Pack, part: PackPart, translations: NullTranslations) -> Iterator[str]:
    if part.cover_lines:
        yield render.html(
            "cover.html",
            translations,
            **_frame(pack, part.is_large, translations),
            holder=part.holder,
            lines=part.cover_lines,
            titles=tuple(sheet.title for sheet in part.sheets),
        )
    for sheet in part.sheets:
        job = SheetJob(
            sheet, part.holder, part.subtitle, pack.paper, part.is_large, pack.crisis_line
        )
        yield sheet_html(job, translations)


def _plan(pack: Pack, plan: FacilitatorPlan, translations: NullTranslations) -> str:
    return render.html(
        "plan.html",
        translations,
        **_frame(pack, False, translations),
        plan=plan,
        rows=tuple(_timed(plan)),
        total=sum(item.minutes for item in plan.items),
    )


def _timed(plan: FacilitatorPlan) -> Iterator[_PlanRow]:
    # Any day will do: only the hour is printed.
    moment = datetime.combine(date(2000, 1, 1), plan.begins)
    for item in plan.items:
        yield _PlanRow(moment.strftime("%H:%M"), item.minutes, item.title, item.note)
        moment += timedelta(minutes=item.minutes)


def _sign_in(pack: Pack, sign_in: SignIn, translations: NullTranslations) -> str:
    return render.html(
        "sign-in.html",
        translations,
        **_frame(pack, False, translations),
        subtitle=sign_in.subtitle,
        names=sign_in.names,
    )


def _frame(pack: Pack, is_large: bool, translations: NullTranslations) -> dict[str, object]:
    return {
        "document_title": pack.title,
        "language": pack.language,
        "paper": pack.paper,
        "is_large": is_large,
        "crisis_line": help_line(pack.crisis_line, translations),
    }
