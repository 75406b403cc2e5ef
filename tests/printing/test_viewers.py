"""A filled PDF is read right whatever program saved it, or the field is named that is not."""

from io import BytesIO

import pikepdf
import pytest

from clinic.domain.errors import Refused
from clinic.domain.homework.worksheets import Choice, Field, FieldKind
from clinic.printing.filled import read_filled
from clinic.printing.filled_fields import Filled
from clinic.printing.sheets import sheet_pdf
from tests.printing import viewers
from tests.printing.hostile import MARK, SHEET, ours
from tests.printing.paper import ANSWERS, job, sheet
from tests.printing.viewers import Save, saved

PROGRAMS: list[Save] = [
    viewers.by_value_and_state,
    viewers.by_state_alone,
    viewers.by_value_without_drawings,
    viewers.by_text,
    viewers.by_shown_words,
    viewers.by_a_circle_of_its_own,
]
TYPED = {
    "word": "Ruhe – été",
    "ease": "7",
    "went": "yes",
    "tried__no": "on",
    "body__chest": "on",
    "systems__drive": "5",
    "log__0__noticed": "a breath",
    "steps__1__done": "on",
}
READ = [
    ("body", "chest"),
    ("ease", "7"),
    ("log-0-noticed", "a breath"),
    ("steps-1-done", "yes"),
    ("systems-drive", "5"),
    ("tried", "no"),
    ("went", "yes"),
    ("word", "Ruhe – été"),
]


def read(pdf: bytes) -> Filled:
    return read_filled(pdf, SHEET, MARK)


@pytest.mark.parametrize("save", PROGRAMS, ids=lambda save: save.__name__)
def test_every_program_s_way_of_saving_is_read(save: Save) -> None:
    found = read(saved(ours(), save, **TYPED))
    assert sorted(found.pairs) == READ
    assert (found.doubtful, found.unread, found.notes) == ((), (), ())


@pytest.mark.parametrize("save", PROGRAMS, ids=lambda save: save.__name__)
def test_what_stood_when_it_was_given_out_is_known(save: Save) -> None:
    given = sheet_pdf(job(SHEET, None, answers=ANSWERS, form_id=MARK))
    found = read(saved(given, save, word="", tried__no="", minutes=""))
    brought = dict(found.base or [])
    assert brought["word"] == "Unhurried"
    assert brought["tried"] == "no"
    assert not {"word", "tried", "minutes"} & dict(found.pairs).keys()
    assert dict(found.pairs)["ease"] == "3"


@pytest.mark.parametrize("off", ["Off", "(Off)", "/Off"])
def test_a_box_whose_value_is_the_text_off_is_not_ticked(off: str) -> None:
    def save(pdf: pikepdf.Pdf, _answers: object) -> None:
        viewers.field(pdf, "tried-no").V = pikepdf.String(off)

    assert read(saved(ours(), save)).pairs == []


def test_where_value_and_state_differ_the_one_that_was_changed_is_read_and_named() -> None:
    def says_only(pdf: pikepdf.Pdf, _answers: object) -> None:
        viewers.field(pdf, "tried-no").V = pikepdf.Name.on

    def shows_only(pdf: pikepdf.Pdf, _answers: object) -> None:
        viewers.field(pdf, "tried-no").AS = pikepdf.Name.on

    for save in (says_only, shows_only):
        found = read(saved(ours(), save))
        assert found.pairs == [("tried", "no")]
        assert found.doubtful == ("What I tried",)


def test_where_both_differ_and_nobody_knows_what_stood_it_is_named_and_not_read() -> None:
    def save(pdf: pikepdf.Pdf, _answers: object) -> None:
        box = viewers.field(pdf, "tried-no")
        box.V = pikepdf.Name.on
        del box.DV

    found = read(saved(ours(), save))
    assert found.pairs == []
    assert found.unread == ("What I tried",)


def test_a_state_that_is_none_of_the_sheet_s_is_named() -> None:
    def save(pdf: pikepdf.Pdf, _answers: object) -> None:
        group = viewers.field(pdf, "ease")
        group.V = pikepdf.String("/eleven")

    assert read(saved(ours(), save)).unread == ("How easy was it?",)


def test_a_file_without_its_fields_is_refused_with_the_reason() -> None:
    with pytest.raises(Refused, match="no places to write anymore"):
        read(viewers.flattened(saved(ours(), viewers.by_value_and_state, **TYPED)))


def test_what_was_typed_over_the_page_is_told() -> None:
    found = read(viewers.written_over(ours(), "I slept\nbadly"))
    assert found.notes == ("I slept badly",)
    assert found.pairs == []


def test_a_field_that_our_sheet_does_not_have_is_named_and_the_rest_is_read() -> None:
    def save(pdf: pikepdf.Pdf, _answers: object) -> None:
        viewers.field(pdf, "word").V = pikepdf.String("calm")
        own = pikepdf.Dictionary(
            FT=pikepdf.Name.Tx, T=pikepdf.String("salary"), V=pikepdf.String("much")
        )
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(own))

    found = read(saved(ours(), save))
    assert found.pairs == [("word", "calm")]
    assert found.unread == ("salary",)


def test_a_group_that_runs_over_a_page_is_one_group() -> None:
    options = tuple(Choice(f"o{number}", f"Option {number}") for number in range(80))
    long = sheet(Field("many", "One of many", FieldKind.CHOICE, options=options))
    pdf = sheet_pdf(job(long, None, form_id=MARK))
    found = read_filled(saved(pdf, viewers.by_value_and_state, many="o75"), long, MARK)
    assert found.pairs == [("many", "o75")]
    assert found.unread == ()


def test_what_does_not_fit_beside_one_another_wraps_and_is_never_out_of_sight() -> None:
    with pikepdf.open(BytesIO(ours())) as pdf:
        for name in ("word", "log-0-noticed"):
            line = viewers.field(pdf, name)
            assert int(line.Ff) & (1 << 12)
            assert int(line.Ff) & (1 << 23)
            assert " 0 Tf" in str(line.DA)
