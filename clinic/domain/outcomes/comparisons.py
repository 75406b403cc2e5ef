"""All effect sizes of one group, and of a treatment against a control, by their short names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from clinic.domain.measures.instruments import Direction
from clinic.domain.outcomes.change import Category
from clinic.domain.outcomes.effects import (
    Arm,
    Outcome,
    between_d,
    between_g,
    d_av,
    d_pre,
    d_rms,
    drm,
    dz,
    log_risk_ratio,
    nnt_from_d,
    nnt_from_risk,
    pre_post_control_g,
    risk_difference,
)
from clinic.domain.outcomes.evaluations import Individual
from clinic.domain.outcomes.pairs import NotComputable, Sample, sample_of
from clinic.domain.text import N_

_GAINS = (Category.RECOVERED, Category.IMPROVED)
_CONTROLS = {"c", "control", "tau", "treatment as usual", "placebo", "wl", "waitlist", "wait list"}

Effects = Mapping[str, Outcome]


@dataclass(frozen=True)
class Comparison:
    """Which group is measured against which."""

    treatment: str
    control: str


def comparison_of(
    groups: Sequence[str], control: str | None = None, *, is_order_meant: bool = False
) -> Comparison | NotComputable:
    """Tell treatment from control: by name, or by what controls are called.

    Where a person typed the groups in an order, and did not only have them in a file, the last is
    the control.
    """
    if len(groups) != 2:
        message = N_("a comparison needs two groups, and there are %(count)s")
        return NotComputable(message, {"count": len(groups)})
    named = [g for g in groups if g == control or (not control and g.casefold() in _CONTROLS)]
    if len(named) != 1 and not is_order_meant:
        message = N_("which of %(groups)s is the control is not told by their names: say --control")
        return NotComputable(message, {"groups": ", ".join(groups)})
    chosen = named[0] if len(named) == 1 else groups[1]
    return Comparison(groups[1] if chosen == groups[0] else groups[0], chosen)


def within(sample: Sample | NotComputable, better: Direction) -> Effects:
    """Compute the five effect sizes within one group."""
    formulas = {"d_pre": d_pre, "d_av": d_av, "d_rms": d_rms, "dz": dz, "drm": drm}
    if isinstance(sample, NotComputable):
        return dict.fromkeys(formulas, sample)
    return {name: formula(sample, better) for name, formula in formulas.items()}


def between_arms(treatment: Arm, control: Arm, better: Direction) -> Effects:
    """Compute what two groups differ by after treatment."""
    d = between_d(treatment, control, better)
    return {
        "d_between": d,
        "g_between": between_g(treatment, control, better),
        "nnt_from_d": nnt_from_d(d),
    }


def between_samples(treatment: Sample, control: Sample, better: Direction) -> Effects:
    """Compute what two groups differ by after, from before to after, and in their changes."""
    found: dict[str, Outcome] = {
        **between_arms(_after(treatment), _after(control), better),
        "g_ppc": pre_post_control_g(treatment, control, better),
    }
    found["d_change"], found["g_change"] = _of_changes(treatment, control, better)
    return found


def between_people(
    people: Sequence[Individual], comparison: Comparison | NotComputable, better: Direction
) -> Effects:
    """Compute all effects of a treatment against a control from everybody's own result."""
    if isinstance(comparison, NotComputable):
        return {"g_between": comparison}
    arms = [
        [person for person in people if person.pair.group == name]
        for name in (comparison.treatment, comparison.control)
    ]
    samples = [sample_of([person.pair for person in arm]) for arm in arms]
    one, other = samples
    if isinstance(one, NotComputable):
        return {"g_between": one}
    if isinstance(other, NotComputable):
        return {"g_between": other}
    return {**between_samples(one, other, better), **_by_risk(*arms)}


def _of_changes(treatment: Sample, control: Sample, better: Direction) -> tuple[Outcome, Outcome]:
    one, other = _changes(treatment), _changes(control)
    if one is None or other is None:
        missing = NotComputable(N_("it needs the correlation of before and after"))
        return missing, missing
    d, g = between_d(one, other, better), between_g(one, other, better)
    if isinstance(d, NotComputable) or isinstance(g, NotComputable):
        return d, g
    raw = "(change_treatment - change_control) / pooled sd_diff"
    return (
        replace(d, convention=N_("between groups, on the changes (Cohen 1988)"), formula=raw),
        replace(
            g,
            convention=N_("between groups, on the changes, corrected (Hedges 1981)"),
            formula=f"J {raw}, J = 1 - 3 / (4 (n1 + n2 - 2) - 1)",
        ),
    )


def _by_risk(treatment: Sequence[Individual], control: Sequence[Individual]) -> Effects:
    judged = [[p for p in arm if p.category is not None] for arm in (treatment, control)]
    (a, n), (c, m) = ((sum(p.category in _GAINS for p in arm), len(arm)) for arm in judged)
    difference = risk_difference(a, n, c, m)
    return {
        "log_risk_ratio": log_risk_ratio(a, n, c, m),
        "risk_difference": difference,
        "nnt_from_risk": nnt_from_risk(difference),
    }


def _after(sample: Sample) -> Arm:
    return Arm(sample.n, sample.post.mean, sample.post.sd)


def _changes(sample: Sample) -> Arm | None:
    spread = sample.change_sd
    return None if spread is None else Arm(sample.n, sample.change, spread)
