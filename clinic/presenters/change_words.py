"""A change in words for staff: what it is called, by which method, and on whose figures."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from clinic.domain.measures.instruments import Source
from clinic.domain.outcomes.change import Category
from clinic.domain.outcomes.readings import (
    ChangeCriteria,
    CutoffKind,
    CutoffRule,
    ReliableRule,
    ScoreChange,
)
from clinic.presenters.numbers import figure, group_figure, points_in_words


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """What is said of one change; `basis` names method, norm and source, one sentence each."""

    change: str
    meaning: str
    basis: tuple[str, ...]
    has_norm: bool


def words_of(change: ScoreChange | None, criteria: ChangeCriteria) -> ChangeWords:
    """Put a change into words; without a second score there is only what it would be read by."""
    if change is None:
        return ChangeWords("", "", basis_of(criteria), criteria.reliable is not None)
    return ChangeWords(
        change_in_points(change),
        meaning_of(change, criteria),
        basis_of(criteria),
        criteria.reliable is not None,
    )


def change_in_points(change: ScoreChange) -> str:
    """Say from where to where: "From 16 to 9, 7 points better"."""
    ends = {"before": figure(change.before), "after": figure(change.after)}
    points = figure(abs(change.points))
    if change.gain > 0:
        return str(
            ngettext(
                "From %(before)s to %(after)s, %(points)s point better.",
                "From %(before)s to %(after)s, %(points)s points better.",
                1 if abs(change.points) == 1 else 2,
                points=points,
                **ends,
            )
        )
    if change.gain < 0:
        return str(
            ngettext(
                "From %(before)s to %(after)s, %(points)s point worse.",
                "From %(before)s to %(after)s, %(points)s points worse.",
                1 if abs(change.points) == 1 else 2,
                points=points,
                **ends,
            )
        )
    return str(_("%(before)s at first and %(after)s now: no change.", **ends))


def meaning_of(change: ScoreChange, criteria: ChangeCriteria) -> str:
    """Say what the change means, as carefully as the norm allows."""
    if change.category is None:
        return str(
            _("No confirmed norm is known for this scale: whether the change is reliable is open.")
        )
    said = {
        Category.RECOVERED: _(
            "A reliable improvement that ends on the functional side of the cut-off: recovered in"
            " the sense of Jacobson and Truax (1991)."
        ),
        Category.IMPROVED: _("A reliable improvement."),
        Category.UNCHANGED: _(
            "No reliable change: measurement error alone can account for that much."
        ),
        Category.DETERIORATED: _("A reliable deterioration."),
        Category.HARMED: _("A reliable deterioration that ends on the clinical side."),
    }[change.category]
    if change.category is Category.IMPROVED and change.is_clinical:
        return str(said) + " " + str(_("The score is still on the clinical side of the cut-off."))
    return str(said)


def category_name(category: Category | None) -> str:
    """Name a category in a word or two, as a table does."""
    if category is None:
        return str(_("not judged"))
    names = {
        Category.RECOVERED: _("recovered"),
        Category.IMPROVED: _("reliably better"),
        Category.UNCHANGED: _("no reliable change"),
        Category.DETERIORATED: _("reliably worse"),
        Category.HARMED: _("worse, past the cut-off"),
    }
    return str(names[category])


def basis_of(criteria: ChangeCriteria) -> tuple[str, ...]:
    """Name the method, the norm and the source of each figure that a change is read by."""
    rules = [_reliable(criteria.reliable)] if criteria.reliable else []
    rules += [_cutoff(criteria.cutoff)] if criteria.cutoff else []
    return tuple(rules)


def source_in_words(source: Source, *, is_own: bool) -> str:
    """Name a source, whether it is the clinic's own, and whether it was read there."""
    if is_own:
        return str(_("the clinic’s own norm: %(source)s", source=source.text))
    if source.is_verified:
        return source.text
    if source.is_second_hand:
        return str(_("%(source)s; read second-hand, not verified", source=source.text))
    return str(_("%(source)s; not verified at the source", source=source.text))


def _reliable(rule: ReliableRule) -> str:
    source = source_in_words(rule.source, is_own=rule.is_own)
    points = points_in_words(group_figure(rule.points, 1).removesuffix(".0"))
    if rule.sd is None or rule.reliability is None:
        return str(
            _(
                "Reliable from %(points)s on, as published (%(source)s).",
                points=points,
                source=source,
            )
        )
    of = source if rule.is_own or not rule.population else f"{rule.population}; {source}"
    return str(
        _(
            "Reliable beyond %(points)s: 1.96 √2 SD √(1 − r) after Jacobson and Truax (1991),"
            " with SD %(sd)s and r %(reliability)s (%(source)s).",
            points=points,
            sd=figure(rule.sd),
            reliability=figure(rule.reliability),
            source=of,
        )
    )


def _cutoff(rule: CutoffRule) -> str:
    source = source_in_words(rule.source, is_own=rule.is_own)
    value = group_figure(rule.value, 1).removesuffix(".0")
    method = {
        CutoffKind.PUBLISHED: _("as published"),
        CutoffKind.B: _("two SDs from the mean of a functional group"),
        CutoffKind.C: _("between a clinical and a functional group"),
    }[rule.kind]
    if rule.kind is CutoffKind.PUBLISHED:
        return str(
            _(
                "Cut-off %(value)s, %(method)s (%(source)s).",
                value=value,
                method=method,
                source=source,
            )
        )
    return str(
        _(
            "Cut-off %(kind)s after Jacobson and Truax (1991), %(method)s: %(value)s (%(source)s).",
            kind=rule.kind.value,
            method=method,
            value=value,
            source=source,
        )
    )
