"""A sheet as a fillable PDF: a field for every answer, named, said aloud, and in order."""

from io import BytesIO

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from clinic.domain.clinic.settings import Paper
from clinic.domain.homework.worksheets import BODY_REGIONS
from clinic.printing.sheets import sheet_pdf
from tests.printing.paper import ANSWERS, EVERY_KIND, job, sheet

MARK = "hearth:W99:0123"
BODY = tuple(BODY_REGIONS)
NAMES = {
    "word",
    "moment",
    "minutes",
    "ease",
    "strength",
    "went",
    "tried-yes",
    "tried-no",
    "next",
    *(f"log-{row}-{column}" for row in range(3) for column in ("day", "noticed")),
    *(f"steps-{row}-{p}" for row in range(3) for p in ("step", "expected", "actual", "done")),
    *(f"systems-{part}" for part in ("threat", "drive", "soothing")),
    *(f"body-{region}" for region in BODY),
}


@pytest.fixture(scope="module")
def form() -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(sheet_pdf(job(sheet(*EVERY_KIND), None, form_id=MARK))))


@pytest.fixture(scope="module")
def fields(form: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    return {str(field.T): field for field in form.Root.AcroForm.Fields}


def test_every_answer_has_one_field_of_its_name(fields: dict[str, pikepdf.Object]) -> None:
    assert set(fields) == NAMES


def test_every_field_says_what_it_asks(fields: dict[str, pikepdf.Object]) -> None:
    assert str(fields["ease"].TU) == "How easy was it?"
    assert str(fields["ease"].Kids[3].TU) == "How easy was it?: 3"
    assert str(fields["log-1-noticed"].TU) == "My week, row 2: Noticed"
    assert all(str(field.TU).strip() for field in fields.values())


def test_only_one_circle_of_a_group_is_chosen_and_it_may_be_taken_back(
    fields: dict[str, pikepdf.Object],
) -> None:
    went = fields["went"]
    assert [str(name) for circle in went.Kids for name in circle.AP.N if name != "/Off"] == [
        "/yes",
        "/no",
    ]
    assert not int(went.Ff) & (1 << 14)


def test_a_box_of_lines_takes_lines_and_both_take_as_much_as_a_phone_does(
    fields: dict[str, pikepdf.Object],
) -> None:
    assert int(fields["moment"].Ff) & (1 << 12)
    assert int(fields["moment"].MaxLen) == 20_000
    assert int(fields["word"].MaxLen) == 500


def test_the_form_is_tagged_in_its_order_and_says_title_and_language(form: pikepdf.Pdf) -> None:
    assert str(form.Root.Lang) == "en"
    assert str(form.docinfo.Title) == "W99"
    assert str(form.docinfo.Keywords) == MARK
    assert bool(form.Root.MarkInfo.Marked)
    with form.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    for page in form.pages:
        assert str(page.Tabs) == "/S"
        assert all("/StructParent" in widget for widget in page.Annots)


def test_what_stands_is_in_the_form_already() -> None:
    pdf = sheet_pdf(job(sheet(*EVERY_KIND), answers=ANSWERS, form_id=MARK))
    found = PdfReader(BytesIO(pdf)).get_fields() or {}
    stands = {name: found[name].get("/V") for name in ("word", "ease", "tried-no", "systems-drive")}
    assert stands == {"word": "Unhurried", "ease": "/3", "tried-no": "/on", "systems-drive": "5"}


def test_letters_that_stand_nowhere_on_the_sheet_can_be_typed(form: pikepdf.Pdf) -> None:
    name = "/" + str(form.Root.AcroForm.Fields[0].DA).split("/")[1].split()[0]
    face = form.Root.AcroForm.DR.Font[name].DescendantFonts[0].FontDescriptor.FontFile3
    letters = TTFont(BytesIO(face.read_bytes())).getBestCmap() or {}
    assert all(ord(letter) in letters for letter in "QÜžя–“")


@pytest.mark.parametrize("paper", list(Paper))
def test_large_print_has_every_field_too(paper: Paper) -> None:
    large = sheet_pdf(job(sheet(*EVERY_KIND), paper=paper, is_large=True, form_id=MARK))
    assert set(PdfReader(BytesIO(large)).get_fields() or {}) == NAMES
