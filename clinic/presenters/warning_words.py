"""Why somebody is listed on the dashboard, in words for staff."""

from dataclasses import dataclass
from typing import assert_never

from flask_babel import gettext as _

from clinic.domain.safety.early_warnings import EarlyWarning, WarningKind
from clinic.lookups.safety.early_warnings import Listed, WarningReason
from clinic.presenters.change_words import basis_of, change_in_points
from clinic.presenters.course_charts import occasion_name
from clinic.presenters.numbers import figure


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason as a sentence, and by which rule and whose figures it is one."""

    text: str
    rule: str


def kind_name(kind: WarningKind) -> str:
    """Name a kind of warning in two or three words."""
    match kind:
        case WarningKind.DETERIORATED:
            return str(_("Worse"))
        case WarningKind.OFF_TRACK:
            return str(_("Off track"))
        case WarningKind.NO_BASELINE | WarningKind.UNANSWERED | WarningKind.NOT_SCORED:
            return str(_("Missing data"))
        case _:
            assert_never(kind)


def reasons_in_words(listed: Listed) -> list[ReasonLine]:
    """Say every reason why a person is listed."""
    return [ReasonLine(_text(one), _rule(one)) for one in listed.reasons]


def _text(reason: WarningReason) -> str:
    warning, measure = reason.warning, reason.instrument.short_name
    occasion = occasion_name(warning.occasion).lower()
    if warning.change is None:
        return _missing(warning, measure, occasion)
    words = {
        "measure": measure,
        "occasion": occasion,
        "change": change_in_points(warning.change),
    }
    if warning.kind is WarningKind.DETERIORATED:
        return str(_("%(measure)s (%(occasion)s): reliable deterioration. %(change)s", **words))
    if warning.change.is_clinical:
        return str(
            _(
                "%(measure)s (%(occasion)s): off track, no better than at the start and on the"
                " clinical side of the cut-off. %(change)s",
                **words,
            )
        )
    return str(
        _(
            "%(measure)s (%(occasion)s): off track, worse than at the start by a tenth of the"
            " range or more. %(change)s",
            **words,
        )
    )


def _missing(warning: EarlyWarning, measure: str, occasion: str) -> str:
    words = {"measure": measure, "occasion": occasion, "count": figure(warning.in_a_row)}
    match warning.kind:
        case WarningKind.NO_BASELINE:
            return _(
                "%(measure)s: no score from the start, so no change can be read later.", **words
            )
        case WarningKind.UNANSWERED:
            return _(
                "%(measure)s: not answered %(count)s times in a row, lately %(occasion)s.", **words
            )
        case WarningKind.NOT_SCORED:
            return _(
                "%(measure)s (%(occasion)s): answered, but too little of it for a score.", **words
            )
        case WarningKind.DETERIORATED | WarningKind.OFF_TRACK:
            raise ValueError(f"a warning of the kind {warning.kind} rests on a change")
        case _:
            assert_never(warning.kind)


def _rule(reason: WarningReason) -> str:
    match reason.warning.kind:
        case WarningKind.DETERIORATED:
            return basis_of(reason.criteria)[0]
        case WarningKind.OFF_TRACK:
            words = _("Hearth’s own rule, from half of the sessions on; no published threshold.")
            return str(words)
        case WarningKind.NO_BASELINE | WarningKind.UNANSWERED | WarningKind.NOT_SCORED:
            return ""
        case _:
            assert_never(reason.warning.kind)
