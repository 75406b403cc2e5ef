"""How long a pack takes: each sheet printed again for each person, stamped masters, and Typst.

`make bench` prints the table. Everything is measured in turns within one run and given as medians.
"""

import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import typst
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject

from bench._typst_pack import FONTS, typst_source
from clinic.content.worksheets import parse_worksheet
from clinic.domain.clinic.settings import Paper
from clinic.domain.homework.worksheets import Worksheet
from clinic.printing import render
from clinic.printing.packs import Pack, PersonPapers, pack_pdf
from clinic.printing.sheets import SheetJob, sheet_pdf

ROUNDS = 5
FEW, MANY = 12, 100
CODES = ("W03", "W12", "W13", "W14", "W16", "W26")
SUBTITLE = "Tuesdays · Session 4 · Mar 3, 2026"
CRISIS_LINE = "555 0100, day and night"
FLOORS = {"cold": 8, "warm": 40, "many": 20}
"""How many times faster than the plain way each must be at least."""

MOST_MEGABYTES = 300
_HOLDER = re.compile(r"Person \d+ Q\.")


def main() -> int:
    """Measure, print the table, and fail if a figure misses its floor."""
    sheets = tuple(_sheets())
    few, many = _pack(FEW, sheets), _pack(MANY, sheets)
    pack_pdf(few)  # starts the printing child
    printed = pack_pdf(many)
    megabytes = _peak_megabytes()
    seconds = _measure(few, many, sheets)
    plain_many = seconds["plain"] * MANY / FEW
    times = {
        "cold": seconds["plain"] / seconds["cold"],
        "warm": seconds["plain"] / seconds["warm"],
        "many": plain_many / seconds["many"],
    }
    print(f"{len(sheets)} sheets a person, A4, medians of {ROUNDS} rounds\n")
    _row(f"{FEW} people, each sheet printed by itself", seconds["plain"])
    _row(f"{FEW} people, stamped, no master kept yet", seconds["cold"], times["cold"])
    _row(f"{FEW} people, stamped, masters kept", seconds["warm"], times["warm"])
    _row(f"{MANY} people, each sheet by itself (projected)", plain_many)
    _row(f"{MANY} people, stamped, no master kept yet", seconds["many"], times["many"])
    _row(f"{FEW} people, Typst, pages of the same words", seconds["typst"])
    print(f"\nTypst takes {seconds['typst'] / seconds['cold']:.2f} times as long as cold stamping,")
    print(f"and {seconds['typst'] / seconds['warm']:.2f} times as long as with masters kept.")
    print(f"The row that is projected is {MANY}/{FEW} of the first row.")
    print(f"Peak memory of the program and its printing children: {megabytes:.0f} MB.")
    unread = _pages_without_text(printed)
    print(f"Pages of {len(PdfReader(BytesIO(printed)).pages)} without name or text: {unread}.")
    fails = [name for name, floor in FLOORS.items() if times[name] < floor]
    fails += ["memory"] * (megabytes > MOST_MEGABYTES) + ["text"] * bool(unread)
    print(f"Missed: {', '.join(fails)}." if fails else "Every floor holds.")
    return len(fails)


def _measure(few: Pack, many: Pack, sheets: tuple[Worksheet, ...]) -> dict[str, float]:
    source = typst_source([part.holder for part in few.parts], SUBTITLE, sheets, CRISIS_LINE)

    def plain() -> None:
        for part in few.parts:
            for sheet in sheets:
                sheet_pdf(SheetJob(sheet, part.holder, SUBTITLE, Paper.A4, False, CRISIS_LINE))

    def cold(pack: Pack) -> None:
        render.forget_masters()
        pack_pdf(pack)

    def by_typst() -> object:
        return typst.compile(source.encode(), font_paths=FONTS)  # type: ignore[misc]  # its stub binds both to one type

    ways: dict[str, Callable[[], object]] = {
        "plain": plain,
        "cold": lambda: cold(few),
        "warm": lambda: pack_pdf(few),
        "many": lambda: cold(many),
        "typst": by_typst,
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(ROUNDS):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            taken[name].append(time.perf_counter() - began)
    return {name: statistics.median(each) for name, each in taken.items()}


def _sheets() -> Iterator[Worksheet]:
    folder = Path(__file__).resolve().parent.parent / "worksheets" / "sheets"
    for code in CODES:
        (path,) = folder.glob(f"{code}-*.md")
        yield parse_worksheet(path.read_text(encoding="utf-8"), path.name)


def _pack(people: int, sheets: tuple[Worksheet, ...]) -> Pack:
    parts = tuple(PersonPapers(f"Person {n} Q.", SUBTITLE, sheets) for n in range(people))
    return Pack("Session 4", "en", Paper.A4, CRISIS_LINE, parts)


def _pages_without_text(printed: bytes) -> int:
    """Count pages on which something is drawn and from which name or foot cannot be read."""
    pages = PdfReader(BytesIO(printed)).pages
    texts = (page.extract_text() for page in pages if _has_drawing(page))
    return sum(CRISIS_LINE not in text or not _HOLDER.search(text) for text in texts)


def _has_drawing(page: PageObject) -> bool:
    resources = page["/Resources"]
    return isinstance(resources, DictionaryObject) and bool(resources["/XObject"])


def _peak_megabytes() -> float:
    """Add up the most that this process and its living children ever held; Linux tells."""
    children = Path("/proc/self/task").glob("*/children")
    ids = ["self", *(pid for path in children for pid in path.read_text().split())]
    peaks = (_high_water(Path("/proc") / pid / "status") for pid in ids)
    return sum(peaks) / 1024


def _high_water(status: Path) -> int:
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return int(lines["VmHWM"].split()[0])


def _row(words: str, seconds: float, times: float | None = None) -> None:
    faster = f"{times:8.1f} times as fast" if times else ""
    print(f"{words:<46}{seconds:9.3f} s{faster}")


if __name__ == "__main__":
    sys.exit(main())
