"""What WeasyPrint leaves open in a fillable PDF: groups, names, and how a choice is drawn."""

from io import BytesIO

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

SEPARATOR = "\n"
"""Between the words of a field and those of one option, where a template writes both as one."""

_NO_TOGGLE_TO_OFF = 1 << 14
_CROSS, _DISC = "8", "l"
# Signs of the font of dingbats that every viewer has, for those that draw buttons themselves.


def mend_form(printed: bytes) -> bytes:
    """Give each group one field whose values are those of the page, and let it be left open.

    WeasyPrint 70 lists every circle as a field of its own beside its group, under a second name,
    numbers the values instead of naming them, and never lets a choice be taken back.
    """
    with Pdf.open(BytesIO(printed)) as pdf:
        form = pdf.Root.AcroForm
        form.DR.Font.ZaDb = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats
        )
        for field in form.Fields:
            if "/Kids" in field:
                _mend_group(pdf, field)
            elif "/AP" in field and "/Parent" not in field:
                _mend_button(pdf, field, _CROSS)
            elif "/DA" in field:
                field.DA = String(_plain_appearance(str(field.DA)))
        form.Fields = Array([field for field in form.Fields if "/Parent" not in field])
        mended = BytesIO()
        pdf.save(mended)
        return mended.getvalue()


def _mend_group(pdf: Pdf, group: Object) -> None:
    values = [str(value) for value in group.Opt]
    group.V = Name.Off
    group.TU = String(str(group.TU).partition(SEPARATOR)[0])
    for number, circle in enumerate(group.Kids):
        state = Name(f"/{values[number]}")
        if str(circle.AS) != "/Off":
            circle.AS = group.V = state
        circle.AP = Dictionary(N=Dictionary({str(state): circle.AP.N[f"/{number}"]}))
        _mend_button(pdf, circle, _DISC)
        del circle.T
    del group.Opt
    group.Ff = int(group.Ff) & ~_NO_TOGGLE_TO_OFF


def _mend_button(pdf: Pdf, button: Object, sign: str) -> None:
    """Show nothing where nothing is chosen, instead of leaving that to each viewer."""
    chosen = next(iter(button.AP.N.values()))
    button.AP.N[Name.Off] = pdf.make_stream(
        b"", Type=Name.XObject, Subtype=Name.Form, BBox=chosen.BBox
    )
    button.MK = Dictionary(CA=String(sign))
    _left, bottom, _right, top = (float(edge) for edge in button.Rect)
    button.DA = String(f"/ZaDb {abs(top - bottom):.0f} Tf 0 g")
    button.TU = String(str(button.TU).replace(SEPARATOR, ": "))


def _plain_appearance(given: str) -> str:
    """Leave out the transparency, which viewers do not look for in the font of a field."""
    return given[given.index(" gs ") + len(" gs ") :] if " gs " in given else given
