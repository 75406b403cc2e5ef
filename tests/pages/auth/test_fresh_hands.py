"""What carries much wants a proof of a moment ago; what was typed is kept, and done after it."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Role
from clinic.models.accounts import Account
from clinic.web.gate import freshness_of
from tests.cast import NOW, PASSPHRASE, Cast
from tests.client import Page, Person
from tests.conftest import Clock
from tests.hostile.forms import forms_on

As = Callable[[str], Person]
NEW = {"name": 'Nils <Holm> & "Co"', "email": "nils@example.org", "role": "therapist"}
WANTED = {
    "admin.identities.remove",
    "admin.identities.update",
    "auth.providers.new",
    "auth.providers.remove",
    "admin.accounts.ask_factor",
    "admin.accounts.create",
    "admin.accounts.deactivate",
    "admin.accounts.grant",
    "admin.accounts.grant_factor",
    "admin.accounts.invite",
    "admin.accounts.reactivate",
    "admin.endings.create",
    "admin.endings.grant",
    "admin.endings.update",
    "admin.audit.table",
    "admin.settings.update",
    "therapist.cohort_people.lend",
    "therapist.emergencies.create",
    "auth.factors.create",
    "auth.factors.new",
    "auth.factors.remove",
    "auth.passkeys.create",
    "auth.passkeys.new",
    "auth.recovery_codes.create",
    "auth.recovery_words.confirm",
    "handouts.reports.create",
    "handouts.reports.create_of_cohort",
    "portal.own_records.create",
    "portal.own_records.show",
    "therapist.cohort_people.create",
    "therapist.cohort_people.remove",
    "therapist.endings.create",
    "therapist.record_copies.create",
    "therapist.record_copies.file",
    "therapist.second_proofs.remove",
    "therapist.signed_notes.add",
    "therapist.signed_notes.create",
}
"""Signing what leaves the house, who gets in, roles, and what the clinic says of all that."""


@pytest.fixture
def ada(as_: As, clock: Clock) -> Person:
    """Ada, who signed in sixteen minutes ago and has been at work since."""
    person = as_("ada")
    clock.at += timedelta(minutes=10)
    person.get("admin.accounts.index")
    clock.at += timedelta(minutes=6)
    return person


def names(db: Db) -> list[str]:
    db.commit()
    return list(db.scalars(select(Account.name).where(Account.created_at > NOW)))


def goes_on(person: Person, page: Page, proof: str) -> Page:
    """Send the page that asks, as a browser does, with a proof."""
    form = next(one for one in forms_on(page.html, "/") if "proof" in one.controls)
    body = {name: control.standing for name, control in form.controls.items()}
    answer = person.browser.post(unescape(form.action), data=body | {"proof": proof})
    return Page(answer)


def test_the_label_stands_where_much_is_carried(app: Flask) -> None:
    found = {name for name in app.view_functions if freshness_of(name, app) is not None}
    assert found == WANTED


def test_what_was_typed_is_kept_and_done_after_the_proof(ada: Person, db: Db) -> None:
    asked = ada.post("admin.accounts.create", NEW)
    assert asked.status == 422
    assert asked.has_heading("Is it still you?")
    assert names(db) == []
    done = goes_on(ada, asked, PASSPHRASE)
    assert done.status == 303
    assert names(db) == [NEW["name"]]


def test_it_is_done_at_once_for_fifteen_minutes_after_the_proof(
    ada: Person, clock: Clock, db: Db
) -> None:
    goes_on(ada, ada.post("admin.accounts.create", NEW), PASSPHRASE)
    clock.at += timedelta(minutes=14)
    other = {**NEW, "email": "other@example.org"}
    assert ada.post("admin.accounts.create", other).status == 303
    assert len(names(db)) == 2


def test_a_wrong_proof_keeps_it_too(ada: Person, db: Db) -> None:
    again = goes_on(ada, ada.post("admin.accounts.create", NEW), "wrong wrong wrong")
    assert again.status == 422
    assert "neither your passphrase nor the code" in again.text
    assert names(db) == []
    assert goes_on(ada, again, PASSPHRASE).status == 303
    assert names(db) == [NEW["name"]]


def test_s9_a_proof_is_not_guessed_without_end(ada: Person, db: Db) -> None:
    asked = ada.post("admin.accounts.create", NEW)
    answers = [goes_on(ada, asked, "wrong wrong wrong").status for _ in range(11)]
    assert answers == [422] * 10 + [429]
    assert goes_on(ada, asked, PASSPHRASE).status == 429
    assert names(db) == []


def test_a_page_is_asked_for_and_led_to(ada: Person) -> None:
    answer = ada.get("auth.factors.new")
    assert answer.location == "/account/again?next=/account/factors/app"
    page = ada.open(answer.location)
    assert goes_on(ada, page, PASSPHRASE).location == "/account/factors/app"
    assert ada.get("auth.factors.new").status == 200


def test_s6_the_cookie_changes_with_the_proof(ada: Person, app: Flask) -> None:
    thief = Person(app)
    kept = ada.browser.get_cookie("hearth")
    assert kept is not None
    thief.browser.set_cookie("hearth", kept.value)
    goes_on(ada, ada.post("admin.accounts.create", NEW), PASSPHRASE)
    assert thief.get("admin.accounts.index").status == 303
    assert ada.get("admin.accounts.index").status == 200


def test_work_that_carries_less_goes_on_unasked(as_: As, clock: Clock, cast: Cast) -> None:
    theresa = as_("theresa")
    clock.at += timedelta(minutes=10)
    theresa.get("therapist.dashboard.show")
    clock.at += timedelta(minutes=10)
    place = cast.enrollments["mia"].public_id
    assert cast.accounts["theresa"].role is Role.THERAPIST
    values = {"enrollment_id": place, "kind": "client"}
    looked = theresa.post("handouts.reports.create", {"then": "preview"}, **values)
    assert not looked.has_heading("Is it still you?")
    assert theresa.post("handouts.reports.create", **values).has_heading("Is it still you?")
