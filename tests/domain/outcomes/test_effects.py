"""Effect sizes: against computation by hand, and what must hold for anybody."""

from math import erf, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.domain.measures.instruments import Direction
from clinic.domain.outcomes.change import Distribution
from clinic.domain.outcomes.comparisons import between_samples, within
from clinic.domain.outcomes.effects import (
    Arm,
    Effect,
    Outcome,
    between_d,
    between_g,
    log_risk_ratio,
    nnt_from_d,
    nnt_from_risk,
    pre_post_control_g,
    risk_difference,
)
from clinic.domain.outcomes.pairs import NotComputable, Sample

HIGHER, LOWER = Direction.HIGHER, Direction.LOWER
SAMPLE = Sample(20, Distribution(30, 8), Distribution(22, 6), 0.5)
TREATED, WAITED = Arm(15, 16.2, 3.9), Arm(15, 25.5, 6.7)

counts = st.integers(2, 200)
arms = st.builds(Arm, counts, st.integers(-50, 50), st.integers(1, 20))
samples = st.builds(
    Sample,
    counts,
    st.builds(Distribution, st.integers(0, 63), st.integers(1, 20)),
    st.builds(Distribution, st.integers(0, 63), st.integers(1, 20)),
    st.floats(-0.9, 0.9) | st.none(),
)


def value(effect: Outcome) -> float:
    assert isinstance(effect, Effect), str(effect)
    return effect.value


def test_a_published_comparison_after_treatment_comes_out_by_hand() -> None:
    spread = sqrt((3.9**2 + 6.7**2) / 2)  # both groups have fifteen people
    d = between_d(TREATED, WAITED, LOWER)
    g = between_g(TREATED, WAITED, LOWER)
    assert isinstance(g, Effect)
    assert value(d) == pytest.approx(9.3 / spread)
    assert g.se is not None
    assert g.value == pytest.approx(9.3 / spread * (1 - 3 / 111))
    assert round(g.value, 2) == 1.65
    assert g.se == pytest.approx(sqrt(2 / 15 + value(d) ** 2 / 60)), "uncorrected d, no J²"
    assert g.ci == pytest.approx((g.value - 1.959964 * g.se, g.value + 1.959964 * g.se))


def test_one_group_gives_another_number_by_each_convention() -> None:
    found = within(SAMPLE, LOWER)
    spread = sqrt(8**2 + 6**2 - 2 * 0.5 * 8 * 6)
    assert value(found["d_pre"]) == pytest.approx(8 / 8)
    assert value(found["d_av"]) == pytest.approx(8 / 7)
    assert value(found["d_rms"]) == pytest.approx(8 / sqrt(50))
    assert value(found["dz"]) == pytest.approx(8 / spread)
    assert value(found["drm"]) == pytest.approx(8 / spread * sqrt(2 * 0.5))
    assert len({effect.convention for effect in found.values() if isinstance(effect, Effect)}) == 5


def test_the_standard_errors_within_one_group_are_those_of_bonett() -> None:
    found = within(SAMPLE, LOWER)
    changes, df, d = 8**2 + 6**2 - 48, 19, 8 / sqrt(50)
    rms, pre = found["d_rms"], found["d_pre"]
    assert isinstance(rms, Effect)
    assert isinstance(pre, Effect)
    by_hand = d**2 * (8**4 + 6**4 + 2 * 0.25 * 64 * 36) / (8 * df * 50**2) + changes / (df * 50)
    assert rms.se == pytest.approx(sqrt(by_hand))
    assert pre.se == pytest.approx(sqrt(changes / (df * 64) + 1 / (2 * df)))


def test_the_effect_from_before_to_after_takes_the_spread_before() -> None:
    control = Sample(20, Distribution(28, 6), Distribution(27, 7), 0.5)
    found = pre_post_control_g(SAMPLE, control, LOWER)
    assert value(found) == pytest.approx((8 - 1) / sqrt(50) * (1 - 3 / 151))
    assert isinstance(found, Effect)
    correction, scale = (1 - 3 / 151) ** 2, 2 * 0.5 * 40 / 400
    by_hand = correction * 38 / 36 * (scale + found.value**2) - found.value**2
    assert found.se == pytest.approx(sqrt(by_hand))


def test_without_a_correlation_a_value_stands_without_an_interval() -> None:
    bare = Sample(20, Distribution(30, 8), Distribution(22, 6), None)
    found = within(bare, LOWER)
    assert isinstance(found["d_pre"], Effect)
    assert found["d_pre"].ci is None
    assert "correlation" in found["d_pre"].ci_method
    assert isinstance(found["dz"], NotComputable)
    assert isinstance(found["drm"], NotComputable)


def test_risks_and_numbers_needed_come_out_by_hand() -> None:
    ratio = log_risk_ratio(13, 21, 5, 19)
    assert isinstance(ratio, Effect)
    assert ratio.value == pytest.approx(log((13 / 21) / (5 / 19)))
    assert ratio.se == pytest.approx(sqrt(1 / 13 - 1 / 21 + 1 / 5 - 1 / 19))
    difference = risk_difference(13, 21, 5, 19)
    assert value(nnt_from_risk(difference)) == pytest.approx(1 / (13 / 21 - 5 / 19))
    d = between_d(TREATED, WAITED, LOWER)
    # 2 Φ(d / sqrt 2) - 1 is the error function of d / 2.
    assert value(nnt_from_d(d)) == pytest.approx(1 / erf(value(d) / 2))


def test_an_interval_over_zero_gives_a_number_needed_without_bounds() -> None:
    found = nnt_from_d(between_d(Arm(5, 10, 5), Arm(5, 11, 5), LOWER))
    assert isinstance(found, Effect)
    assert found.ci is None
    assert "includes 0" in found.ci_method


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (between_d(Arm(1, 3, 1), WAITED, LOWER), "at least two people"),
        (between_g(Arm(9, 3, 0), Arm(9, 4, 0), LOWER), "do not vary"),
        (nnt_from_d(between_d(Arm(9, 3, 0), Arm(9, 4, 0), LOWER)), "do not vary"),
        (nnt_from_d(between_d(WAITED, WAITED, LOWER)), "equally well"),
        (nnt_from_risk(risk_difference(3, 9, 3, 9)), "equally well"),
        (nnt_from_risk(risk_difference(0, 0, 3, 9)), "at least two people"),
        (log_risk_ratio(0, 9, 3, 9), "nobody improved"),
        (within(Sample(9, Distribution(3, 0), Distribution(3, 0), None), LOWER)["dz"], "not vary"),
    ],
)
def test_what_cannot_be_computed_says_why(outcome: Outcome, reason: str) -> None:
    assert isinstance(outcome, NotComputable)
    assert reason in str(outcome)


@given(samples)
def test_the_direction_turns_the_sign_of_every_effect(sample: Sample) -> None:
    lower, higher = within(sample, LOWER), within(sample, HIGHER)
    assert lower.keys() == higher.keys()
    for name, effect in lower.items():
        if isinstance(effect, Effect):
            assert effect.value == -value(higher[name])


@given(samples, samples)
def test_the_unit_of_the_scale_does_not_matter(one: Sample, other: Sample) -> None:
    def doubled(s: Sample) -> Sample:
        pre, post = (Distribution(2 * d.mean, 2 * d.sd) for d in (s.pre, s.post))
        return Sample(s.n, pre, post, s.correlation)

    found = {**within(one, LOWER), **between_samples(one, other, LOWER)}
    again = {
        **within(doubled(one), LOWER),
        **between_samples(doubled(one), doubled(other), LOWER),
    }
    assert found.keys() == again.keys()
    for name, effect in found.items():
        if isinstance(effect, Effect):
            assert effect.value == pytest.approx(value(again[name]))
            assert effect.se == pytest.approx(getattr(again[name], "se", None))


@given(arms, arms)
def test_groups_that_change_places_change_the_sign(one: Arm, other: Arm) -> None:
    assert value(between_d(one, other, LOWER)) == -value(between_d(other, one, LOWER))


@given(arms, arms)
def test_the_correction_makes_an_effect_smaller_and_lies_in_its_interval(
    one: Arm, other: Arm
) -> None:
    d, g = between_d(one, other, HIGHER), between_g(one, other, HIGHER)
    assert isinstance(g, Effect)
    assert g.ci is not None
    assert abs(g.value) <= abs(value(d))
    assert g.ci[0] <= g.value <= g.ci[1]
