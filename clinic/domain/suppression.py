"""What may leave the clinic: no figure of fewer than five people, told or found by subtracting."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from itertools import chain
from typing import TypeVar

from clinic.domain.text import N_

SMALLEST_GROUP = 5
"""Figures of fewer people are left out of whatever leaves the clinic."""

REASON = N_("left out: fewer than five people, or a difference would tell of fewer than five")

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


def releasable_counts(counts: Mapping[Key, int]) -> Mapping[Key, int | None]:
    """Give the counts of a divided group as they may leave the clinic; `None` is left out.

    A count from one to four is left out, and with it as many of the next larger ones as keep it
    from being subtracted from the whole. Where all are in one part nothing is said: it would tell
    of each of them.
    """
    whole = sum(counts.values())
    if whole < SMALLEST_GROUP or whole in counts.values():
        return dict.fromkeys(counts)
    by_size = sorted(counts, key=lambda key: counts[key])
    hidden = [key for key in by_size if 0 < counts[key] < SMALLEST_GROUP]
    for key in by_size:
        if not hidden or (len(hidden) > 1 and sum(counts[k] for k in hidden) >= SMALLEST_GROUP):
            break
        if counts[key] >= SMALLEST_GROUP:
            hidden.append(key)
    return {key: None if key in hidden else count for key, count in counts.items()}


def _parts(groups: Sequence[frozenset[Hashable]]) -> list[int]:
    """Count the people of every part that overlapping groups cut one another into."""
    sizes: dict[tuple[bool, ...], int] = {}
    for person in frozenset(chain.from_iterable(groups)):
        pattern = tuple(person in group for group in groups)
        sizes[pattern] = sizes.get(pattern, 0) + 1
    return list(sizes.values())
