"""What has left the clinic before: no new figure tells of few by subtracting older ones.

A figure is a sum over facts, each of one person. Whoever holds several reports can add and subtract
their figures, and nothing else; so the rule is about every such combination at once.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import chain

from clinic.domain.outcomes.suppression import SMALLEST_GROUP

Fact = tuple[int, str]
"""One person's key, and what was counted of that person, such as a score on an occasion."""
Facts = frozenset[Fact]


def tells_of_few(past: Sequence[Facts], new: Sequence[Facts]) -> bool:
    """Say whether new figures, beside those that have left, would tell of fewer than five people.

    What left before stays out; it counts only what the new figures add to it. Figures over the same
    facts as before add nothing.
    """
    return _told_of_few([*past, *new]) > _told_of_few(past)


def _told_of_few(figures: Sequence[Facts]) -> int:
    """Count the independent combinations of figures in which nothing but small parts is left.

    The figures cut the facts into parts that no combination can tell apart. One that leaves nothing
    of any part with five people or more tells of the small parts alone. There is none exactly where
    the large parts by themselves keep as many figures independent of one another as all parts do.
    """
    people: dict[tuple[bool, ...], set[int]] = defaultdict(set)
    distinct = list(dict.fromkeys(figures))
    for fact in frozenset(chain.from_iterable(distinct)):
        people[tuple(fact in figure for figure in distinct)].add(fact[0])
    large = [part for part, who in people.items() if len(who) >= SMALLEST_GROUP]
    return _rank(people) - _rank(large)


def _rank(rows: Iterable[Sequence[bool]]) -> int:
    """Count the independent rows, exactly."""
    left = [[Fraction(cell) for cell in row] for row in rows]
    rank = 0
    while left:
        row = left.pop()
        column = next((place for place, cell in enumerate(row) if cell), None)
        if column is None:
            continue
        rank += 1
        left = [
            [b - a * other[column] / row[column] for a, b in zip(row, other, strict=True)]
            if other[column]
            else other
            for other in left
        ]
    return rank


class Releases:
    """What earlier reports told, by what it is about; it notes what is told now beside that."""

    def __init__(self, past: Mapping[str, Sequence[Facts]] | None = None, reports: int = 0) -> None:
        self.reports = reports
        """How many reports have left before."""
        self._past = dict(past or {})
        self._now: dict[str, list[Facts]] = {}
        self.is_held_back = False
        """Whether a figure was left out because of what has left before."""

    def lets(self, about: str, *figures: Iterable[Fact]) -> bool:
        """Say whether figures may be told beside all that was told about this; note that they are.

        Figures about different things are never sums of one another.
        """
        wanted = [frozenset(figure) for figure in figures]
        told = self._now.setdefault(about, [])
        before = self._past.get(about, ())
        if tells_of_few([*before, *told], wanted):
            self.is_held_back |= not tells_of_few(told, wanted)
            return False
        told += [figure for figure in wanted if figure not in told]
        return True

    @property
    def told(self) -> Mapping[str, Sequence[Facts]]:
        """Everything that is told now, to be kept for the next report."""
        return {about: tuple(figures) for about, figures in self._now.items() if figures}

    def written(self) -> str:
        """Give what is told now as a text, which `read_told` reads."""
        return json.dumps(
            {about: [sorted(one) for one in all_] for about, all_ in self.told.items()}
        )


def read_told(text: str) -> dict[str, list[Facts]]:
    """Read what a report told."""
    return {
        about: [frozenset((key, fact) for key, fact in figure) for figure in figures]
        for about, figures in json.loads(text).items()
    }


def score_fact(occasion: str, value: float) -> str:
    """Name a score on an occasion; a mended answer is another fact."""
    return f"{occasion} {value:g}"


def under_other_keys(text: str, keys: Collection[int]) -> str:
    """Give what a report told with the keys of these people made negative: they lead nowhere."""
    told = {
        about: [[[-key if key in keys else key, fact] for key, fact in figure] for figure in all_]
        for about, all_ in json.loads(text).items()
    }
    return json.dumps(told)
