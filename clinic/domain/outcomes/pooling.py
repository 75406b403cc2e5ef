"""Several groups of one program counted together, so that figures can be shown of five and more."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from clinic.domain.outcomes.reports import CohortFigures, GroupScores

MOST_GROUPS = 8


def shows_change(figures: CohortFigures) -> bool:
    """Say whether the figures tell how many began and of at least one measure how it changed."""
    changes = [one.change_of_all for one in figures.measures]
    is_any = any(change and change.mean_change is not None for change in changes)
    return figures.began is not None and is_any


def pooled(same: Sequence[GroupScores]) -> GroupScores:
    """Lay the scores of one scale from several groups together; the first group's words hold."""
    occasions = dict.fromkeys(occasion for one in same for occasion in one.occasions)
    values: dict[int, Mapping[str, float]] = {}
    for one in same:
        values |= one.values
    ended = all(one.has_ended for one in same)
    return replace(same[0], occasions=tuple(occasions), values=values, has_ended=ended)


def places_counted(groups: Sequence[Mapping[int, int]]) -> Collection[int]:
    """Choose the places that count: of somebody who was in several groups only the first named.

    Each group maps places to people. Two places of one person would pass for two people.
    """
    chosen: dict[int, int] = {}
    for group in groups:
        for place, person in sorted(group.items()):
            chosen.setdefault(person, place)
    return frozenset(chosen.values())
