"""Reports as PDF: what stands in each, what stays out, and the row that tells of it."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from clinic.content.instrument_files import load_instruments
from clinic.db import Db, operation
from clinic.domain.access import Actor, Reader
from clinic.domain.enrollments import Medium
from clinic.domain.outcomes.readings import OwnNorm
from clinic.domain.outcomes.reports import ReportKind
from clinic.domain.risk import RiskKind
from clinic.models.measures import Administration, ScoreRow
from clinic.models.programs import InstrumentRow
from clinic.models.reports import ReportIssue
from clinic.operations.measures.administrations import answer_items, finish_administration
from clinic.operations.measures.norms import set_norm
from clinic.operations.outcomes.reports import OutgoingReport, note_report
from clinic.operations.safety.risk import open_risk_case
from tests.cast import NOW, Cast
from tests.client import Person
from tests.selects import selects_of

Printed = Callable[..., bytes]
As = Callable[[str], Person]
CLIENT = {"parts": ["attendance", "practice", "measures"], "paper": "A4", "then": "print"}
REFERRER = CLIENT | {"for_whom": "Dr. Weber", "summary": "She came steadily."}


def reader(cast: Cast, name: str) -> Reader:
    return Reader(cast.accounts[name].id, cast.accounts[name].role, NOW)


def text_of(body: bytes) -> str:
    return " ".join(
        "".join(p.extract_text() + "\n" for p in PdfReader(BytesIO(body)).pages).split()
    )


@pytest.fixture
def measured(db: Db, cast: Cast) -> list[Administration]:
    """Mia's PHQ-9 before and midway, question 9 left open at the second."""
    rows = db.scalars(
        select(Administration)
        .join(InstrumentRow)
        .where(
            Administration.enrollment_id == cast.enrollments["mia"].id, InstrumentRow.key == "phq-9"
        )
        .order_by(Administration.opens_at)
    ).all()[:2]
    by = Actor(None, NOW)
    for row, codes in zip(
        rows, (dict.fromkeys(range(1, 10), 2), dict.fromkeys(range(1, 9), 0)), strict=True
    ):
        answer_items(db, by, row, codes, Medium.PAPER)
        finish_administration(db, by, row, Medium.PAPER)
    return list(rows)


@pytest.fixture
def printed(as_: As, cast: Cast) -> Callable[..., bytes]:
    def take(kind: str, data: dict[str, object]) -> bytes:
        where = {"enrollment_id": cast.enrollments["mia"].public_id, "kind": kind}
        url = as_("nobody").url("handouts.reports.create", **where)
        answer = as_("theresa").browser.post(url, data=data)
        assert answer.status_code == 200, answer.text
        return answer.get_data()

    return take


def test_her_own_report_is_plain(printed: Printed, measured: list[Administration]) -> None:
    text = text_of(body := printed("client", CLIENT))
    assert "Mia, this is how it went" in text
    assert "by more than numbers like these go up and down on their own" in text
    for jargon in ("severe", "reliable", "cut-off", "%", "PHQ", "Jacobson", "risk"):
        assert jargon not in text
    pdf = PdfReader(BytesIO(body))
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Mia, this is how it went"
    assert (str(pdf.root_object["/Lang"]), "/StructTreeRoot" in pdf.root_object) == ("en", True)


def test_a_referrer_reads_rule_norm_and_source(
    printed: Printed, measured: list[Administration]
) -> None:
    text = text_of(printed("referrer", REFERRER))
    assert "To Dr. Weber" in text
    assert "From 18 (before) to 0 (" in text
    assert "reliable improvement that crosses the cut-off" in text
    assert "Reliable from 6 points on, as published" in text
    assert "verified at the source" in text
    assert "What is missing" in text
    assert "Risk" not in text


def test_the_clinics_own_norm_and_the_sessions_stand_in_it(
    db: Db, cast: Cast, printed: Printed, measured: list[Administration]
) -> None:
    by, phq = Actor(cast.accounts["theresa"].id, NOW), load_instruments().instruments["phq-9"]
    set_norm(db, by, "phq-9", phq.main, OwnNorm(9.9, 0.5, "our audit of 2025"))
    text = text_of(printed("referrer", REFERRER))
    assert "a change of -18 points: no reliable change. From 18" in text
    assert "the clinic’s own norm: our audit of 2025" in text
    assert "0 1 2 3 4 5 6 7 8 session" in text


def test_risk_stands_in_it_only_where_the_clinician_ticks_it(
    db: Db, cast: Cast, printed: Printed, measured: list[Administration]
) -> None:
    open_risk_case(db, Actor(None, NOW), cast.enrollments["mia"], RiskKind.FELT_WORSE)
    ticked = REFERRER | {"parts": ["measures", "risk"]}
    text = text_of(printed("referrer", ticked))
    assert "A practice felt worse Feb 25, 2026 still open" in text
    assert "question 9" in text
    assert "unknown, it was not answered" in text
    assert "no risk reported" not in text.lower()


def test_a_preview_says_so_and_is_noted_nowhere(db: Db, printed: Printed) -> None:
    text = text_of(printed("client", CLIENT | {"then": "preview", "paper": "Letter"}))
    assert "Preview: not issued yet" in text
    assert db.scalars(select(ReportIssue)).all() == []


@operation
def _mend(db: Db, _actor: Actor, score: ScoreRow) -> None:
    score.value = 17.0


def test_a_score_that_is_mended_marks_the_report_as_outdated(
    as_: As, db: Db, cast: Cast, printed: Printed, measured: list[Administration]
) -> None:
    where = {"enrollment_id": cast.enrollments["mia"].public_id, "kind": "client"}
    printed("client", CLIENT)
    theresa = as_("theresa")
    page = theresa.get("handouts.reports.new", **where)
    assert "Theresa Lind Current" in page.text
    score = db.scalars(select(ScoreRow).where(ScoreRow.administration_id == measured[0].id)).one()
    _mend(db, Actor(None, NOW), score)
    page = theresa.get("handouts.reports.new", **where)
    assert "Outdated: a score has been corrected since" in page.text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"for_whom": ""}, "Enter who receives it."),
        ({"parts": []}, "Choose at least one part."),
        ({"parts": ["notes"]}, "valid choice"),
        ({"paper": "A3"}, "Not a valid choice"),
    ],
)
def test_a_wrong_choice_is_said_and_nothing_is_noted(
    as_: As, db: Db, cast: Cast, change: dict[str, object], sentence: str
) -> None:
    where = {"enrollment_id": cast.enrollments["mia"].public_id, "kind": "referrer"}
    page = as_("theresa").post("handouts.reports.create", REFERRER | change, **where)
    assert page.status == 422
    assert sentence in page.text
    assert db.scalars(select(ReportIssue)).all() == []


def test_the_report_for_the_service_names_nobody_and_tells_nothing_of_three(
    as_: As, db: Db, cast: Cast, measured: list[Administration]
) -> None:
    url = as_("nobody").url("handouts.reports.create_of_cohort", cohort_id=cast.cohort.public_id)
    answer = as_("theresa").browser.post(url, data={"paper": "A4", "then": "print"})
    text = text_of(answer.get_data())
    assert "without a group to compare it with" in text
    assert "left out, it would reveal fewer than five people" in text
    for name in ("Mia", "Max", "Noor", "Rossi", "18", "Theresa"):
        assert name not in text
    assert len(db.scalars(select(ReportIssue)).all()) == 1


def test_the_list_of_what_went_out_costs_the_same_for_one_and_for_many(
    as_: As, db: Db, cast: Cast, printed: Printed
) -> None:
    mia, going = cast.enrollments["mia"], OutgoingReport(ReportKind.CLIENT, "Mia", b"x")
    where = {"enrollment_id": mia.public_id, "kind": "client"}
    theresa, by = as_("theresa"), Actor(cast.accounts["theresa"].id, NOW)
    note_report(db, by, mia, going)
    few = selects_of(db, theresa, "handouts.reports.new", **where)
    for _ in range(19):
        note_report(db, by, mia, going)
    assert selects_of(db, theresa, "handouts.reports.new", **where) == few
