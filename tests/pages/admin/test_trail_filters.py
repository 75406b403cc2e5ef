"""The administrator asks the trail: who, what kind, from when to when; and takes it as a table."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Action, Actor
from clinic.domain.clinic.trail import CLIENTS, DEEDS, PROGRAM, READS, PageRead, Subject
from clinic.models.audit import AuditEntry
from clinic.operations.clinic.trail import note_reads
from clinic.queries.clinic import audit
from tests.cast import NOW, Cast
from tests.client import Page, Person

As = Callable[[str], Person]
AUTUMN = timedelta(days=100)


@pytest.fixture
def ada(as_: As, app: Flask, db: Db, cast: Cast) -> Person:
    """Ada, with reads of this day and of a hundred days ago in the trail."""
    person = as_("ada")
    who = {name: cast.accounts[name].id for name in ("theresa", "tom", "mia")}
    reads = [
        PageRead(NOW, who["theresa"], Action.CLIENT_READ),
        PageRead(NOW - AUTUMN, who["theresa"], Action.RISK_READ),
        PageRead(NOW, who["tom"], Action.CLIENT_READ),
        PageRead(NOW, who["mia"], Action.HOMEWORK_READ),
    ]
    note_reads(db, Actor(None, NOW), [(read, Subject()) for read in reads])
    return person


def seen(page: Page) -> list[tuple[str, str]]:
    """Give who did what on a page, the newest first."""
    rows = page.parts("tr")[1:]
    return [(row.parts("td")[0].text, row.parts("td")[1].text) for row in rows]


def test_by_one_of_the_staff(ada: Person, cast: Cast) -> None:
    page = ada.get("admin.audit.index", who=cast.accounts["theresa"].public_id)
    assert seen(page) == [("Theresa Lind", "Read: clients"), ("Theresa Lind", "Read: risk cases")]


def test_by_clients_who_stay_without_a_name(ada: Person) -> None:
    page = ada.get("admin.audit.index", who=CLIENTS)
    assert seen(page) == [("a client", "Read: own homework")]
    assert "Mia" not in page.text


def test_by_the_program_itself(ada: Person) -> None:
    found = seen(ada.get("admin.audit.index", who=PROGRAM))
    assert {who for who, _what in found} == {"the program itself"}


def test_reads_and_actions_are_all_there_is(ada: Person) -> None:
    reads = seen(ada.get("admin.audit.index", kind=READS))
    assert len(reads) == 4
    assert {what.partition(":")[0] for _who, what in reads} == {"Read"}
    deeds = ada.get("admin.audit.index", kind=DEEDS)
    assert "Read:" not in " ".join(what for _who, what in seen(deeds))
    assert [what for _who, what in seen(ada.get("admin.audit.index", kind="cohorts.open_cohort"))]


def test_between_two_days_on_the_clock_of_the_clinic(ada: Person) -> None:
    day = (NOW - AUTUMN).date()
    assert len(seen(ada.get("admin.audit.index", since=str(day), until=str(day)))) == 1
    after = str(day + timedelta(days=1))
    assert seen(ada.get("admin.audit.index", until=after)) == [("Theresa Lind", "Read: risk cases")]
    assert "Nothing like it" in ada.get("admin.audit.index", since=after, until=after).text


@pytest.mark.parametrize(
    "wrong", [{"who": "somebody"}, {"kind": "x\x00"}, {"since": "soon"}, {"until": "9999-99-99"}]
)
def test_what_cannot_be_read_is_said_and_shows_nothing_else(
    ada: Person, wrong: dict[str, str]
) -> None:
    page = ada.get("admin.audit.index", **wrong)
    assert page.status == 422
    assert seen(page) == []
    assert ada.post("admin.audit.table", wrong).status == 422


def test_the_table_holds_what_is_asked_for_without_content_and_is_noted(
    ada: Person, db: Db, cast: Cast
) -> None:
    page = ada.get("admin.audit.index", kind=READS)
    answer = ada.post("admin.audit.table", {"kind": READS}).answer
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True))))
    assert [row[1:3] for row in rows[1:]] == [list(one) for one in seen(page)]
    assert rows[0] == ["When (UTC)", "Who", "Action", "Name in the trail", "Rows"]
    assert "attachment" in answer.headers["Content-Disposition"]
    db.commit()
    newest = db.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert newest is not None
    assert (newest.deed, newest.account_id) == ("trail.note_table", cast.accounts["ada"].id)


def test_a_table_that_would_be_too_long_is_refused(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "MOST_EXPORTED", 3)
    page = ada.post("admin.audit.table", {"kind": READS})
    assert page.status == 422
    assert "more than 3 entries" in page.text


def test_p3_no_content_is_in_it(ada: Person) -> None:
    """What the trail holds is numbers of rows; a table has not even those."""
    text = ada.post("admin.audit.table", {}).answer.get_data(as_text=True)
    assert "[[" not in text
    assert "Rossi" not in text
