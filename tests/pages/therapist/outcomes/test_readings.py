"""What a therapist reads of a person's scores, and what she adds to them."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from clinic.db import Db
from clinic.models.programs import InstrumentRow
from tests.cast import Cast
from tests.client import Page, Person
from tests.scores import give_score

As = Callable[[str], Person]
FIGURES = {"sd": "5,5", "reliability": "0.84", "source": "our audit of 2025"}


@pytest.fixture
def mia(cast: Cast) -> dict[str, str]:
    return {"client_id": cast.clients["mia"].public_id}


def instrument(db: Db, key: str) -> dict[str, object]:
    found = db.scalars(select(InstrumentRow.public_id).where(InstrumentRow.key == key)).first()
    return {"instrument_id": str(found), "scale_number": 1}


def course(db: Db, cast: Cast, before: int, after: int) -> None:
    give_score(db, cast, "mia", before)
    give_score(db, cast, "mia", after, occasion="mid")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (
            16,
            9,
            "From 16 to 9, 7 points better. A reliable improvement that ends on the functional",
        ),
        (20, 12, "8 points better. A reliable improvement. The score is still on the clinical"),
        (16, 13, "3 points better. No reliable change: measurement error alone"),
        (12, 18, "From 12 to 18, 6 points worse. A reliable deterioration."),
        (4, 10, "A reliable deterioration that ends on the clinical side."),
        (8, 8, "8 at first and 8 now: no change."),
    ],
)
def test_a_change_is_told_in_words_with_method_norm_and_source(
    as_: As, db: Db, cast: Cast, mia: dict[str, str], before: int, after: int, words: str
) -> None:
    course(db, cast, before, after)

    text = as_("theresa").get("therapist.clients.show", **mia).text

    assert words in text
    assert "Reliable from 6 points on, as published (NHS Talking Therapies manual" in text
    assert "Cut-off 10, as published (Kroenke, Spitzer & Williams 2001" in text


def test_the_clinics_own_norm_is_used_and_named_as_its_own(
    as_: As, db: Db, cast: Cast, mia: dict[str, str]
) -> None:
    course(db, cast, 16, 10)
    where = instrument(db, "phq-9")
    theresa = as_("theresa")

    answer = theresa.post("therapist.norms.update", FIGURES, **where)
    told = theresa.get("therapist.clients.show", **mia).text

    assert answer.status == 303
    # 1.96 √2 5.5 √0.16 = 6.1: six points, published as reliable, are no more.
    assert "No reliable change" in told
    basis = "Reliable beyond 6.1 points: 1.96 √2 SD √(1 − r) after Jacobson and Truax (1991)"
    assert f"{basis}, with SD 5.5 and r 0.84 (the clinic’s own norm: our audit of 2025)." in told
    form = theresa.get("therapist.norms.edit", **where)
    assert form.has_value("5.5")
    theresa.post("therapist.norms.remove", {}, **where)
    assert "A reliable improvement" in theresa.get("therapist.clients.show", **mia).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sd": ""}, "Enter the SD."),
        ({"sd": "much"}, "Enter a figure such as 7.5."),
        ({"sd": "1e3"}, "Enter a figure such as 7.5."),
        ({"sd": "90"}, "An SD on this scale is above 0 and at most 27."),
        ({"reliability": "1.2"}, "A reliability is above 0 and below 1."),
        ({"functional_mean": "3"}, "Mean and SD of the functional group belong together."),
        ({"source": " "}, "Say where the figures come from."),
    ],
)
def test_a_norm_that_cannot_be_is_refused_beside_its_field(
    as_: As, db: Db, changes: dict[str, str], sentence: str
) -> None:
    page = as_("theresa").post(
        "therapist.norms.update", {**FIGURES, **changes}, **instrument(db, "phq-9")
    )

    assert page.status == 422
    assert sentence in page.text
    assert FIGURES["reliability"] in page.html or "reliability" in changes


def test_a_scale_that_the_instrument_has_not_is_not_found(as_: As, db: Db) -> None:
    where = instrument(db, "phq-9") | {"scale_number": 2}

    assert as_("theresa").get("therapist.norms.edit", **where).status == 404


def test_a_note_to_a_day_stands_in_the_chart_and_below_it(
    as_: As, db: Db, cast: Cast, mia: dict[str, str]
) -> None:
    course(db, cast, 16, 9)
    where = {"enrollment_id": cast.enrollments["mia"].public_id}
    theresa = as_("theresa")

    page = theresa.get("therapist.chart_notes.index", **where)
    words = {"noted_on": "2026-02-20", "words": "New medicine", "once": page.once}
    answer = theresa.post("therapist.chart_notes.create", words, **where)
    theresa.post("therapist.chart_notes.create", words, **where)

    assert answer.status == 303
    shown: Page = as_("sigrid").get("therapist.clients.show", **mia)
    assert shown.text.count("New medicine") == 1
    assert "a Feb 20, 2026 New medicine Theresa Lind" in shown.text
    assert shown.parts(class_="chart-note-name")
    assert "Add a note" not in shown.text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"noted_on": "", "words": "A word"}, "Choose the day."),
        ({"noted_on": "2026-02-20", "words": ""}, "Write a few words."),
        ({"noted_on": "2027-02-20", "words": "A word"}, "This day has not come yet."),
        (
            {"noted_on": "someday", "words": "A word"},
            "This could not be read as a day. Write it as 2026-03-05 or March 5, 2026.",
        ),
    ],
)
def test_a_note_that_cannot_be_is_refused(
    as_: As, cast: Cast, words: dict[str, str], sentence: str
) -> None:
    where = {"enrollment_id": cast.enrollments["mia"].public_id}

    page = as_("theresa").post("therapist.chart_notes.create", words, **where)

    assert (page.status, sentence in page.text) == (422, True)
