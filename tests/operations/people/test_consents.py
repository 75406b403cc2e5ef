"""Consent as rows: who, when, which version; a new version asks again, nothing is written over."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import EnrollmentStatus
from clinic.domain.errors import Refused, Stale
from clinic.domain.people.consents import ConsentState, ConsentWay
from clinic.lookups.people.consents import consent_states
from clinic.models.consents import Consent, ConsentText, text_in_force
from clinic.models.sealed import read_sealed
from clinic.operations.people.consents import (
    adopt_consent_text,
    agree,
    note_signature,
    take_back,
    write_consent_text,
)
from clinic.operations.people.enrollments import change_status
from tests.cast import NOW, Cast
from tests.crowd import ada, theresa


def mia(cast: Cast) -> Actor:
    return Actor(cast.accounts["mia"].id, NOW, Role.CLIENT)


def in_force(db: Db) -> ConsentText:
    return db.scalars(text_in_force()).one()


def state(db: Db, cast: Cast, name: str = "mia") -> ConsentState:
    place = cast.enrollments[name].id
    return consent_states(db, [place]).get(place, ConsentState.NONE)


def test_agreeing_keeps_account_time_and_version_and_twice_is_once(db: Db, cast: Cast) -> None:
    place = cast.enrollments["mia"]
    row = agree(db, mia(cast), place, in_force(db).public_id)
    assert agree(db, mia(cast), place, in_force(db).public_id) is row
    assert (row.agreed_at, row.agreed_by_id) == (NOW, cast.accounts["mia"].id)
    assert (row.way, row.signed_on, row.text_id) == (ConsentWay.PORTAL, None, in_force(db).id)
    assert db.scalar(select(func.count()).select_from(Consent)) == 1
    assert (state(db, cast), state(db, cast, "max")) == (ConsentState.GIVEN, ConsentState.NONE)


def test_a_new_version_asks_again_and_leaves_what_was_agreed(db: Db, cast: Cast) -> None:
    place, first = cast.enrollments["mia"], in_force(db)
    old = agree(db, mia(cast), place, first.public_id)
    second = write_consent_text(db, ada(cast), "Taking part", "New words.", newest_number=1)
    assert (second.number, state(db, cast)) == (2, ConsentState.OUTDATED)
    with pytest.raises(Stale, match="has changed"):
        agree(db, mia(cast), place, first.public_id)
    agree(db, mia(cast), place, second.public_id)
    db.refresh(old)
    assert (old.text_id, old.withdrawn_at) == (first.id, None)
    assert state(db, cast) is ConsentState.GIVEN


def test_two_who_write_a_version_at_once_do_not_replace_each_other(db: Db, cast: Cast) -> None:
    write_consent_text(db, ada(cast), "Taking part", "Hers.", newest_number=1)
    with pytest.raises(Stale):
        write_consent_text(db, ada(cast), "Taking part", "His.", newest_number=1)
    with pytest.raises(Refused, match="Nothing differs"):
        write_consent_text(db, ada(cast), "Taking part", "Hers.", newest_number=2)
    assert in_force(db).body == "Hers."


def test_what_ships_is_taken_in_once_and_never_over_the_words_of_a_clinic(
    db: Db, cast: Cast
) -> None:
    write_consent_text(db, ada(cast), "Taking part", "Ours.", newest_number=1)
    adopt_consent_text(db, Actor(None, NOW))
    assert (in_force(db).body, in_force(db).number) == ("Ours.", 2)


def test_taking_back_closes_every_version_at_once_with_a_sealed_reason(db: Db, cast: Cast) -> None:
    place = cast.enrollments["mia"]
    agree(db, mia(cast), place, in_force(db).public_id)
    second = write_consent_text(db, ada(cast), "Taking part", "New words.", newest_number=1)
    agree(db, mia(cast), place, second.public_id)
    rows = take_back(db, mia(cast), place, "I was not asked kindly.")
    assert [row.withdrawn_at for row in rows] == [NOW, NOW]
    assert "kindly" not in str(rows[0].withdrawal)
    assert read_sealed(db.keys, rows[0], "withdrawal") == "I was not asked kindly."
    assert state(db, cast) is ConsentState.WITHDRAWN
    assert place.status is EnrollmentStatus.ENROLLED
    assert take_back(db, mia(cast), place, "") == []
    agree(db, mia(cast), place, second.public_id)
    assert state(db, cast) is ConsentState.GIVEN


def test_a_signature_is_noted_by_its_day_and_version_and_not_before_it_was_given(
    db: Db, cast: Cast
) -> None:
    place, text = cast.enrollments["noor"], in_force(db)
    with pytest.raises(Refused, match="not come yet"):
        note_signature(db, theresa(cast), place, text, NOW.date() + timedelta(days=1))
    row = note_signature(db, theresa(cast), place, text, date(2026, 2, 2))
    assert (row.way, row.signed_on) == (ConsentWay.PAPER, date(2026, 2, 2))
    assert row.agreed_by_id == cast.accounts["theresa"].id
    with pytest.raises(Refused, match="noted already"):
        note_signature(db, theresa(cast), place, text, date(2026, 2, 2))


def test_nobody_agrees_for_somebody_else_nor_to_a_place_that_is_over(db: Db, cast: Cast) -> None:
    place = cast.enrollments["mia"]
    with pytest.raises(Refused, match="Only the person"):
        agree(db, theresa(cast), place, in_force(db).public_id)
    change_status(db, theresa(cast), place, EnrollmentStatus.COMPLETED, None)
    with pytest.raises(Refused, match="is over"):
        agree(db, mia(cast), place, in_force(db).public_id)
