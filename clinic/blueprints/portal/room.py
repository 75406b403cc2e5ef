"""The frame of a client's page: under the discreet name of its group, with help at hand."""

from collections.abc import Sequence
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_babel import ngettext

from clinic.lookups.groups.places import Place
from clinic.web.pages import clinic
from clinic.web.reading_words import reading_words
from clinic.web.request_context import opened


def show_page(template: str, page: object, places: Sequence[Place] = (), **values: Any) -> str:
    """Draw a page; somebody in one group sees its name above, others that of the clinic."""
    names = {place.group for place in places}
    group = names.pop() if len(names) == 1 else _(clinic().discreet_name)
    said = {"help": clinic(), "reading": reading_words(), "opened": opened}
    return render_template(template, page=page, discreet_name=group, **said, **values)


def questions_title(count: int, recall: str) -> str:
    """Name a questionnaire without naming what it measures."""
    if recall:
        return ngettext(
            "%(count)s question about %(recall)s",
            "%(count)s questions about %(recall)s",
            count,
            count=in_words(count),
            recall=recall,
        )
    return ngettext("%(count)s question", "%(count)s questions", count, count=in_words(count))


def in_words(count: int) -> str:
    """Write a small number as a word, to begin a sentence with; a larger one in digits."""
    words = (
        _("No"),
        _("One"),
        _("Two"),
        _("Three"),
        _("Four"),
        _("Five"),
        _("Six"),
        _("Seven"),
        _("Eight"),
        _("Nine"),
        _("Ten"),
        _("Eleven"),
        _("Twelve"),
    )
    return words[count] if count < len(words) else str(count)
