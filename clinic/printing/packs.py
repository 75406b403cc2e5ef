"""The room's pack: for each person the papers of one meeting, then what the facilitators need.

Each document is printed once as a master that names nobody and is kept; what is printed for one
person is a stamp with the name. So twelve people cost little more than one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from gettext import NullTranslations

from clinic.domain.clinic.settings import Paper
from clinic.domain.homework.worksheets import Worksheet
from clinic.domain.measures.instruments import Instrument
from clinic.domain.programs.programs import PlanItem
from clinic.printing import render
from clinic.printing.home_practice import HomePractice, home_practice_html
from clinic.printing.measures import measure_html
from clinic.printing.sheets import Layout, SheetJob, Stamp, help_line, sheet_html
from clinic.printing.stamps import Copy, Stamps, as_job

AnyPaper = Worksheet | Instrument | HomePractice
"""What lies in a person's part of the pack."""
Progress = Callable[[int, int], None]
"""Is told how many steps are done, of how many."""


@dataclass(frozen=True, slots=True)
class PersonPapers:
    """One person's papers; with cover lines they begin with a page that shows the name large."""

    holder: str
    """The name as the cohort chose to print it."""
    subtitle: str
    papers: tuple[AnyPaper, ...]
    cover_lines: tuple[str, ...] = ()
    is_large: bool = False
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    """By the code of a sheet or the key of a questionnaire, where it carries more than the name."""

    def stamp_of(self, paper: AnyPaper) -> Stamp:
        """Give what is this person's own on a paper."""
        key = paper.key if isinstance(paper, Instrument) else paper.code
        return self.stamps.get(key, Stamp(self.holder, self.subtitle))


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
class DoorNotice:
    """What hangs in the corridor, where anybody reads it: no clinical word."""

    name: str
    time: str
    place: str


@dataclass(frozen=True, slots=True)
class Pack:
    """One document for the room; its title stands in the file and so says nothing clinical."""

    title: str
    language: str
    paper: Paper
    crisis_line: str
    parts: tuple[PersonPapers, ...]
    plan: FacilitatorPlan | None = None
    sign_in: SignIn | None = None
    door: DoorNotice | None = None
    is_duplex: bool = True
    on: date = date.min
    """The day of the meeting: a wording whose license ended before it is refused."""


@dataclass(frozen=True, slots=True)
class _PlanRow:
    begins: str
    minutes: int
    title: str
    note: str


def pack_pdf(
    pack: Pack,
    translations: NullTranslations = render.ENGLISH,
    progress: Progress = lambda _done, _of: None,
) -> bytes:
    """Bind the pack so that a printer that uses both sides never puts two people on one paper."""
    order = _order(pack, translations)
    steps = len(order.documents) + 1
    printed: list[bytes] = []
    for document in order.documents:
        progress(len(printed), steps)
        names_people = document in order.named
        printed.append(render.once(document) if names_people else render.master(document))
    progress(len(printed), steps)
    binding: dict[str, object] = {
        "title": pack.title,
        "language": pack.language,
        "is_duplex": pack.is_duplex,
        "parts": as_job(tuple(order.parts)),
    }
    return render.bind(binding, printed, order.stamps.html())


@dataclass(slots=True)
class _Order:
    """What is to be printed once, what is stamped on it, and who gets which."""

    stamps: Stamps
    documents: dict[str, int] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    """Documents with people's names in them; they are not kept."""
    parts: list[tuple[Copy, ...]] = field(default_factory=list)

    def number(self, document: str) -> int:
        return self.documents.setdefault(document, len(self.documents))

    def add_alone(self, document: str, *, names_people: bool = False) -> None:
        if names_people:
            self.named.add(document)
        self.parts.append((Copy(self.number(document)),))


def _order(pack: Pack, translations: NullTranslations) -> _Order:
    order = _Order(Stamps(pack.paper))
    for part in pack.parts:
        order.parts.append(tuple(_copies(order, pack, part, translations)))
    if pack.plan:
        order.add_alone(_plan(pack, pack.plan, translations))
    if pack.sign_in:
        order.add_alone(_sign_in(pack, pack.sign_in, translations), names_people=True)
    if pack.door:
        order.add_alone(
            render.html(
                "door.html", translations, **_frame(pack, False, translations), door=pack.door
            )
        )
    return order


def _copies(
    order: _Order, pack: Pack, part: PersonPapers, translations: NullTranslations
) -> Iterator[Copy]:
    if part.cover_lines:
        cover = order.number(_cover(pack, part, translations))
        yield order.stamps.cover(cover, part.holder, part.is_large)
    for paper in part.papers:
        stamp = part.stamp_of(paper)
        document = _master(pack, paper, part.is_large, stamp.link is not None, translations)
        yield order.stamps.sheet(order.number(document), stamp, part.is_large)


def _master(
    pack: Pack,
    paper: AnyPaper,
    is_large: bool,
    has_code: bool,
    translations: NullTranslations,
) -> str:
    layout = Layout(pack.paper, is_large, pack.crisis_line)
    if isinstance(paper, Instrument):
        return measure_html(paper, layout, translations, today=pack.on, has_code_place=has_code)
    if isinstance(paper, HomePractice):
        return home_practice_html(paper, layout, translations, has_code_place=has_code)
    job = SheetJob(
        paper,
        None,
        "",
        pack.paper,
        is_large,
        pack.crisis_line,
        is_master=True,
        has_code_place=has_code,
    )
    return sheet_html(job, translations)


def _cover(pack: Pack, part: PersonPapers, translations: NullTranslations) -> str:
    titles = (
        paper.short_name if isinstance(paper, Instrument) else paper.title for paper in part.papers
    )
    return render.html(
        "cover.html",
        translations,
        **_frame(pack, part.is_large, translations),
        lines=part.cover_lines,
        titles=tuple(titles),
    )


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
