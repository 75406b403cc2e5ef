"""The counts of NHS Talking Therapies in words, for a page and for paper."""

from flask_babel import gettext as _

from clinic.domain.outcomes.talking_therapies import CountedTerm, Tally


def term_name(term: CountedTerm) -> str:
    """Name what is counted."""
    names = {
        CountedTerm.CASE: _("At caseness before"),
        CountedTerm.RECOVERY: _("Recovery"),
        CountedTerm.RELIABLE_IMPROVEMENT: _("Reliable improvement"),
        CountedTerm.RELIABLE_RECOVERY: _("Reliable recovery"),
        CountedTerm.RELIABLE_DETERIORATION: _("Reliable deterioration"),
        CountedTerm.NO_RELIABLE_CHANGE: _("No reliable change"),
    }
    return str(names[term])


def tally_words(one: Tally) -> str:
    """Say how many of how many, or that it is left out."""
    if one.count is None or one.of is None:
        return "–"
    return str(_("%(some)s of %(all)s", some=one.count, all=one.of))
