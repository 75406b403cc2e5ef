"""What WeasyPrint leaves open in a fillable PDF: groups, names, and how a choice is drawn."""

import re

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from clinic.domain.homework.worksheets import LONGEST_LINE
from clinic.printing.pdf_reading import OWNER

SEPARATOR = "\n"
"""Between the words of a field and those of one option, where a template writes both as one."""

_NO_TOGGLE_TO_OFF = 1 << 14
_MULTILINE = 1 << 12
_DO_NOT_SCROLL = 1 << 23
_SIZE = re.compile(r" [0-9.]+ Tf")
_CROSS, _DISC = "8", "l"
# Characters of the dingbats font that every viewer has, for those that draw buttons themselves.


def mend_form(pdf: Pdf) -> None:
    """Give each group one field whose values are those of the page, and let it be left open.

    WeasyPrint 70 lists every circle as a field of its own beside its group, under a second name,
    numbers the values instead of naming them, and never lets a choice be taken back.
    """
    form = pdf.Root.AcroForm
    looks = _Looks(pdf)
    _mark_pages(pdf)
    form.DR.Font.ZaDb = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)
    _join_groups(form)
    for field in form.Fields:
        if "/Kids" in field:
            _mend_group(looks, field)
        elif "/AP" in field and "/Parent" not in field:
            _mend_button(looks, field, _CROSS)
        elif "/DA" in field:
            _mend_words(field)
    form.Fields = Array([field for field in form.Fields if "/Parent" not in field])
    for field in form.Fields:
        # What the sheet was given out with, so that whoever reads it back sees what was changed.
        field.DV = field.get("/V", Name.Off if Name.Btn == field.FT else String(""))


def _mark_pages(pdf: Pdf) -> None:
    """Write on each page which sheet it belongs to, and which page of it this is.

    The properties of the file say so as well, but programs that put pages into another file
    (pdftk, qpdf, Poppler) leave those behind, and two sheets in one file would pass for one.
    """
    about = pdf.docinfo
    written = about.get("/ModDate", about.get("/CreationDate", String("D:20260101000000Z")))
    for number, page in enumerate(pdf.pages, start=1):
        kept = Dictionary(Sheet=about.Keywords, Page=number)
        mark = Dictionary(LastModified=written, Private=kept)
        page.obj.LastModified = written
        page.obj.PieceInfo = Dictionary({OWNER: mark})


def _join_groups(form: Object) -> None:
    """Make one group of each name: WeasyPrint begins another one on each page it runs over to."""
    groups: dict[str, Object] = {}
    joined = []
    for field in form.Fields:
        if "/Kids" not in field:
            joined.append(field)
            continue
        first = groups.setdefault(str(field.T), field)
        if first.objgen == field.objgen:
            joined.append(field)
            continue
        for circle in field.Kids:
            circle.Parent = first
        first.Kids = Array([*first.Kids, *field.Kids])
        first.Opt = Array([*first.Opt, *field.Opt])
    form.Fields = Array(joined)


class _Looks:
    """The drawings of buttons, each kept once however many buttons look the same."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._kept: dict[tuple[str, bytes], Object] = {}

    def one(self, drawing: Object) -> Object:
        """Give the drawing that stands for all that are like this one."""
        return self._kept.setdefault((repr(drawing.BBox), drawing.read_bytes()), drawing)

    def nothing(self, drawing: Object) -> Object:
        """Give an empty drawing as large as this one."""
        key = (repr(drawing.BBox), b"")
        if key not in self._kept:
            self._kept[key] = self._pdf.make_stream(
                b"", Type=Name.XObject, Subtype=Name.Form, BBox=drawing.BBox
            )
        return self._kept[key]


def _mend_group(looks: _Looks, group: Object) -> None:
    values = [str(value) for value in group.Opt]
    group.V = Name.Off
    group.TU = String(str(group.TU).partition(SEPARATOR)[0])
    for number, circle in enumerate(group.Kids):
        state = Name(f"/{values[number]}")
        if str(circle.AS) != "/Off":
            circle.AS = group.V = state
        drawing = next(drawn for name, drawn in circle.AP.N.items() if name != "/Off")
        circle.AP = Dictionary(N=Dictionary({str(state): drawing}))
        _mend_button(looks, circle, _DISC)
        del circle.T
    del group.Opt
    group.Ff = int(group.Ff) & ~_NO_TOGGLE_TO_OFF


def _mend_button(looks: _Looks, button: Object, sign: str) -> None:
    """Show nothing where nothing is chosen, instead of leaving that to each viewer."""
    state, chosen = next(iter(button.AP.N.items()))
    button.AP.N[state] = looks.one(chosen)
    button.AP.N[Name.Off] = looks.nothing(chosen)
    button.MK = Dictionary(CA=String(sign))
    _left, bottom, _right, top = (float(edge) for edge in button.Rect)
    button.DA = String(f"/ZaDb {abs(top - bottom):.0f} Tf 0 g")
    button.TU = String(str(button.TU).replace(SEPARATOR, ": "))


def _mend_words(field: Object) -> None:
    """Leave out the transparency, which viewers do not look for in the font of a field.

    A line takes as many letters as on a phone, more than fit beside one another: it wraps, what is
    typed gets smaller instead of running out of sight, and the field is full where the paper is.
    """
    given = str(field.DA)
    plain = given[given.index(" gs ") + len(" gs ") :] if " gs " in given else given
    if int(field.get("/MaxLen", 0)) == LONGEST_LINE:
        field.Ff = int(field.get("/Ff", 0)) | _MULTILINE | _DO_NOT_SCROLL
        plain = _SIZE.sub(" 0 Tf", plain)
    field.DA = String(plain)
