"""Opening, seeing and closing risk cases. A case ends only with a name, an action and a time."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused
from clinic.domain.post.messages import MessageKind
from clinic.domain.post.occasions import Cause, Occasion, hour_of
from clinic.domain.post.recipients import Gist, Recipient
from clinic.domain.risk import RiskKind, RiskSign, SecondLook
from clinic.domain.text import N_
from clinic.lookups.clinic.settings import clinic_settings
from clinic.lookups.safety.open_cases import ToldIn, enrollment_of
from clinic.lookups.safety.risk_people import care_for, look_by_of, staff_of
from clinic.models.accounts import Account
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration
from clinic.models.practice import PracticeEntry
from clinic.models.risk import RiskAction, RiskCase
from clinic.models.sealed import read_sealed, write_sealed
from clinic.models.worksheets import WorksheetResponse
from clinic.operations.post.outbox import queue, withdraw

SHORTEST_ACTION = 10
LONGEST_WORDS = 5000
LONGEST_CONTACT = 40
HANDED_OVER = "handed-over"
PASSED_ON = "passed-on"
TAKEN_OVER = "taken-over"
TAKEN_BACK = "taken-back"
CORRECTED = "corrected"
SETTLED = "settled"
SAID_AGAIN = "said-again"
"""The ways of actions that the program notes: another owner, and what became of the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpening:
    """What opened a case besides its kind."""

    item: int | None = None
    answer: int | None = None
    flag: str | None = None
    sign: RiskSign | None = None
    said: str | None = None
    words: str | None = None
    phone: str | None = None


@operation
def open_risk_case(
    db: Db, actor: Actor, told: ToldIn, kind: RiskKind, by: CaseOpening | None = None
) -> RiskCase:
    """Ask somebody with a name to look, the lead facilitator and who stands in, and tell them."""
    by = by or CaseOpening()
    enrollment = enrollment_of(db, told)
    care = care_for(db, enrollment.cohort_id, actor.at)
    case = RiskCase(
        enrollment_id=enrollment.id,
        kind=kind,
        administration=told if isinstance(told, Administration) else None,
        item=by.item,
        answer=by.answer,
        practice_entry=told if isinstance(told, PracticeEntry) else None,
        worksheet_response=told if isinstance(told, WorksheetResponse) else None,
        flag=by.flag,
        sign=by.sign,
        owner_id=care.owner_id,
        cover_id=care.cover_id,
        opened_at=actor.at,
        due_at=look_by_of(db, actor.at),
    )
    write_sealed(db.keys, case, "said", by.said)
    write_sealed(db.keys, case, "words", by.words)
    write_sealed(db.keys, case, "phone", by.phone)
    db.add(case)
    _tell(db, actor, case, care.told)
    return case


@operation
def say_again(db: Db, actor: Actor, case: RiskCase, words: str) -> RiskCase:
    """Keep on an open case what somebody says once more, and tell those in charge.

    The same words again are kept once, and one mail an hour tells of whatever came.
    """
    last = db.scalar(
        select(RiskAction)
        .where(RiskAction.case_id == case.id)
        .order_by(RiskAction.id.desc())
        .limit(1)
    )
    if last is None or last.way != SAID_AGAIN or read_sealed(db.keys, last, "words") != words:
        action = _action(actor, case, SAID_AGAIN)
        write_sealed(db.keys, action, "words", words)
        db.add(action)
    enrollment = db.get_one(Enrollment, case.enrollment_id)
    occasion = Occasion(Cause.RISK, case.public_id, f"again:{hour_of(actor.at)}")
    for account_id in care_for(db, enrollment.cohort_id, actor.at, case.owner_id).told:
        _write(db, actor, account_id, occasion, actor.at)
    return case


@operation
def see_risk_case(db: Db, actor: Actor, case: RiskCase) -> RiskCase:
    """Note who looked first, and when. Looking closes nothing."""
    lock(db, case)
    _check_has_name(actor)
    _note_seen(db, actor, case)
    return case


@operation
def take_over_risk_case(db: Db, actor: Actor, case: RiskCase) -> RiskCase:
    """Make somebody who leads or supervises the cohort the owner of an open case."""
    _lock_open(db, actor, case)
    enrollment = db.get_one(Enrollment, case.enrollment_id)
    if actor.account_id not in staff_of(db, enrollment.cohort_id, actor.at):
        raise Refused(N_("Only those who lead or supervise the group can take a case over."))
    if case.owner_id == actor.account_id:
        raise Refused(N_("This case is already yours."))
    case.owner_id = actor.account_id
    _note_seen(db, actor, case)
    db.add(_action(actor, case, TAKEN_OVER))
    return case


@operation
def hand_over_risk_case(db: Db, actor: Actor, case: RiskCase, to: Account) -> RiskCase:
    """Make a colleague of the cohort the owner of an open case, and tell her at once."""
    _lock_open(db, actor, case)
    enrollment = db.get_one(Enrollment, case.enrollment_id)
    if to.id not in staff_of(db, enrollment.cohort_id, actor.at):
        raise Refused(N_("Only those who lead or supervise the group can take a case over."))
    case.owner_id = to.id
    db.add(_action(actor, case, HANDED_OVER))
    _tell(db, actor, case, (to.id,))
    return case


@operation
def pass_on_risk_case(db: Db, actor: Actor, case: RiskCase) -> RiskCase:
    """Give an open case whose owner or cover has gone to those who look after the cohort now."""
    lock(db, case)
    enrollment = db.get_one(Enrollment, case.enrollment_id)
    care = care_for(db, enrollment.cohort_id, actor.at, case.owner_id)
    if case.owner_id is not None and case.owner_id != care.owner_id:
        # In the name of whoever had it: the program has none.
        db.add(_action(replace(actor, account_id=case.owner_id), case, PASSED_ON))
    for gone in {case.owner_id, case.cover_id} - {care.owner_id, care.cover_id, None}:
        withdraw(db, actor, on=Occasion(Cause.RISK, case.public_id), to=Recipient(account_id=gone))
    case.owner_id, case.cover_id = care.owner_id, care.cover_id
    _tell(db, actor, case, care.told)
    return case


@operation
def note_risk_action(
    db: Db, actor: Actor, case: RiskCase, way: str, words: str | None
) -> RiskAction:
    """Write down one thing that was done or tried. It closes nothing."""
    _lock_open(db, actor, case)
    _check_length(way, LONGEST_CONTACT, "way")
    _check_length(words or "", LONGEST_WORDS, "words")
    action = _action(actor, case, way)
    write_sealed(db.keys, action, "words", (words or "").strip())
    db.add(action)
    _note_seen(db, actor, case)
    return action


@operation
def close_risk_case(
    db: Db, actor: Actor, case: RiskCase, action: str, contact: str | None
) -> RiskCase:
    """Close a case with what was done, and how the person was reached where they were."""
    lock(db, case)
    _check_has_name(actor)
    if case.closed_at is not None:
        raise Refused(N_("This case was closed already. What was written then stays."))
    action = action.strip()
    if len(action) < SHORTEST_ACTION:
        raise Refused(
            N_("Please write what was done, in at least %(least)s characters."),
            {"least": SHORTEST_ACTION},
            "action",
        )
    contact = (contact or "").strip()
    _check_length(contact, LONGEST_CONTACT, "contact")
    _note_seen(db, actor, case)
    write_sealed(db.keys, case, "action", action)
    case.contact = contact or None
    case.closed_at = actor.at
    case.closed_by_id = actor.account_id
    case.wants_second_look = clinic_settings(db).risk_second_look
    return case


@operation
def look_again(
    db: Db, actor: Actor, case: RiskCase, found: SecondLook, words: str | None
) -> RiskCase:
    """Let a second person confirm how a case ended; who finds more to do opens a new one.

    Gives the case that stands open then, or the confirmed one.
    """
    lock(db, case)
    _check_has_name(actor)
    if case.closed_at is None:
        raise Refused(N_("A second look comes after the case is closed."))
    if case.closed_by_id == actor.account_id:
        raise Refused(N_("You closed this case yourself. A colleague has to look it over."))
    if case.second_at is not None:
        raise Refused(N_("A second person has looked at this already."))
    _check_length(words or "", LONGEST_WORDS, "words")
    if found is SecondLook.MORE_TO_DO and not (words or "").strip():
        raise Refused(N_("Please write what is still to be done."), field="words")
    case.second_at = actor.at
    case.second_by_id = actor.account_id
    case.second_look = found
    write_sealed(db.keys, case, "second_words", (words or "").strip())
    match found:
        case SecondLook.AGREES:
            return case
        case SecondLook.MORE_TO_DO:
            return _open_again(db, actor, case)
        case _:
            assert_never(found)


def _open_again(db: Db, actor: Actor, case: RiskCase) -> RiskCase:
    enrollment = db.get_one(Enrollment, case.enrollment_id)
    said = read_sealed(db.keys, case, "said")
    by = CaseOpening(flag=case.flag, sign=case.sign, said=said)
    again = open_risk_case(db, actor, enrollment, case.kind, by)
    again.follows_id = case.id
    again.administration_id = case.administration_id
    again.practice_entry_id = case.practice_entry_id
    again.worksheet_response_id = case.worksheet_response_id
    again.item, again.answer = case.item, case.answer
    return again


def _action(actor: Actor, case: RiskCase, way: str) -> RiskAction:
    return RiskAction(case_id=case.id, account_id=actor.account_id, at=actor.at, way=way)


def _lock_open(db: Db, actor: Actor, case: RiskCase) -> None:
    lock(db, case)
    _check_has_name(actor)
    if case.closed_at is not None:
        raise Refused(N_("This case was closed already. What was written then stays."))


def _check_has_name(actor: Actor) -> None:
    if actor.account_id is None:
        raise Refused(N_("Only a person can look at a risk case and close it."))


def _check_length(text: str, most: int, field: str) -> None:
    if len(text) > most:
        raise Refused(
            N_("This is longer than the %(most)s characters that fit."), {"most": most}, field
        )


def _note_seen(db: Db, actor: Actor, case: RiskCase) -> None:
    if case.seen_at is None:
        case.seen_at = actor.at
        case.seen_by_id = actor.account_id
        withdraw(db, actor, on=_occasions_of(case)[1])


def _tell(db: Db, actor: Actor, case: RiskCase, told: Collection[int]) -> None:
    """Write to whoever has to look: now, and once more where nobody has looked in time."""
    for account_id in told:
        times = (case.opened_at, case.due_at)
        for occasion, due in zip(_occasions_of(case), times, strict=True):
            _write(db, actor, account_id, occasion, due)


def _write(db: Db, actor: Actor, account_id: int, occasion: Occasion, due: datetime) -> None:
    # The dashboard; an address that names what waits would tell whoever sees the mail.
    gist = Gist(MessageKind.RISK_WAITING, "/")
    queue(db, actor, occasion, Recipient(account_id=account_id), gist, due)


def _occasions_of(case: RiskCase) -> tuple[Occasion, Occasion]:
    """Name for what a case is written about: that it opened, and that nobody looked in time."""
    return (
        Occasion(Cause.RISK, case.public_id, "opened"),
        Occasion(Cause.RISK, case.public_id, "late"),
    )
