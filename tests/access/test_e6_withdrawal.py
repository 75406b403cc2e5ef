"""E6: what follows when somebody takes her agreement back is said before, and is what happens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from clinic.db import Db
from clinic.domain.access import Actor, Reader, Role
from clinic.domain.people.consents import WithdrawalEffect
from clinic.domain.post.messages import MessageKind, MessageState
from clinic.lookups.people.belonging_rows import rows_of
from clinic.lookups.people.consents import taken_back
from clinic.models.consents import text_in_force
from clinic.models.messages import Message
from clinic.operations.people.consents import agree, take_back
from clinic.operations.post.reminders import plan_reminders
from clinic.presenters.consent_words import effects_to_her, effects_to_staff
from clinic.queries.outcomes.cohort_reports import cohort_report
from tests.cast import NOW, Cast
from tests.client import Person
from tests.scores import give_score, newcomers

As = Callable[[str], Person]


@dataclass(frozen=True)
class Clinic:
    """The clinic with Mia in it, who has agreed."""

    db: Db
    cast: Cast

    @property
    def mia(self) -> Actor:
        return Actor(self.cast.accounts["mia"].id, NOW, Role.CLIENT)

    def withdraw(self) -> None:
        take_back(self.db, self.mia, self.cast.enrollments["mia"], "")

    def agree(self) -> None:
        text = self.db.scalars(text_in_force()).one()
        agree(self.db, self.mia, self.cast.enrollments["mia"], text.public_id)

    def queued(self, name: str) -> list[MessageKind]:
        plan_reminders(self.db, Actor(None, NOW), self.cast.cohort.id)
        hers = Message.client_id == self.cast.clients[name].id
        rows = self.db.scalars(select(Message).where(hers, Message.state == MessageState.QUEUED))
        return [row.kind for row in rows]

    def told_of(self) -> set[int]:
        """Name whose scores the report about the group counts."""
        reader = Reader(self.cast.accounts["theresa"].id, Role.THERAPIST, NOW)
        report = cohort_report(self.db, reader, self.cast.cohort.public_id, NOW)
        facts = [figure for all_ in report.releases.told.values() for figure in all_]
        return {person for figure in facts for person, _fact in figure}


@pytest.fixture
def clinic(db: Db, cast: Cast) -> Clinic:
    made = Clinic(db, cast)
    made.agree()
    return made


def post_stops(clinic: Clinic) -> None:
    assert clinic.queued("mia")
    others = clinic.queued("max")
    clinic.withdraw()
    assert clinic.queued("mia") == []
    assert clinic.queued("max") == others
    clinic.agree()
    assert clinic.queued("mia")


def left_out(clinic: Clinic) -> None:
    newcomers(clinic.db, clinic.cast, 6)
    give_score(clinic.db, clinic.cast, "mia", 12)
    mia = clinic.cast.enrollments["mia"].id
    assert mia in clinic.told_of()
    clinic.withdraw()
    assert mia not in clinic.told_of()
    assert len(clinic.told_of()) >= 6


def seen(clinic: Clinic) -> None:
    assert taken_back(clinic.db, [clinic.cast.cohort.id]) == ()
    clinic.withdraw()
    mia = clinic.cast.enrollments["mia"].public_id
    assert [one.enrollment_id for one in taken_back(clinic.db, [clinic.cast.cohort.id])] == [mia]


def stays(clinic: Clinic) -> None:
    mia = clinic.cast.clients["mia"]
    before = {name: len(rows) for name, rows in rows_of(clinic.db, mia).items()}
    clinic.withdraw()
    after = {name: len(rows) for name, rows in rows_of(clinic.db, mia).items()}
    grown = {name for name, count in after.items() if count != before[name]}
    assert grown == {"audit_entries"}
    assert clinic.cast.enrollments["mia"].status.holds_a_place


HELD: Mapping[WithdrawalEffect, Callable[[Clinic], None]] = {
    WithdrawalEffect.POST_STOPS: post_stops,
    WithdrawalEffect.LEFT_OUT: left_out,
    WithdrawalEffect.SEEN: seen,
    WithdrawalEffect.STAYS: stays,
}
"""Each effect that is promised, by the function that sees it; one without a function fails."""


@pytest.mark.parametrize("effect", WithdrawalEffect)
def test_e6_what_is_promised_is_what_happens(clinic: Clinic, effect: WithdrawalEffect) -> None:
    assert HELD.keys() == set(WithdrawalEffect)
    HELD[effect](clinic)


def test_e6_every_effect_is_said_before_the_button_to_both(
    app: Flask, as_: As, clinic: Clinic
) -> None:
    place = clinic.cast.enrollments["mia"].public_id
    hers = as_("mia").get("portal.consents.show", enrollment_id=place).text
    staff = as_("theresa").get("therapist.consents.show", enrollment_id=place).text
    with app.test_request_context():
        assert [one for one in effects_to_her() if one not in hers] == []
        assert [one for one in effects_to_staff() if one not in staff] == []
