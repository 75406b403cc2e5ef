"""A sheet filled in as different programs save it, each by what was seen in its files."""

from collections.abc import Callable, Mapping
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

Save = Callable[[Pdf, Mapping[str, str]], None]
"""Writes answers by field name into an open form; "on" and "" tick and untick a box."""


def saved(pdf: bytes, save: Save, **answers: str) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as opened:
        save(opened, {name.replace("__", "-"): value for name, value in answers.items()})
        written = BytesIO()
        opened.save(written)
        return written.getvalue()


def field(pdf: Pdf, name: str) -> Object:
    return next(each for each in pdf.Root.AcroForm.Fields if str(each.T) == name)


def by_value_and_state(pdf: Pdf, answers: Mapping[str, str]) -> None:
    """Most of them (pdf.js, pdfium, Poppler, pypdf): the value, and the state of each button."""
    for name, value in answers.items():
        _put(field(pdf, name), value, says=True, shows=True)


def by_state_alone(pdf: Pdf, answers: Mapping[str, str]) -> None:
    """Some producers leave the value out and set what is shown."""
    for name, value in answers.items():
        found = field(pdf, name)
        _put(found, value, says=found.FT != "/Btn", shows=True)
        if found.FT == "/Btn" and "/V" in found:
            del found.V


def by_value_without_drawings(pdf: Pdf, answers: Mapping[str, str]) -> None:
    """Where drawings are to be made again, some leave them out, and the states with them."""
    for name, value in answers.items():
        found = field(pdf, name)
        _put(found, value, says=True, shows=False)
        for each in found.get("/Kids", [found]):
            for key in ("/AP", "/AS"):
                if key in each:
                    del each[key]


def by_text(pdf: Pdf, answers: Mapping[str, str]) -> None:
    """Some write the name of a state as a text."""
    by_value_and_state(pdf, answers)
    for name in answers:
        found = field(pdf, name)
        if found.FT == "/Btn":
            found.V = String(str(found.V))


def by_shown_words(pdf: Pdf, answers: Mapping[str, str]) -> None:
    """Others (pdf-lib) keep of a list the words that are shown, as a list of one."""
    by_value_and_state(pdf, answers)
    for name in answers:
        found = field(pdf, name)
        if found.FT == "/Ch":
            shown = {str(option[0]): str(option[1]) for option in found.Opt}
            found.V = Array([String(shown[str(found.V)])])


def by_a_circle_of_its_own(pdf: Pdf, answers: Mapping[str, str]) -> None:
    """Apple's: a chosen circle becomes a nameless field, and its group stays off."""
    for name, value in answers.items():
        found = field(pdf, name)
        if "/Kids" not in found:
            _put(found, value, says=True, shows=True)
            continue
        circle = next(each for each in found.Kids if f"/{value}" in each.AP.N)
        found.Kids = Array([each for each in found.Kids if each.objgen != circle.objgen])
        found.V = Name.Off
        del circle.Parent
        circle.FT, circle.AS, circle.T = Name.Btn, Name(f"/{value}"), String("")
        pdf.Root.AcroForm.Fields.append(circle)


def _put(found: Object, value: str, *, says: bool, shows: bool) -> None:
    if found.FT != "/Btn":
        found.V = String(value)
        return
    state = Name(f"/{value}") if value else Name.Off
    if says:
        found.V = state
    for each in found.get("/Kids", [found]) if shows else []:
        each.AS = state if str(state) in each.AP.N else Name.Off


def flattened(pdf: bytes) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as opened:
        del opened.Root.AcroForm
        for page in opened.pages:
            page.obj.Annots = Array()
        written = BytesIO()
        opened.save(written)
        return written.getvalue()


def written_over(pdf: bytes, words: str) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as opened:
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.FreeText, Rect=[50, 50, 200, 80], Contents=String(words)
        )
        opened.pages[0].obj.Annots.append(opened.make_indirect(note))
        written = BytesIO()
        opened.save(written)
        return written.getvalue()


def drawn_on(pdf: bytes) -> bytes:
    """Write on the first page by hand, as with a pen on a tablet."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        ink = Dictionary(Type=Name.Annot, Subtype=Name.Ink, Rect=[50, 50, 90, 90])
        opened.pages[0].obj.Annots.append(opened.make_indirect(ink))
        written = BytesIO()
        opened.save(written)
        return written.getvalue()
