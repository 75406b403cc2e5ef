"""What is said of a filled PDF that was read: what it brought, and what is unsure."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from flask_babel import gettext as _

from clinic.domain.homework.worksheets import (
    BODY_REGIONS,
    CIRCLES,
    Choice,
    Field,
    FieldKind,
    Worksheet,
)
from clinic.domain.merging import Clash


class ReadPdf(Protocol):
    """What was read of a file besides its answers, by the labels of the fields."""

    @property
    def doubtful(self) -> tuple[str, ...]: ...
    @property
    def unread(self) -> tuple[str, ...]: ...
    @property
    def notes(self) -> tuple[str, ...]: ...
    @property
    def is_drawn_on(self) -> bool: ...
    @property
    def is_whole(self) -> bool: ...


def reading_words(read: ReadPdf, taken: Iterable[str]) -> list[str]:
    """Say field by field what was read of a PDF, and what could not be."""
    words = []
    if labels := _quoted(taken):
        words.append(_("From the PDF, new or changed: %(fields)s.", fields=labels))
    if labels := _quoted(read.doubtful):
        words.append(
            _("The file says one thing and shows another under %(fields)s.", fields=labels)
        )
    if labels := _quoted(read.unread):
        words.append(_("This could not be read, and stays as it was: %(fields)s.", fields=labels))
    if labels := _quoted(read.notes):
        words.append(
            _(
                "This was typed over the page and not into one of its fields, so nobody can tell "
                "where it belongs: %(notes)s. Please type it where it should go.",
                notes=labels,
            )
        )
    if read.is_drawn_on:
        words.append(
            _(
                "Something was drawn, written by hand or stamped onto a page. Only what is typed "
                "into the fields can be read here: please type it where it should go."
            )
        )
    return words


def nothing_new(read: ReadPdf) -> str:
    """Say that a file brought nothing, and what to do if it should have."""
    if not read.is_whole:
        return _("Nothing of this PDF was kept, and nothing was changed.")
    return _(
        "Nothing in this PDF differs from what is already here, so nothing was changed. If you "
        "typed into it, save it in the program you typed with and send it again."
    )


def clashes_in_words(sheet: Worksheet, clashes: Iterable[Clash]) -> dict[str, str]:
    """Give for each place that was changed twice what was kept of it elsewhere, for a script."""
    fields = {field.key: field for field in sheet.fields}
    return {
        clash.key.replace(".", "-"): _(
            "Changed on another page as well. There it says: %(words)s.",
            words=answer_words(fields[clash.key.partition(".")[0]], clash.theirs),
        )
        for clash in clashes
    }


def clash_sentences(sheet: Worksheet, clashes: Iterable[Clash]) -> dict[str, str]:
    """Give for each place that was changed twice what stands here, under the name of its field."""
    fields = {field.key: field for field in sheet.fields}
    return {
        clash.key.replace(".", "-"): _(
            "Changed in two places. What is kept so far says: %(words)s. Keep what you see, or "
            "change it.",
            words=answer_words(fields[clash.key.partition(".")[0]], clash.theirs),
        )
        for clash in clashes
    }


def answer_words(field: Field, answer: object) -> str:
    """Write an answer, or a part of one, in one line of words."""
    if answer in (None, "", [], {}, False):
        return _("nothing")
    if answer is True:
        return _("done")
    if isinstance(answer, Mapping):
        named = {key: _(CIRCLES[key]) if key in CIRCLES else key for key in answer}
        return ", ".join(f"{named[key]} {part}" for key, part in answer.items())
    if isinstance(answer, list):
        return ", ".join(answer_words(field, part) for part in answer)
    words = {option.key: option.label for option in _options(field)}
    if field.kind is FieldKind.BODY_MAP:
        words = {key: _(name) for key, name in BODY_REGIONS.items()}
    return f"“{words.get(str(answer), answer)}”"


def _options(field: Field) -> tuple[Choice, ...]:
    return (*field.options, *(option for column in field.columns for option in column.options))


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{each}”" for each in words)
