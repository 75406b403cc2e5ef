"""Effect sizes as rows of a table, each with its interval and the convention that makes it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from clinic.domain.outcomes.effects import Effect, Outcome
from clinic.presenters.numbers import group_figure

NOT_TOLD = "–"


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One effect size in words; one that does not exist says why."""

    name: str
    value: str
    interval: str
    convention: str


def effect_rows(effects: Mapping[str, Outcome]) -> tuple[EffectRow, ...]:
    """Write effect sizes down, in their order."""
    return tuple(_row(name, effect) for name, effect in effects.items())


def _row(name: str, effect: Outcome) -> EffectRow:
    if not isinstance(effect, Effect):
        why = _("not computable: %(why)s", why=_(effect.message, **effect.params))
        return EffectRow(name, NOT_TOLD, NOT_TOLD, str(why))
    interval = NOT_TOLD
    if effect.ci:
        low, high = map(group_figure, effect.ci)
        interval = str(_("%(low)s to %(high)s", low=low, high=high))
    convention = f"{_(effect.convention)}; {effect.formula}"
    return EffectRow(name, group_figure(effect.value), interval, convention)
