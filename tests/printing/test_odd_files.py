"""A PDF that went through odd hands: what is in it is read, and what cannot be is named."""

import warnings
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from clinic.domain.errors import Refused
from clinic.printing.filled import read_filled
from clinic.printing.filled_fields import Filled
from clinic.printing.sheets import sheet_pdf
from tests.printing import hostile
from tests.printing.hostile import MARK, SHEET, ours
from tests.printing.paper import job, sheet
from tests.printing.viewers import by_value_and_state, field, flattened, saved

Change = Callable[[Pdf], None]


def changed(
    change: Change, pdf: bytes | None = None, encryption: pikepdf.Encryption | bool = False
) -> bytes:
    with pikepdf.open(BytesIO(pdf or ours())) as opened:
        change(opened)
        written = BytesIO()
        opened.save(written, encryption=encryption)
        return written.getvalue()


def read(pdf: bytes) -> Filled:
    return read_filled(pdf, SHEET, MARK)


def holding(value: object, name: str = "word") -> bytes:
    """Make a sheet in one field of which stands a value as it is."""

    def change(pdf: Pdf) -> None:
        field(pdf, name).V = value

    return changed(change)


def without_properties(pdf: Pdf) -> None:
    del pdf.trailer.Info


def in_another_file(*files: bytes) -> bytes:
    """Put the pages of files into a new one, as programs do that know nothing of forms."""
    new = pikepdf.new()
    written = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        for each in files:
            with pikepdf.open(BytesIO(each)) as opened:
                new.pages.extend(opened.pages)
        new.save(written)
    return written.getvalue()


TEXTS = {
    "UTF-8 with a mark": b"\xef\xbb\xbf" + "Göte – ja".encode(),
    "UTF-8 without one": "Göte – ja".encode(),
    "UTF-16, the other way around": b"\xff\xfe" + "Göte – ja".encode("utf-16-le"),
    "the letters of PDF": b"G\xf6te \x85 ja",
    "with a language in front": b"\xfe\xff\x00\x1bdeDE\x00\x1b" + "Göte – ja".encode("utf-16-be"),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_a_text_is_read_however_its_letters_are_written(text: bytes) -> None:
    assert read(holding(String(text))).pairs == [("word", "Göte – ja")]


def test_a_number_as_a_number_and_a_word_as_a_name_are_read() -> None:
    assert read(holding(7, "minutes")).pairs == [("minutes", "7")]
    assert read(holding(Name.calm)).pairs == [("word", "calm")]


@pytest.mark.parametrize("value", [True, Array([1, 2]), Dictionary(A=1)], ids=repr)
def test_a_value_that_is_no_word_costs_its_field_and_not_the_file(value: object) -> None:
    def change(pdf: Pdf) -> None:
        field(pdf, "word").V = value
        field(pdf, "moment").V = String("on the stairs")

    found = read(changed(change))
    assert found.pairs == [("moment", "on the stairs")]
    assert found.unread == ("One word for today",)


def test_a_signature_is_named_and_the_rest_is_read() -> None:
    def change(pdf: Pdf) -> None:
        field(pdf, "word").V = String("calm")
        own = Dictionary(FT=Name.Sig, T=String("Signature1"), V=Dictionary(Type=Name.Sig))
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(own))

    found = read(changed(change))
    assert (found.pairs, found.unread) == ([("word", "calm")], ("Signature1",))


def test_a_value_at_the_place_where_it_is_drawn_is_the_field_s() -> None:
    def change(pdf: Pdf) -> None:
        word = field(pdf, "word")
        drawn = Dictionary(Subtype=Name.Widget, Rect=word.Rect, Parent=word, V=String("calm"))
        word.Kids = Array([pdf.make_indirect(drawn)])
        del word.V

    assert read(changed(change)).pairs == [("word", "calm")]


def test_a_file_that_opens_without_a_passphrase_is_read() -> None:
    locked = pikepdf.Encryption(owner="o", user="")
    sent = changed(lambda _pdf: None, holding(String("calm")), encryption=locked)
    assert read(sent).pairs == [("word", "calm")]


def test_pages_say_which_sheet_they_are_when_the_file_does_not() -> None:
    filled = saved(ours(), by_value_and_state, word="calm", ease="7", tried__no="on")
    expected = [("ease", "7"), ("tried", "no"), ("word", "calm")]
    for sent in (changed(without_properties, filled), in_another_file(filled)):
        assert sorted(read(sent).pairs) == expected


def test_two_sheets_in_one_file_are_never_read_as_one() -> None:
    other = sheet_pdf(job(sheet(*SHEET.fields), None, form_id="hearth:W98:4567"))
    with pytest.raises(Refused, match="pages of more than one sheet"):
        read(in_another_file(ours(), other))


def test_the_sheets_of_two_people_in_one_file_are_never_read_as_one_s() -> None:
    mine = saved(ours(), by_value_and_state, word="calm", moment="then")
    hers = saved(ours(), by_value_and_state, minutes="4")
    with pytest.raises(Refused, match="or one page twice"):
        read(in_another_file(mine, hers))


def test_pages_in_another_order_are_read() -> None:
    filled = saved(ours(), by_value_and_state, word="calm", body__chest="on")
    turned = changed(lambda pdf: pdf.pages.reverse(), filled)
    assert sorted(read(turned).pairs) == [("body", "chest"), ("word", "calm")]


def test_a_printed_file_is_told_what_it_is_with_and_without_its_properties() -> None:
    printed = flattened(ours())
    with pytest.raises(Refused, match="no places to write anymore"):
        read(printed)

    def forget(pdf: Pdf) -> None:
        without_properties(pdf)
        for page in pdf.pages:
            del page.obj.PieceInfo

    with pytest.raises(Refused, match="has no places to write: it was printed"):
        read(changed(forget, printed))
    with pytest.raises(Refused, match="no longer says which sheet it is"):
        read(changed(forget))


def _mark(subtype: str, **more: Object | int) -> Change:
    def change(pdf: Pdf) -> None:
        drawn = Dictionary(Subtype=Name(f"/{subtype}"), Rect=[9, 9, 99, 99])
        for name, value in more.items():
            drawn[f"/{name}"] = value
        pdf.pages[0].obj.Annots.append(pdf.make_indirect(drawn))

    return change


@pytest.mark.parametrize("subtype", ["Ink", "Stamp", "Highlight", "FreeText", "Square"])
def test_what_was_drawn_onto_a_page_is_said_though_nobody_can_read_it(subtype: str) -> None:
    found = read(changed(_mark(subtype)))
    assert (found.is_drawn_on, found.is_whole, found.notes) == (True, False, ())


def test_a_note_stuck_to_a_page_is_told_and_a_hidden_one_is_none() -> None:
    assert read(changed(_mark("Text", Contents=String("see")))).notes == ("see",)
    hidden = read(changed(_mark("Text", Contents=String("see"), F=2)))
    assert (hidden.notes, hidden.is_whole) == ((), True)


def test_a_box_that_is_none_of_ours_is_named_when_it_only_shows() -> None:
    def change(pdf: Pdf) -> None:
        looks = Dictionary(N=Dictionary(on=pdf.make_stream(b"")))
        box = Dictionary(FT=Name.Btn, T=String("tried-no+1"), AS=Name.on, AP=looks)
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(box))

    assert read(changed(change)).unread == ("tried-no+1",)


def test_a_stream_for_a_value_is_never_opened() -> None:
    assert read(hostile.with_a_stream_for_a_value()).unread == ("One word for today",)
