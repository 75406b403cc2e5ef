"""What a change is read by, and what it is called."""

import pytest

from clinic.domain.measures.instruments import (
    Cutoff,
    Direction,
    Norm,
    ReliableChange,
    Scale,
    Source,
)
from clinic.domain.outcomes.change import Category, Distribution
from clinic.domain.outcomes.readings import CutoffKind, OwnNorm, criteria_of, read_change

READ = Source("the manual", is_verified=True)
REMEMBERED = Source("from memory", is_verified=False)
PLAIN = Scale("total", "Distress", (), 0, 40, Direction.LOWER)
PUBLISHED = Scale(
    "total",
    "Depression",
    (),
    0,
    27,
    Direction.LOWER,
    cutoff=Cutoff(10, READ),
    reliable_change=ReliableChange(6, REMEMBERED),
)
OWN = OwnNorm(sd=7.5, reliability=0.8, source="our audit of 2025")


def norm(source: Source, sd: float | None = 7.5, reliability: float | None = 0.8) -> Norm:
    return Norm("clients of the manual", source, sd=sd, reliability=reliability)


def with_norms(*norms: Norm) -> Scale:
    return Scale("total", "Distress", (), 0, 40, Direction.LOWER, norms=norms)


def test_without_a_norm_no_change_is_called_reliable() -> None:
    criteria = criteria_of(PLAIN)

    change = read_change(30, 2, criteria)

    assert (criteria.reliable, criteria.cutoff) == (None, None)
    assert (change.category, change.is_clinical) == (None, None)
    assert (change.points, change.gain) == (-28, 28)


@pytest.mark.parametrize(
    "norms",
    [
        (norm(REMEMBERED),),
        (norm(READ, sd=None),),
        (norm(READ, reliability=None),),
        (norm(READ, sd=0),),
        (norm(READ, reliability=1),),
    ],
)
def test_a_norm_that_is_not_confirmed_or_not_whole_decides_nothing(norms: tuple[Norm, ...]) -> None:
    assert criteria_of(with_norms(*norms)).reliable is None


def test_a_confirmed_norm_gives_the_reliable_change_of_jacobson_and_truax() -> None:
    rule = criteria_of(with_norms(norm(REMEMBERED, sd=1), norm(READ))).reliable

    assert rule is not None
    # Jacobson & Truax 1991: SD 7.5 and r .80 give s_diff 4.743
    assert rule.points == pytest.approx(1.96 * 4.743, abs=0.01)
    assert (rule.population, rule.source, rule.is_own) == ("clients of the manual", READ, False)
    assert not rule.is_met(rule.points)


def test_published_points_come_before_a_norm_and_count_when_they_are_reached() -> None:
    rule = criteria_of(PUBLISHED).reliable

    assert rule is not None
    assert (rule.points, rule.sd, rule.source) == (6, None, REMEMBERED)
    assert (rule.is_met(-6), rule.is_met(5.99)) == (True, False)


def test_what_the_clinic_chose_comes_before_everything_published() -> None:
    criteria = criteria_of(PUBLISHED, OWN)

    assert criteria.reliable is not None
    assert criteria.reliable.is_own
    assert criteria.reliable.points == pytest.approx(9.30, abs=0.01)
    # It gave no functional group, so that the published cut-off stands.
    assert criteria.cutoff is not None
    assert not criteria.cutoff.is_own
    assert [source.text for source in criteria.sources] == ["our audit of 2025", "the manual"]


@pytest.mark.parametrize(
    ("clinical_mean", "kind", "value"),
    [(40, CutoffKind.C, 50), (None, CutoffKind.B, 45)],
)
def test_the_clinics_own_groups_place_the_cutoff(
    clinical_mean: float | None, kind: CutoffKind, value: float
) -> None:
    # Jacobson & Truax 1991: means 40 and 60 with the same SD put c at 50.
    own = OwnNorm(7.5, 0.8, "ours", clinical_mean, Distribution(60, 7.5))
    scale = Scale("total", "Satisfaction", (), 0, 100, Direction.HIGHER)

    cutoff = criteria_of(scale, own).cutoff

    assert cutoff is not None
    assert (cutoff.kind, cutoff.value, cutoff.is_own) == (kind, value, True)
    assert not cutoff.is_clinical(value)
    assert not cutoff.is_functional(value)


@pytest.mark.parametrize(
    ("before", "after", "category"),
    [
        (16, 9, Category.RECOVERED),
        (16, 10, Category.IMPROVED),
        (9, 3, Category.IMPROVED),
        (16, 11, Category.UNCHANGED),
        (10, 15, Category.UNCHANGED),
        (4, 10, Category.HARMED),
        (3, 9, Category.DETERIORATED),
        (12, 18, Category.DETERIORATED),
    ],
)
def test_a_change_is_named_by_its_size_and_the_side_it_ends_on(
    before: float, after: float, category: Category
) -> None:
    change = read_change(before, after, criteria_of(PUBLISHED))

    assert change.category is category


def test_higher_is_better_mirrors_it() -> None:
    scale = Scale(
        "total",
        "Well-being",
        (),
        0,
        100,
        Direction.HIGHER,
        cutoff=Cutoff(50, READ),
        reliable_change=ReliableChange(10, READ),
    )
    criteria = criteria_of(scale)

    assert read_change(40, 60, criteria).category is Category.RECOVERED
    assert read_change(50, 51, criteria).was_clinical
    assert read_change(60, 40, criteria).category is Category.HARMED
