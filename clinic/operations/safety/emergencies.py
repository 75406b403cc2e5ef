"""Opening a record in an emergency without a part in the group, ending it, looking at it after."""

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor, Role
from clinic.domain.enrollments import CohortStatus
from clinic.domain.errors import Refused
from clinic.domain.post.messages import MessageKind
from clinic.domain.post.occasions import Cause, Occasion
from clinic.domain.post.recipients import Gist, Recipient
from clinic.domain.safety.emergencies import (
    LASTS,
    LONGEST_WORDS,
    SHORTEST_REASON,
    SHORTEST_REVIEW,
)
from clinic.domain.text import N_
from clinic.lookups.safety.emergencies import emergency_of, groups_of, people_known_by, told_of
from clinic.lookups.safety.risk_people import staff_of
from clinic.models.accounts import Account
from clinic.models.cohorts import Cohort
from clinic.models.emergencies import Emergency
from clinic.models.sealed import write_sealed
from clinic.operations.post.outbox import queue


@operation
def open_person_in_emergency(db: Db, actor: Actor, typed: str, reason: str) -> Emergency | None:
    """Open the record of the one person who is known by what was typed.

    Gives nothing where that is nobody or more than one; the trail holds that somebody tried.
    """
    # No name is looked up without a reason.
    _check_words(reason, SHORTEST_REASON, "reason")
    found = people_known_by(db, typed)
    if len(found) != 1:
        return None
    return _open(db, actor, Emergency(client_id=found[0].id), reason)


@operation
def open_group_in_emergency(db: Db, actor: Actor, cohort: Cohort, reason: str) -> Emergency:
    """Open the record of a group that runs."""
    if cohort.status is CohortStatus.CLOSED:
        raise Refused(N_("This cohort is closed."), field="group")
    return _open(db, actor, Emergency(cohort_id=cohort.id), reason)


@operation
def end_emergency(db: Db, actor: Actor, emergency: Emergency) -> Emergency:
    """End it before its hour is over."""
    lock(db, emergency)
    if emergency.account_id != actor.account_id:
        raise Refused(N_("Only whoever opened it can end it."))
    if emergency.stands(actor.at):
        emergency.ended_at = actor.at
    return emergency


@operation
def review_emergency(db: Db, actor: Actor, emergency: Emergency, words: str) -> Emergency:
    """Note that somebody else has looked at why it was opened, and what she found."""
    lock(db, emergency)
    if actor.role not in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        raise Refused(N_("A supervisor or an administrator looks at this."))
    if emergency.account_id == actor.account_id:
        raise Refused(N_("You opened this yourself. Somebody else has to look at it."))
    if emergency.reviewed_at is not None:
        raise Refused(N_("Somebody has looked at this already. What was written then stays."))
    _check_words(words, SHORTEST_REVIEW, "words")
    emergency.reviewed_at = actor.at
    emergency.reviewed_by_id = actor.account_id
    write_sealed(db.keys, emergency, "review", words.strip())
    return emergency


def _open(db: Db, actor: Actor, emergency: Emergency, reason: str) -> Emergency:
    account = db.get_one(Account, actor.account_id)
    # Two windows of the same person stand in line here.
    lock(db, account)
    _check_words(reason, SHORTEST_REASON, "reason")
    standing = emergency_of(db, account.id, actor.at)
    if standing is not None:
        mine, asked = ((one.client_id, one.cohort_id) for one in (standing, emergency))
        if mine == asked:
            return standing
        raise Refused(N_("Another record is open to you. End that first, then open this one."))
    if any(account.id in staff_of(db, group, actor.at) for group in groups_of(db, emergency)):
        raise Refused(N_("This is open to you already: you work in the group."))
    emergency.account_id = account.id
    emergency.since = actor.at
    emergency.ended_at = actor.at + LASTS
    write_sealed(db.keys, emergency, "reason", reason.strip())
    db.add(emergency)
    occasion = Occasion(Cause.EMERGENCY, emergency.public_id)
    # The dashboard; an address that names what waits would tell whoever sees the mail.
    gist = Gist(MessageKind.RECORD_OPENED, "/")
    for account_id in told_of(db, emergency, actor.at):
        queue(db, actor, occasion, Recipient(account_id=account_id), gist, actor.at)
    return emergency


def _check_words(words: str, least: int, field: str) -> None:
    if len(words.strip()) < least:
        raise Refused(
            N_("Please write it down in at least %(least)s characters."), {"least": least}, field
        )
    if len(words) > LONGEST_WORDS:
        raise Refused(
            N_("This is longer than the %(most)s characters that fit."),
            {"most": LONGEST_WORDS},
            field,
        )
