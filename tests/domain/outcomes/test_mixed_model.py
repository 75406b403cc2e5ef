"""The model of change: what lme4 says of made scores, on any scale, and what is too little for it.

The figures are those of lme4 1.1-31 under R 4.2.2; `bench/_lme4.py` says how it was asked, and
holds those of the real data sets.
"""

from collections.abc import Sequence
from itertools import count

import pytest

from clinic.domain.outcomes.courses import Course, Study
from clinic.domain.outcomes.mixed_model import MixedModel, fit, slope_indices
from clinic.domain.outcomes.pairs import NotComputable

Table = Sequence[Sequence[float | None]]

FOUR = (0.0, 1.0, 2.0, 3.0)
PLAIN: Table = (
    (24, 21, 17, 11), (24, 25, 23, 14), (19, 18, 20, 25), (10, 14, 11, 11), (27, 23, 23, 23),
    (23, 19, 17, 13),
)  # fmt: skip
OF_PLAIN = (-2.617279, -1.560185, 3.599316, 1.707989, 0.395623, -1.525464)
SINGULAR: Table = (
    (22, 24, 24, 22), (23, 27, 29, 21), (20, 14, 12, 14), (12, 13, 6, 1), (26, 24, 26, 28),
    (23, 22, 22, 21), (25, 21, 19, 19), (19, 18, 20, 15),
)  # fmt: skip
UNEVEN = (0.0, 1.0, 2.5, 4.0, 8.0)
GAPS: Table = (
    (24, 24, 20, 14, 7), (13, 20, 10, 10, 9), (15, 17, 11, 13, 8), (22, 19, None, None, -2),
    (None, 22, None, 32, 43), (11, 6, -1, None, None), (12, 11, 10, 0, -11), (22, 19, 13, 10, 7),
)  # fmt: skip
TWO_OF_FOUR: Table = ((24, 21, None, None), (24, None, 23, None), *PLAIN)


def courses(
    table: Table, times: Sequence[float] = FOUR, by: float = 1, above: float = 0
) -> list[Course]:
    told = (dict(zip(map(str, times), row, strict=True)) for row in table)
    return [
        Course(str(number), None, {at: s * by + above for at, s in row.items() if s is not None})
        for number, row in enumerate(told)
    ]


def fitted(people: Sequence[Course]) -> MixedModel:
    model = fit(people)
    assert isinstance(model, MixedModel)
    return model


def indices(model: MixedModel) -> list[float]:
    return [model.indices[subject] for subject in sorted(model.indices, key=int)]


@pytest.mark.parametrize(
    ("people", "criterion", "told"),
    [
        (courses(PLAIN), 124.619949432, OF_PLAIN),
        (courses(SINGULAR), 161.678612682,
         (3.245819, 4.949925, -4.523899, -11.388603, 6.172704, 2.181923, 0.906184, -1.544053)),
        (courses(GAPS, UNEVEN), 198.058061042,
         (-0.977985, 1.942668, 1.8085, -2.996814, 10.563512, -2.757174, -3.823542, -0.195991)),
        (courses(TWO_OF_FOUR), 145.34474645,
         (-0.363697, 0.529535, -2.673327, -1.568502, 3.653127, 1.644133, 0.440024, -1.568754)),
        (courses(PLAIN[:3]), 57.086010796, (-2.241622, -1.017714, 3.259335)),
        (courses(PLAIN, by=1e6, above=5e7), 732.502413982, OF_PLAIN),
        (courses(PLAIN, by=1e-6), -483.262515118, OF_PLAIN),
    ],
    ids=["plain", "singular", "gaps", "two occasions", "three people", "large", "tiny"],
)  # fmt: skip
def test_everybody_gets_the_index_of_lme4(
    people: list[Course], criterion: float, told: tuple[float, ...]
) -> None:
    model = fitted(people)

    assert model.criterion == pytest.approx(criterion, abs=1e-6)
    assert indices(model) == pytest.approx(told, abs=1e-5)


def test_a_deeper_valley_is_found_than_the_one_in_which_lme4_stays() -> None:
    """From its usual start each optimizer of lme4 says 339.504726; from others, some find this."""
    people = [
        (1016.4, 1019, 1007.3, 998.4, 964.978, None, None, 687.3, 359.4),
        (None, 1021, 1024.038, None, 1031.578, None, 1066, 1118.6, None),
        (1023, 1016, 1020.1, 1004.1, 993.512, 970.9, 940, 845.653, 679.6),
        (None, None, None, 1000.3, 979.734, 932.8, 882.498, 753, None),
        (1022.76, 1010.662, 1012, 999, 978.5, 930.7, 877, 741.5, None),
        (None, None, None, 1027.7, 1035, None, 1064.7, None, None),
        (1015.9, 1021.931, 1014, 1002.9, 1000.491, 969.4, 936.5, 854.5, 693.394),
        (1017.461, 1019.1, 1019.986, 1019.169, 1013.5, 1009, None, 984.777, 951.787),
    ]
    weeks = (0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 26.0, 52.0, 104.0)

    assert fitted(courses(people, weeks)).criterion == pytest.approx(339.326356455, abs=1e-6)


def test_a_fit_of_lesser_rank_is_one_like_any_other() -> None:
    level, both, slope = fitted(courses(SINGULAR)).covariance

    assert both**2 == pytest.approx(level * slope, rel=1e-9)


@pytest.mark.parametrize("noise", [0.01, 1e-4])
def test_a_fit_is_found_however_little_noise_there_is(noise: float) -> None:
    lines = [
        [20 + 2 * k + (k - 1) * t + noise * ((k + 2 * t) % 3 - 1) for t in range(4)]
        for k in range(6)
    ]

    model = fitted(courses(lines))

    assert model.covariance == pytest.approx((14, 7, 3.5), rel=noise)
    assert (model.intercept, model.slope) == pytest.approx((25, 1.5), rel=noise)


def test_the_answer_does_not_depend_on_the_order_of_people_and_scores() -> None:
    turned = [
        Course(one.subject, None, dict(reversed(list(one.scores.items()))))
        for one in reversed(courses(GAPS, UNEVEN))
    ]

    there, back = fitted(courses(GAPS, UNEVEN)), fitted(turned)

    assert (back.criterion, back.slope, dict(back.indices)) == (
        there.criterion,
        there.slope,
        dict(there.indices),
    )


@pytest.mark.parametrize(("by", "above"), [(7.0, 0.0), (1.0, 2000.0), (1 / 365, -3.0)])
def test_nor_on_the_unit_and_the_beginning_of_time(by: float, above: float) -> None:
    other = fitted(courses(GAPS, [time * by + above for time in UNEVEN]))
    model = fitted(courses(GAPS, UNEVEN))

    assert indices(other) == pytest.approx(indices(model), abs=1e-6)
    assert other.slope * by == pytest.approx(model.slope, rel=1e-9)
    assert other.residual_variance == pytest.approx(model.residual_variance, rel=1e-6)
    at_zero = other.intercept + other.slope * above
    assert at_zero == pytest.approx(model.intercept, rel=1e-9)


def test_very_many_sets_of_times_are_looked_through_in_part_and_fitted_whole() -> None:
    drift = count()
    people = []
    for number in range(420):
        times = [time + next(drift) * 1e-6 for time in FOUR]
        noise = [(number * 3 + int(time) * 5) % 4 for time in FOUR]
        line = [20 + number % 7 - (number % 5) * time for time in FOUR]
        scores = [sum(each) for each in zip(line, noise, strict=True)]
        named = (str(round(time, 6)) for time in times)
        people.append(Course(str(number), None, dict(zip(named, scores, strict=True))))
    same = [
        Course(one.subject, None, dict(zip(map(str, FOUR), one.scores.values(), strict=True)))
        for one in people
    ]

    assert fitted(people).criterion == pytest.approx(fitted(same).criterion, rel=1e-3)


@pytest.mark.parametrize(
    ("people", "reason"),
    [
        ([], "three people with scores at two times or more"),
        (courses(PLAIN[:1]), "three people with scores at two times or more"),
        (courses([(20, None, None, None), *PLAIN]), "three people with scores at two times"),
        (courses([row[:2] for row in PLAIN], FOUR[:2]), "nobody has scores at three times"),
        (courses([(9, 9, 9, 9)] * 5), "all scores are the same"),
        (courses([(9, 8, 7, 6), (4, 5, 6, 7), (1, 3, 5, 7)]), "without noise"),
        (courses([(1, 0, 1, 0), (0, 1, 0, 1)] * 2), "slopes of these people do not differ"),
    ],
    ids=["nobody", "one person", "one score", "two times", "constant", "lines", "one slope"],
)
def test_what_is_too_little_is_said(people: list[Course], reason: str) -> None:
    found = fit(people)

    assert isinstance(found, NotComputable)
    assert reason in str(found)


@pytest.mark.parametrize(
    ("times", "rows", "reason"),
    [
        (FOUR, PLAIN[:2], "fewer than three people have scores at three times or more"),
        (("a", "b", "c", "d"), PLAIN, "the model needs times that are numbers"),
    ],
)
def test_a_study_needs_three_people_and_times_that_are_numbers(
    times: Sequence[float], rows: Table, reason: str
) -> None:
    study = Study(tuple(courses(rows, times)), tuple(map(str, times)))

    found = slope_indices(study)

    assert isinstance(found, NotComputable)
    assert reason in str(found)
