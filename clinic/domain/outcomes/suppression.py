"""What may leave the clinic: no figure of fewer than five people, told or found by subtracting."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from itertools import chain
from typing import TypeVar

SMALLEST_GROUP = 5
"""Figures of fewer people are left out of whatever leaves the clinic."""

Key = TypeVar("Key", bound=Hashable)


def releasable(groups: Sequence[Collection[Hashable]]) -> tuple[bool, ...]:
    """Decide which groups' figures may leave the clinic together; the first ones come first.

    From the figures of all and of some, those of the others can be computed. So a group is let out
    only where every part that the released groups cut one another into holds five people or none.
    """
    released: list[frozenset[Hashable]] = []
    answers = []
    for group in map(frozenset, groups):
        may = len(group) >= SMALLEST_GROUP and all(
            size >= SMALLEST_GROUP for size in _parts([*released, group])
        )
        if may:
            released.append(group)
        answers.append(may)
    return tuple(answers)


class Gate:
    """Which groups of people may be told of together; the first ones come first.

    An open gate is for figures that stay in the clinic, where everybody's own scores are read too.
    """

    def __init__(self, groups: Sequence[Collection[Hashable]], *, is_open: bool = False) -> None:
        sets = list(dict.fromkeys(frozenset(group) for group in groups))
        self._is_open = is_open
        self._let = {group for group, may in zip(sets, releasable(sets), strict=True) if may}

    def lets(self, group: Collection[Hashable]) -> bool:
        """Say whether the figures of a group may be told; those of nobody do not exist."""
        return bool(group) if self._is_open else frozenset(group) in self._let

    def counts(
        self, divisions: Sequence[Mapping[Key, Collection[Hashable]]]
    ) -> tuple[Mapping[Key, int | None], ...]:
        """Count the parts of groups that are divided by the same thing; `None` is left out.

        Every part is a group like any other, the larger first. Where all are in one part nothing is
        said: it would tell of each of them.
        """
        if self._is_open:
            return tuple({key: len(part) for key, part in one.items()} for one in divisions)
        wholes = [frozenset(chain.from_iterable(one.values())) for one in divisions]
        told = [one for one, whole in zip(divisions, wholes, strict=True) if self.lets(whole)]
        parts = [frozenset(part) for one in told for part in one.values()]
        gate = Gate([*filter(self.lets, wholes), *sorted(parts, key=len, reverse=True)])
        return tuple(
            {key: gate._count(part, whole, one) for key, part in one.items()}
            for one, whole in zip(divisions, wholes, strict=True)
        )

    def _count(
        self,
        part: Collection[Hashable],
        whole: Collection[Hashable],
        division: Mapping[Key, Collection[Hashable]],
    ) -> int | None:
        if not self.lets(whole) or any(len(one) == len(whole) for one in division.values()):
            return None
        return len(part) if not part or self.lets(part) else None


def _parts(groups: Sequence[frozenset[Hashable]]) -> list[int]:
    """Count the people of every part that overlapping groups cut one another into."""
    sizes: dict[tuple[bool, ...], int] = {}
    for person in frozenset(chain.from_iterable(groups)):
        pattern = tuple(person in group for group in groups)
        sizes[pattern] = sizes.get(pattern, 0) + 1
    return list(sizes.values())
