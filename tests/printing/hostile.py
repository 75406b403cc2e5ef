"""PDFs that somebody might send instead of ours."""

import zlib
from functools import lru_cache
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from clinic.printing.sheets import sheet_pdf
from tests.printing.paper import EVERY_KIND, job, sheet

SHEET = sheet(*EVERY_KIND)
MARK = "hearth:W99:0123"


def ours() -> bytes:
    return sheet_pdf(job(SHEET, None, form_id=MARK))


def form(mark: str = MARK, **fields: str) -> bytes:
    """Make a small form of text fields under a mark."""
    pdf = _empty(mark)
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([_field(pdf, name, value) for name, value in fields.items()])
    )
    return _bytes(pdf)


def locked(owner: str, user: str) -> bytes:
    pdf = pikepdf.open(BytesIO(form(word="x")))
    return _bytes(pdf, encryption=pikepdf.Encryption(owner=owner, user=user))


def many(count: int) -> bytes:
    return form(**{f"f{number}": "" for number in range(count)})


def in_a_ring() -> bytes:
    pdf = _empty(MARK)
    field = _field(pdf, "word", "")
    field.Kids = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    return _bytes(pdf)


def with_script() -> bytes:
    pdf = pikepdf.open(BytesIO(form(word="calm")))
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    return _bytes(pdf)


def with_a_stream_for_a_value() -> bytes:
    pdf = _empty(MARK)
    field = _field(pdf, "word", "")
    field.V = pdf.make_stream(b"words")
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    return _bytes(pdf)


def with_old_form() -> bytes:
    pdf = pikepdf.open(BytesIO(form(word="calm")))
    pdf.Root.AcroForm.XFA = String("<xdp/>")
    return _bytes(pdf)


def nested(depth: int) -> bytes:
    return _by_hand(
        b"<< /Type /Catalog /AcroForm << /Fields " + b"[" * depth + b"]" * depth + b" >> >>"
    )


@lru_cache(1)
def bomb(megabytes: int) -> bytes:
    """Make an object stream that swells to many times its size when it is opened."""
    zeros = zlib.compressobj()
    swollen = b"".join(zeros.compress(b" " * 1_000_000) for _ in range(megabytes)) + zeros.flush()
    head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(swollen)
    stream = b"2 0 obj\n" + head + b"\nstream\n" + swollen + b"\nendstream\nendobj\n"
    start = b"%PDF-1.7\n"
    # An index that says: the catalog is the first object inside that stream.
    rows = b"\x00\x00\x00\x00\x00" + b"\x02\x00\x00\x02\x00"
    rows += b"\x01" + len(start).to_bytes(3, "big") + b"\x00"
    place = len(start) + len(stream)
    rows += b"\x01" + place.to_bytes(3, "big") + b"\x00"
    index = b"<< /Type /XRef /W [1 3 1] /Size 4 /Root 1 0 R /Length %d >>" % len(rows)
    xref = b"3 0 obj\n" + index + b"\nstream\n" + rows + b"\nendstream\nendobj\n"
    return start + stream + xref + b"startxref\n%d\n%%%%EOF" % place


def _by_hand(catalog: bytes) -> bytes:
    start = b"%PDF-1.7\n"
    body = b"1 0 obj\n" + catalog + b"\nendobj\n"
    table = b"xref\n0 2\n0000000000 65535 f \n%010d 00000 n \n" % len(start)
    trailer = b"trailer << /Size 2 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(start) + len(body)
    )
    return start + body + table + trailer


def _empty(mark: str) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.docinfo.Keywords = String(mark)
    return pdf


def _field(pdf: pikepdf.Pdf, name: str, value: str) -> pikepdf.Object:
    return pdf.make_indirect(Dictionary(FT=Name.Tx, T=String(name), V=String(value)))


def _bytes(pdf: pikepdf.Pdf, encryption: pikepdf.Encryption | bool = False) -> bytes:
    saved = BytesIO()
    pdf.save(saved, encryption=encryption)
    return saved.getvalue()
