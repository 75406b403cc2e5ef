"""Rows in the states in which some of the forms stand on a page: dead, refused, keyed twice."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from clinic.db import Db, operation
from clinic.domain.access import Actor, Role
from clinic.domain.measures.administrations import QuestionLayout
from clinic.domain.post.messages import MessageState
from clinic.models.consents import text_in_force
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.programs import InstrumentRow
from clinic.models.risk import RiskCase
from clinic.models.sealed import write_sealed
from clinic.operations.homework.refusals import refuse
from clinic.operations.measures.keyings import key_in
from clinic.operations.people.clients import choose_layout
from clinic.operations.people.consents import write_consent_text
from tests.cast import Cast
from tests.furniture import AT, Furniture
from tests.queued import queued
from tests.waiting import open_list

Ids = dict[str, object]


def corners(db: Db, cast: Cast, own: Mapping[str, Furniture]) -> dict[str, tuple[Ids, Furniture]]:
    """Give for each corner the ids in which it differs from Mia's, and what stands there."""
    doer = Actor(None, AT)
    choose_layout(db, doer, own["mia"].client.id, QuestionLayout.LIST)
    for occasion, state in (("dead", MessageState.DEAD), ("by hand", MessageState.BY_HAND)):
        _message(db, doer, own["mia"].enrollment, occasion, state)
    waiting, toms = _open_cases(db, own["max"].enrollment)[:2]
    _give_to_tom(db, doer, toms, waiting, cast.accounts["tom"].id)
    # Whoever agreed to an older text may agree again, and take back what stands.
    standing = db.scalars(text_in_force()).one()
    write_consent_text(db, doer, "A newer text", "What you say.", newest_number=standing.number)
    mia = own["mia"]
    refused = _refused(db, mia.enrollment)
    _keyed_twice(db, own["noor"].open)
    return {
        "toms": ({"case_id": toms.public_id}, mia),
        "waiting": ({"case_id": waiting.public_id}, mia),
        "open": ({}, replace(mia, sent=mia.open)),
        "refused": ({"administration_id": refused.public_id}, replace(mia, sent=refused)),
        "listed": (open_list(db, cast, AT), mia),
        "twice": ({"administration_id": own["noor"].open.public_id}, mia),
    }


@operation
def _message(db: Db, actor: Actor, place: Enrollment, occasion: str, state: MessageState) -> None:
    message = queued(db, actor, place, about=occasion, due_at=actor.at + timedelta(minutes=1))
    message.state = state


@operation
def _give_to_tom(db: Db, actor: Actor, case: RiskCase, ended: RiskCase, tom: int) -> None:
    case.owner_id = ended.closed_by_id = ended.seen_by_id = tom
    ended.closed_at = ended.seen_at = actor.at
    ended.wants_second_look = True
    write_sealed(db.keys, ended, "action", "Called and talked it over")


def _open_cases(db: Db, place: Enrollment) -> list[RiskCase]:
    found = select(RiskCase).where(RiskCase.enrollment_id == place.id, RiskCase.closed_at.is_(None))
    return list(db.scalars(found.order_by(RiskCase.id)))


def _refused(db: Db, place: Enrollment) -> Administration:
    """Refuse what is open for her beside the questionnaire that she answers."""
    row = db.scalars(
        select(Administration)
        .join(Administration.instrument)
        .where(
            Administration.enrollment_id == place.id,
            Administration.opens_at <= AT,
            Administration.closes_at > AT,
            Administration.finished_at.is_(None),
            InstrumentRow.key != "phq-9",
        )
        .order_by(Administration.id)
    ).first()
    assert row is not None
    refuse(db, Actor(None, AT, Role.THERAPIST), row, "Too close today")
    return row


def _keyed_twice(db: Db, row: Administration) -> None:
    doer = Actor(None, AT, Role.THERAPIST)
    keyed = dict.fromkeys(range(1, 10), 1)
    key_in(db, doer, row, keyed, None, is_to_be_repeated=True)
    key_in(db, doer, row, keyed | {3: 2}, None)
