"""Effect sizes, each with the convention that makes its number what it is.

The same published group gives very different numbers by different conventions, so that none is
handed out without its name, its formula and the way its interval was made. Positive is improvement.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import log, sqrt
from statistics import NormalDist

from clinic.domain.measures.instruments import Direction
from clinic.domain.outcomes.pairs import SMALLEST_SD, NotComputable, Sample
from clinic.domain.text import N_

NORMAL = NormalDist()
Z_95 = NORMAL.inv_cdf(0.975)

BONETT = N_("value ± z SE; SE by normal theory for two scores of one person (Bonett 2008)")
METAPSY = N_("value ± z SE; SE from the uncorrected d, without J² (Metapsy convention)")
NO_CORRELATION = N_("none: the correlation of before and after is not known")

_NO_SPREAD = N_("the scores do not vary: their standard deviation is 0")
_NO_R = N_("it needs the correlation of before and after")
_TOO_FEW = N_("each group needs at least two people")


@dataclass(frozen=True)
class Effect:
    """A number with its 95 % interval, and the convention and formula that it comes from."""

    value: float
    ci: tuple[float, float] | None
    se: float | None
    convention: str
    formula: str
    ci_method: str


Outcome = Effect | NotComputable


@dataclass(frozen=True)
class Arm:
    """One group at one time."""

    n: int
    mean: float
    sd: float


def small_sample_correction(df: float) -> float:
    """Compute J = 1 - 3 / (4 df - 1). Hedges 1981, J Educ Stat 6:107-128."""
    return 1 - 3 / (4 * df - 1)


def d_pre(sample: Sample, better: Direction) -> Outcome:
    """Compute change / SD_pre, the standardized mean change. Becker 1988."""
    return _within(
        sample,
        better,
        sample.pre.sd,
        lambda s, _r: s.pre.sd**2 / 2,
        N_("within one group, by the spread before (Becker 1988)"),
        "change / SD_pre",
    )


def d_av(sample: Sample, better: Direction) -> Outcome:
    """Compute change / ((SD_pre + SD_post) / 2). Cumming 2012; Lakens 2013."""
    return _within(
        sample,
        better,
        (sample.pre.sd + sample.post.sd) / 2,
        lambda s, r: (s.pre.sd**2 + s.post.sd**2 + 2 * r**2 * s.pre.sd * s.post.sd) / 8,
        N_("within one group, by the average of both standard deviations (Cumming 2012)"),
        "change / ((SD_pre + SD_post) / 2)",
    )


def d_rms(sample: Sample, better: Direction) -> Outcome:
    """Compute change / sqrt((SD_pre² + SD_post²) / 2). Bonett 2008, Psychol Methods 13:99-109."""
    unit = sqrt((sample.pre.sd**2 + sample.post.sd**2) / 2)

    def variance(s: Sample, r: float) -> float:
        return (s.pre.sd**4 + s.post.sd**4 + 2 * (r * s.pre.sd * s.post.sd) ** 2) / (8 * unit**2)

    return _within(
        sample,
        better,
        unit,
        variance,
        N_("within one group, by the root of the mean variance (Bonett 2008)"),
        "change / sqrt((SD_pre² + SD_post²) / 2)",
    )


def dz(sample: Sample, better: Direction) -> Outcome:
    """Compute change / sd_diff, sd_diff² = s1² + s2² - 2 r s1 s2. Cohen 1988; Lakens 2013."""
    if sample.change_sd is None:
        return NotComputable(_NO_R)
    spread = sample.change_sd
    return _within(
        sample,
        better,
        spread,
        lambda _s, _r: spread**2 / 2,
        N_("within one group, by the spread of the changes (Cohen 1988)"),
        "change / sd_diff",
    )


def drm(sample: Sample, better: Direction) -> Outcome:
    """Compute dz sqrt(2 (1 - r)). Morris & DeShon 2002, Psychol Methods 7:105-125."""
    if sample.correlation is None:
        return NotComputable(_NO_R)
    base = dz(sample, better)
    if isinstance(base, NotComputable):
        return base
    factor = sqrt(2 * max(1 - sample.correlation, 0))
    return Effect(
        base.value * factor,
        base.ci and (base.ci[0] * factor, base.ci[1] * factor),
        base.se and base.se * factor,
        N_("within one group, dz brought to the scale of raw scores (Morris & DeShon 2002)"),
        "dz sqrt(2 (1 - r))",
        base.ci_method,
    )


def between_d(treatment: Arm, control: Arm, better: Direction) -> Outcome:
    """Compute d = (M_treatment - M_control) / s_pooled, positive where the treatment is better.

    Cohen 1988; SE = sqrt(1/n1 + 1/n2 + d² / (2 (n1 + n2))).
    """
    if min(treatment.n, control.n) < 2:
        return NotComputable(_TOO_FEW)
    spread = pooled_sd(treatment, control)
    if spread < SMALLEST_SD:
        return NotComputable(_NO_SPREAD)
    value = better.sign * (treatment.mean - control.mean) / spread
    n = treatment.n + control.n
    se = sqrt(1 / treatment.n + 1 / control.n + value**2 / (2 * n))
    return Effect(
        value,
        _interval(value, se),
        se,
        N_("between groups, by the pooled spread of both (Cohen 1988)"),
        "(M_treatment - M_control) / s_pooled",
        METAPSY,
    )


def between_g(treatment: Arm, control: Arm, better: Direction) -> Outcome:
    """Compute g = J d, J = 1 - 3 / (4 (n1 + n2 - 2) - 1), with the SE of the uncorrected d.

    Hedges 1981, J Educ Stat 6:107-128; the standard error after the Metapsy convention.
    """
    d = between_d(treatment, control, better)
    if isinstance(d, NotComputable) or d.se is None:
        return d
    value = small_sample_correction(treatment.n + control.n - 2) * d.value
    return replace(
        d,
        value=value,
        ci=_interval(value, d.se),
        convention=N_("between groups, corrected for small samples (Hedges 1981)"),
        formula="J (M_treatment - M_control) / s_pooled, J = 1 - 3 / (4 (n1 + n2 - 2) - 1)",
    )


def pre_post_control_g(treatment: Sample, control: Sample, better: Direction) -> Outcome:
    """Compute g_ppc = J (change_T - change_C) / pooled SD_pre. Morris 2008.

    Organ Res Methods 11:364-386, d_ppc2; its variance needs r and more than four people.
    """
    before = [Arm(arm.n, arm.pre.mean, arm.pre.sd) for arm in (treatment, control)]
    if min(arm.n for arm in before) < 2:
        return NotComputable(_TOO_FEW)
    spread = pooled_sd(*before)
    if spread < SMALLEST_SD:
        return NotComputable(_NO_SPREAD)
    df = treatment.n + control.n - 2
    correction = small_sample_correction(df)
    value = correction * better.sign * (treatment.change - control.change) / spread
    se = _morris_se(value, treatment, control, correction)
    return Effect(
        value,
        None if se is None else _interval(value, se),
        se,
        N_("pre-post-control, by the pooled spread before (Morris 2008, d_ppc2)"),
        "J (change_treatment - change_control) / pooled SD_pre, J = 1 - 3 / (4 (nT + nC - 2) - 1)",
        N_("none: it needs the correlation of before and after, and more than four people")
        if se is None
        else N_("value ± z SE; SE after Morris 2008"),
    )


def log_risk_ratio(improved: int, n: int, improved_control: int, n_control: int) -> Outcome:
    """Compute ln((a / n1) / (c / n2)), SE = sqrt(1/a - 1/n1 + 1/c - 1/n2). Katz et al. 1978."""
    if not improved or not improved_control:
        return NotComputable(N_("in one of the groups nobody improved reliably"))
    value = log((improved / n) / (improved_control / n_control))
    # Where all of a group improved its two terms are equal, and rounding may fall below 0.
    se = sqrt(max(1 / improved - 1 / n + 1 / improved_control - 1 / n_control, 0.0))
    return Effect(
        value,
        _interval(value, se),
        se,
        N_("log risk ratio of reliable improvement, treatment to control (Katz 1978)"),
        "ln((a / n1) / (c / n2))",
        N_("value ± z SE, SE = sqrt(1/a - 1/n1 + 1/c - 1/n2)"),
    )


def nnt_from_d(d: Outcome) -> Outcome:
    """Compute NNT = 1 / (2 Φ(d / sqrt 2) - 1).

    Kraemer & Kupfer 2006, Biol Psychiatry 59:990-996.
    """
    if isinstance(d, NotComputable):
        return d
    return _number_needed(
        d,
        lambda value: 2 * NORMAL.cdf(value / sqrt(2)) - 1,
        N_("number needed to treat, from d (Kraemer & Kupfer 2006)"),
        "1 / (2 Φ(d / sqrt 2) - 1)",
    )


def risk_difference(improved: int, n: int, improved_control: int, n_control: int) -> Outcome:
    """Compute a/n1 - c/n2 with its Wald standard error."""
    if not n or not n_control:
        return NotComputable(_TOO_FEW)
    p, q = improved / n, improved_control / n_control
    se = sqrt(p * (1 - p) / n + q * (1 - q) / n_control)
    return Effect(
        p - q,
        _interval(p - q, se),
        se,
        N_("difference of the shares that improved reliably, treatment less control"),
        "a / n1 - c / n2",
        N_("value ± z SE (Wald)"),
    )


def nnt_from_risk(difference: Outcome) -> Outcome:
    """Compute NNT = 1 / RD from a risk difference. Laupacis et al. 1988, N Engl J Med 318:1728."""
    if isinstance(difference, NotComputable):
        return difference
    return _number_needed(
        difference,
        lambda value: value,
        N_("number needed to treat, from the risk difference (Laupacis 1988)"),
        "1 / RD",
    )


def pooled_sd(one: Arm, other: Arm) -> float:
    """Compute sqrt(((n1 - 1) s1² + (n2 - 1) s2²) / (n1 + n2 - 2))."""
    squares = (one.n - 1) * one.sd**2 + (other.n - 1) * other.sd**2
    return sqrt(squares / (one.n + other.n - 2))


def _within(
    sample: Sample,
    better: Direction,
    unit: float,
    unit_variance: Callable[[Sample, float], float],
    convention: str,
    formula: str,
) -> Outcome:
    """Standardize a change; `unit_variance` is the variance of the unit times the df.

    With u the unit and df = n - 1: SE² = sd_diff² / (df u²) + d² Var(u) / u², the general form of
    Bonett 2008, Psychol Methods 13:99-109.
    """
    if unit < SMALLEST_SD:
        return NotComputable(_NO_SPREAD)
    value = better.sign * sample.change / unit
    spread, df = sample.change_sd, sample.n - 1
    if spread is None or df < 1:
        return Effect(value, None, None, convention, formula, NO_CORRELATION)
    of_unit = unit_variance(sample, sample.correlation or 0) / df
    se = sqrt(spread**2 / (df * unit**2) + value**2 * of_unit / unit**2)
    return Effect(value, _interval(value, se), se, convention, formula, BONETT)


def _morris_se(value: float, treatment: Sample, control: Sample, correction: float) -> float | None:
    """Compute the SE of d_ppc2, with r pooled by degrees of freedom. Morris 2008, formula 25."""
    n = treatment.n + control.n
    if treatment.correlation is None or control.correlation is None or n <= 4:
        return None
    weighted = (treatment.n - 1) * treatment.correlation + (control.n - 1) * control.correlation
    scale = 2 * (1 - weighted / (n - 2)) * n / (treatment.n * control.n)
    variance = correction**2 * (n - 2) / (n - 4) * (scale + value**2) - value**2
    return sqrt(variance) if variance > 0 else None


def _number_needed(
    base: Effect, gain: Callable[[float], float], convention: str, formula: str
) -> Outcome:
    """Turn a difference around; an interval over 0 has no bounds, for it runs through infinity."""
    if abs(gain(base.value)) < SMALLEST_SD:
        return NotComputable(N_("both groups did equally well: the number would be infinite"))
    ci = None
    method = N_("none: the interval of the difference includes 0")
    if base.ci is not None and base.ci[0] * base.ci[1] > 0:
        ends = sorted(1 / gain(end) for end in base.ci)
        ci, method = (ends[0], ends[1]), N_("from the ends of the difference's interval")
    return Effect(1 / gain(base.value), ci, None, convention, formula, method)


def _interval(value: float, se: float) -> tuple[float, float]:
    return value - Z_95 * se, value + Z_95 * se
