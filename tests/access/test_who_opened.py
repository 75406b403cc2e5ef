"""A client reads who has opened her record; nothing of what stood there, and nothing of others."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from clinic.db import Db
from clinic.domain.access import NOT_CLINICAL, Action, Actor
from clinic.domain.clinic.trail import PageRead, Subject
from clinic.lookups.clinic.settings import clinic_settings
from clinic.operations.clinic.settings import change_settings
from clinic.operations.clinic.trail import note_reads
from clinic.presenters.opening_words import opened_kinds
from clinic.queries.people import record_readers
from clinic.web.gate import label_of
from clinic.web.page_reads import write_down
from clinic.web.request_context import hearth
from tests.cast import NOW, Cast
from tests.client import Page, Person
from tests.scenes import World

As = Callable[[str], Person]
ABOUT_ONE = {"client_id", "enrollment_id", "assignment_id", "administration_id"}
ABOUT_ONE |= {
    "note_id",
    "copy_id",
    "amendment_id",
    "case_id",
    "waiting_id",
    "offer_id",
    "entry_id",
    "response_id",
}


def rows(page: Page) -> list[tuple[str, str]]:
    found = [row.parts("td") for row in page.parts("tr")[1:]]
    return [(who.text, what.text) for who, what in found]


def opened(app: Flask, person: Person, **values: object) -> list[tuple[str, str]]:
    assert write_down(hearth(app))
    return rows(person.get("portal.record_readers.index", **values))


def test_who_which_kind_and_when(as_: As, app: Flask, cast: Cast) -> None:
    mia, theresa, sigrid = as_("mia"), as_("theresa"), as_("sigrid")
    assert opened(app, mia) == []
    theresa.get("therapist.clients.show", client_id=cast.clients["mia"].public_id)
    sigrid.get("therapist.clients.show", client_id=cast.clients["mia"].public_id)
    assert opened(app, mia) == [
        ("Sigrid Aune, supervisor", "Your page"),
        ("Theresa Lind, therapist", "Your page"),
    ]
    assert "Wed, Feb 25, 12:00" in mia.get("portal.record_readers.index").text


def test_nothing_of_others_and_no_page_of_the_whole_group(as_: As, app: Flask, cast: Cast) -> None:
    """When a page of the group is opened may depend on somebody else in it."""
    mia, theresa = as_("mia"), as_("theresa")
    theresa.get("therapist.clients.show", client_id=cast.clients["max"].public_id)
    theresa.get("therapist.cohorts.show", cohort_id=cast.cohort.public_id)
    theresa.get("therapist.attendance.edit", session_id=cast.sessions[3].public_id)
    mia.get("portal.today.show")
    assert opened(app, mia) == []
    assert opened(app, as_("max")) == [("Theresa Lind, therapist", "Your page")]


def test_the_clinic_may_keep_the_names_of_its_staff(
    as_: As, app: Flask, db: Db, cast: Cast
) -> None:
    settings = replace(clinic_settings(db), names_readers=False)
    db.commit()
    change_settings(db, Actor(None, NOW), settings)
    as_("theresa").get("therapist.clients.show", client_id=cast.clients["mia"].public_id)
    assert opened(app, as_("mia")) == [("Therapist", "Your page")]


def test_page_by_page_and_a_page_beyond_the_end_is_the_last(
    as_: As, app: Flask, db: Db, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_readers, "PAGE_SIZE", 2)
    reads = [Action.CLIENT_READ, Action.RISK_READ, Action.REPORT_PRINT]
    who, whose = cast.accounts["theresa"].id, Subject(client_id=cast.clients["mia"].id)
    note_reads(db, Actor(None, NOW), [(PageRead(NOW, who, read), whose) for read in reads])
    mia = as_("mia")
    assert [what for _who, what in opened(app, mia)][0] == "A report about you"
    last = opened(app, mia, page=99)
    assert [what for _who, what in last] == ["Your page"]


def test_every_kind_of_page_about_one_person_has_words_of_its_own(world: World) -> None:
    labels = {
        label_of(door.endpoint, world.app)
        for door, names in world.doors.items()
        if ABOUT_ONE & set(names) and door.endpoint.startswith(("therapist.", "handouts."))
    }
    with world.app.test_request_context():
        assert labels - NOT_CLINICAL <= opened_kinds().keys()


@pytest.mark.usefixtures("unprinted")
def test_p3_no_words_of_hers_or_of_staff_stand_there(world: World) -> None:
    """After everybody has opened everything, the page still says only who, what kind and when."""
    for door in sorted(world.doors):
        if door.method == "GET":
            for name in ("theresa", "sigrid"):
                world.ask(name, door)
    assert write_down(hearth(world.app))
    page = world.people["mia"].get("portal.record_readers.index")
    assert len(rows(page)) > 20
    assert "canary" not in " ".join(row.text for row in page.parts("tr")).lower()
    assert {what for _who, what in rows(page)} <= {*_kinds(world), "A page of your group"}


def _kinds(world: World) -> set[str]:
    with world.app.test_request_context():
        return set(opened_kinds().values())
