"""`clinic evaluate --summary`: effect sizes from a published table of means."""

from collections.abc import Mapping
from dataclasses import dataclass

import click

from clinic.cli.evaluate_reports import Json, effect_json, rounded, show_effects
from clinic.domain.measures.instruments import Direction
from clinic.domain.outcomes.comparisons import (
    Comparison,
    Effects,
    between_arms,
    between_samples,
    comparison_of,
    within,
)
from clinic.domain.outcomes.effects import Effect
from clinic.domain.outcomes.summaries import MeansTable


@dataclass(frozen=True)
class SummaryResult:
    """The effects in a table of means: between its two arms, and within each."""

    table: MeansTable
    better: Direction
    comparison: Comparison | None
    between: Effects
    within: Mapping[str, Effects]

    def as_json(self) -> Json:
        """Give the documented keys; d, g, se and ci stand on top, each with its convention."""
        found: Json = {"better": self.better.value, **self._headline()}
        found["effects"] = _effects(self.between)
        found["arms"] = {
            name: {
                **{
                    time: {"mean": arm.mean, "sd": arm.sd, "n": arm.n}
                    for time, arm in times.items()
                },
                "effects": _effects(self.within.get(name, {})),
            }
            for name, times in self.table.arms.items()
        }
        return found

    def show(self) -> None:
        """Show the effects as tables."""
        if self.comparison is not None:
            title = f"{self.comparison.treatment} against {self.comparison.control}"
            show_effects(
                f"{title}, positive is better for {self.comparison.treatment}", self.between
            )
        for name, effects in self.within.items():
            show_effects(f"{name}, positive is improvement", effects)

    def _headline(self) -> Json:
        d, g = self.between.get("d_between"), self.between.get("g_between")
        if self.comparison is None or not isinstance(d, Effect) or not isinstance(g, Effect):
            return {}
        return {
            "treatment": self.comparison.treatment,
            "control": self.comparison.control,
            "d": rounded(d.value),
            "g": rounded(g.value),
            "se": rounded(g.se),
            "ci": g.ci and [rounded(end) for end in g.ci],
            "conventions": {
                "d": f"{d.convention}: {d.formula}",
                "g": f"{g.convention}: {g.formula}",
                "se": "sqrt(1/n1 + 1/n2 + d² / (2 (n1 + n2))), with the uncorrected d and without"
                " J² (Metapsy convention)",
                "ci": "g ± 1.96 se",
            },
        }


def compare(
    table: MeansTable, better: Direction, *, correlation: float | None, control: str | None
) -> SummaryResult:
    """Compute all that a table of means gives; before and after needs entries for pre."""
    names = tuple(table.arms)
    if control is not None and control not in names:
        raise click.UsageError(
            f"--control {control}: there is no such arm; there are {', '.join(names)}."
        )
    comparison = comparison_of(names, control, is_order_meant=True)
    samples = {n: table.sample(n, correlation) for n in names} if table.has_before else {}
    between: Effects = {}
    if isinstance(comparison, Comparison):
        pair = (comparison.treatment, comparison.control)
        one, other = (table.arms[name]["post"] for name in pair)
        between = between_arms(one, other, better)
        if samples:
            before = between_samples(samples[pair[0]], samples[pair[1]], better)
            between = {**before, **between}
    return SummaryResult(
        table,
        better,
        comparison if isinstance(comparison, Comparison) else None,
        between,
        {name: within(sample, better) for name, sample in samples.items()},
    )


def _effects(effects: Effects) -> Json:
    return {name: effect_json(effect) for name, effect in effects.items()}
