"""What `clinic evaluate` has found, as JSON and as tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import click

from clinic.cli.tables import figure, show_table
from clinic.domain.outcomes.change import CRITICAL_95, Category, s_diff
from clinic.domain.outcomes.change_methods import TITLES, Method
from clinic.domain.outcomes.comparisons import Comparison, Effects, between_people, within
from clinic.domain.outcomes.cutoffs import FORMULAS, CutoffType, TrueScoreLine
from clinic.domain.outcomes.effects import Effect, Outcome
from clinic.domain.outcomes.evaluations import Evaluation, Individual, Rules
from clinic.domain.outcomes.pairs import NotComputable, Sample, sample_of

Json = dict[str, object]


@dataclass(frozen=True)
class StudyReport:
    """A study evaluated: everything that is said of it."""

    n: int
    rules: Rules
    result: Evaluation
    carried: Sample | NotComputable
    groups: tuple[str, ...]
    comparison: Comparison | NotComputable | None

    def effects(self) -> Effects:
        """Give the effects within everybody, and of treatment against control."""
        better = self.rules.better
        found = dict(within(self.result.sample, better))
        if self.comparison is not None:
            found.update(between_people(self.result.individuals, self.comparison, better))
        return found

    def people_of(self, group: str) -> list[Individual]:
        """Give the people of one group."""
        return [person for person in self.result.individuals if person.pair.group == group]


def as_json(report: StudyReport) -> Json:
    """Give the report's documented keys; a figure that does not exist is null with its reason."""
    rules, result = report.rules, report.result
    measure = result.yardstick
    unjudged = [person for person in result.individuals if person.reason is not None]
    found: Json = {
        "n": report.n,
        "n_used": len(result.individuals),
        "n_not_computable": len(unjudged),
        "method": rules.method.value,
        "method_name": TITLES[rules.method],
        "better": rules.better.value,
        "cutoff": _cutoff(report),
        **_moments(result.sample),
        "reliability": rules.reliability and rules.reliability.pre,
        "s_diff": _s_diff(rules, result),
        "standard_error": rounded(measure.error if measure else None),
        "critical": _critical(report),
        "reliable_change": rounded(_points(report)),
        "counts": _counts(result.individuals),
        "effects": {name: effect_json(effect) for name, effect in report.effects().items()},
        "last_value_carried": _carried(report),
        "individuals": [_individual(person) for person in result.individuals],
    }
    if report.groups:
        found["groups"] = {group: _group(report, group) for group in report.groups}
    if isinstance(report.comparison, Comparison):
        found["treatment"] = report.comparison.treatment
        found["control"] = report.comparison.control
    return found


def effect_json(effect: Outcome) -> Json:
    """Give an effect with its interval, convention and formula, or why there is none."""
    if isinstance(effect, NotComputable):
        return {"value": None, "ci": None, "se": None, "not_computable": str(effect)}
    return {
        "value": rounded(effect.value),
        "ci": effect.ci and [rounded(end) for end in effect.ci],
        "se": rounded(effect.se),
        "convention": effect.convention,
        "formula": effect.formula,
        "ci_method": effect.ci_method,
    }


def show(report: StudyReport) -> None:
    """Show the report as tables, and what each figure rests on."""
    result = report.result
    title = f"{report.rules.method.value}: {TITLES[report.rules.method]}"
    show_table(title, ("figure", "value"), _figures(report))
    groups = {"all": list(result.individuals)} if not report.groups else {}
    groups |= {group: report.people_of(group) for group in report.groups}
    rows = [
        (group, category.value, str(_counts(people)[category.value]), _share(people, category))
        for group, people in groups.items()
        for category in Category
    ]
    show_table("People", ("group", "category", "n", "share"), rows)
    show_effects("Effects, positive is improvement", report.effects())
    show_effects("The same with the last value carried forward", _carried_effects(report))
    people = [
        (
            person.pair.subject,
            figure(person.pair.pre),
            figure(person.pair.post),
            figure(person.index),
            person.category.value if person.category else f"not computable: {person.reason}",
        )
        for person in result.individuals
    ]
    show_table("Each person", ("subject", "pre", "post", "index", "category"), people)


def show_effects(title: str, effects: Effects) -> None:
    """Show effects, one a row, with interval, convention and formula."""
    rows = []
    for name, effect in effects.items():
        if isinstance(effect, Effect):
            ci = "-" if effect.ci is None else f"{figure(effect.ci[0])} to {figure(effect.ci[1])}"
            rows.append((name, figure(effect.value), ci, effect.convention, effect.formula))
        else:
            rows.append((name, "-", "-", f"not computable: {effect}", ""))
    show_table(title, ("effect", "value", "95 % CI", "convention", "formula"), rows)
    methods: dict[str, list[str]] = {}
    for name, effect in effects.items():
        if isinstance(effect, Effect) and effect.ci is not None:
            methods.setdefault(effect.ci_method, []).append(name)
    for method, names in methods.items():
        click.echo(f"95 % CI of {', '.join(names)}: {method}")
    if methods:
        click.echo()


def _cutoff(report: StudyReport) -> Json | None:
    line, kind = report.result.line, report.rules.cutoff
    if line is None or kind is None:
        return None
    functional = report.rules.functional
    is_true = isinstance(line, TrueScoreLine)
    return {
        "type": kind.value,
        "value": rounded(line.value),
        "formula": FORMULAS[kind] + (", with the SDs of true scores" if is_true else ""),
        "functional": None
        if functional is None or kind is CutoffType.A
        else {"mean": functional.mean, "sd": functional.sd},
    }


def _moments(sample: Sample | NotComputable) -> Json:
    if isinstance(sample, NotComputable):
        reason: Json = {"mean": None, "sd": None, "not_computable": str(sample)}
        return {"pre": reason, "post": reason, "correlation": None}
    return {
        "pre": {"mean": rounded(sample.pre.mean), "sd": rounded(sample.pre.sd)},
        "post": {"mean": rounded(sample.post.mean), "sd": rounded(sample.post.sd)},
        "correlation": rounded(sample.correlation),
    }


def _s_diff(rules: Rules, result: Evaluation) -> float | None:
    sample = result.sample
    if rules.reliability is None or isinstance(sample, NotComputable) or sample.pre.sd <= 0:
        return None
    return rounded(s_diff(sample.pre.sd, rules.reliability.pre))


def _critical(report: StudyReport) -> float | None:
    if report.rules.method is Method.HLM:
        return CRITICAL_95
    measure = report.result.yardstick
    return measure.critical if measure else None


def _points(report: StudyReport) -> float | None:
    """Give the change from which on it counts, where it is one number for everybody."""
    measure = report.result.yardstick
    return report.rules.mid if measure is None else measure.points


def _counts(people: Sequence[Individual]) -> Mapping[str, int]:
    return {c.value: sum(person.category is c for person in people) for c in Category}


def _share(people: Sequence[Individual], category: Category) -> str:
    if not people:
        return "-"
    return f"{100 * _counts(people)[category.value] / len(people):.1f} %"


def _carried_effects(report: StudyReport) -> Effects:
    sample = report.carried
    if isinstance(sample, Sample) and sample.n == len(report.result.individuals):
        return {}
    effects = within(sample, report.rules.better)
    return {"d_pre": effects["d_pre"]}


def _carried(report: StudyReport) -> Json:
    sample = report.carried
    n = sample.n if isinstance(sample, Sample) else None
    effect = within(sample, report.rules.better)["d_pre"]
    return {"n": n, **_moments(sample), "effects": {"d_pre": effect_json(effect)}}


def _group(report: StudyReport, group: str) -> Json:
    people = report.people_of(group)
    sample = sample_of([person.pair for person in people])
    effects = within(sample, report.rules.better)
    return {
        "n_used": len(people),
        **_moments(sample),
        "counts": _counts(people),
        "effects": {name: effect_json(effect) for name, effect in effects.items()},
    }


def _individual(person: Individual) -> Json:
    found: Json = {
        "subject": person.pair.subject,
        "pre": person.pair.pre,
        "post": person.pair.post,
        "change": rounded(person.pair.change),
        "rci": rounded(person.index),
        "category": person.category and person.category.value,
    }
    if person.pair.group is not None:
        found["group"] = person.pair.group
    if person.reason is not None:
        found["not_computable"] = str(person.reason)
    return found


def _figures(report: StudyReport) -> list[tuple[str, str]]:
    sample, rules = report.result.sample, report.rules
    rows = [("people", str(report.n)), ("with both scores", str(len(report.result.individuals)))]
    if isinstance(sample, Sample):
        rows.append(("pre", f"M {figure(sample.pre.mean)}, SD {figure(sample.pre.sd)}"))
        rows.append(("post", f"M {figure(sample.post.mean)}, SD {figure(sample.post.sd)}"))
    cutoff = _cutoff(report)
    if cutoff is not None and report.result.line is not None:
        value = figure(report.result.line.value)
        rows.append((f"cut-off {cutoff['type']}", f"{value} = {cutoff['formula']}"))
    if rules.reliability is not None:
        rows.append(("reliability", f"{rules.reliability.pre:g}"))
    if (error := _s_diff(rules, report.result)) is not None:
        rows.append(("s_diff", f"{figure(error)} = sqrt(2) SD_pre sqrt(1 - r)"))
    if (points := _points(report)) is not None:
        rows.append(("reliable change", f"{figure(points)} points"))
    if isinstance(report.comparison, Comparison):
        rows.append(("treatment", report.comparison.treatment))
        rows.append(("control", report.comparison.control))
    return rows


def rounded(value: float | None) -> float | None:
    """Cut what the arithmetic leaves behind the sixth decimal, so that a run prints as the last."""
    return None if value is None else round(value, 6) + 0.0
