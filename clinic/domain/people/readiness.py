"""Readiness: what has to be settled with each person before a group begins, and who settles it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from clinic.domain.enrollments import Medium
from clinic.domain.people.consents import ConsentState
from clinic.domain.people.screenings import ScreeningOutcome

WATCHED_BEFORE = timedelta(days=7)
"""From when on before session 1 a group is watched."""

WATCHED_AFTER_JOINING = timedelta(days=7)
"""How long somebody who joins later is watched."""


class Need(StrEnum):
    """What has to be settled."""

    TALK = "talk"
    CONSENT = "consent"
    EMERGENCY = "emergency"
    ACCESS = "access"
    LANGUAGE = "language"
    MEDIUM = "medium"
    ACCOUNT = "account"
    BASELINE = "baseline"


class State(StrEnum):
    """How it stands with one of them."""

    DONE = "done"
    PARTLY = "partly"
    MISSING = "missing"
    LATER = "later"
    """Nothing can be done about it yet, or not any more."""
    NOT_NEEDED = "not-needed"

    @property
    def is_missing(self) -> bool:
        """Whether somebody has to do something."""
        return self in (State.PARTLY, State.MISSING)


CONTACT = frozenset({Need.EMERGENCY, Need.ACCESS, Need.LANGUAGE})
"""What one sheet, or one page, asks about a person."""

OWN = CONTACT | {Need.CONSENT, Need.BASELINE}
"""What a person can settle on her own pages, or with a pen."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The questionnaires of the beginning."""

    asked: int = 0
    settled: int = 0
    """Answered, or refused by the person."""
    open: int = 0
    """Unsettled, and to be answered now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessStanding:
    """All that is known of a person's readiness."""

    outcome: ScreeningOutcome | None
    is_talk_begun: bool
    consent: ConsentState
    is_emergency_asked: bool
    is_access_asked: bool
    has_language: bool
    medium: Medium
    can_sign_in: bool
    is_invited: bool
    has_email: bool
    is_paused: bool
    baseline: Baseline


class TellingWay(StrEnum):
    """How somebody is told what is missing."""

    MESSAGE = "message"
    INVITATION = "invitation"
    BY_HAND = "by-hand"
    """There is no address, so those who lead the group are asked to tell her."""
    PAPER = "paper"


def states_of(one: ReadinessStanding) -> dict[Need, State]:
    """Give how it stands with everything."""
    is_outdated = one.consent is ConsentState.OUTDATED
    return {
        Need.TALK: _talk(one),
        Need.CONSENT: State.PARTLY if is_outdated else _asked(one.consent is ConsentState.GIVEN),
        Need.EMERGENCY: _asked(one.is_emergency_asked),
        Need.ACCESS: _asked(one.is_access_asked),
        Need.LANGUAGE: _asked(one.has_language),
        # Everybody is entered with one; the board says which.
        Need.MEDIUM: State.DONE,
        Need.ACCOUNT: _account(one),
        Need.BASELINE: _baseline(one.baseline),
    }


def way_to_tell(one: ReadinessStanding) -> TellingWay | None:
    """Say how a person is told what she can settle herself; None where nothing is to be told."""
    states = states_of(one)
    if one.is_paused or one.medium is Medium.PAPER:
        return TellingWay.PAPER if not one.is_paused and _has_own(states) else None
    if states[Need.ACCOUNT].is_missing:
        return TellingWay.INVITATION if one.has_email else TellingWay.BY_HAND
    if not one.can_sign_in or not _has_own(states):
        # An invitation is on its way already; what is missing meets her behind it.
        return None
    return TellingWay.MESSAGE if one.has_email else TellingWay.BY_HAND


def is_watched(
    now: datetime, first_starts_at: datetime, first_ends_at: datetime, joined_at: datetime
) -> bool:
    """Say whether somebody's readiness is watched at an instant."""
    if now < first_starts_at - WATCHED_BEFORE:
        return False
    return now < max(first_ends_at, joined_at + WATCHED_AFTER_JOINING)


def still_missing(consent: ConsentState, *, is_emergency_asked: bool) -> tuple[Need, ...]:
    """Give what goes on being urged once a group has begun, until it is there.

    Who took an agreement back is listed by itself, with the day.
    """
    settled = (ConsentState.GIVEN, ConsentState.WITHDRAWN)
    consents = () if consent in settled else (Need.CONSENT,)
    return consents if is_emergency_asked else (*consents, Need.EMERGENCY)


def _has_own(states: dict[Need, State]) -> bool:
    return any(states[need].is_missing for need in OWN)


def _asked(is_settled: bool) -> State:
    return State.DONE if is_settled else State.MISSING


def _talk(one: ReadinessStanding) -> State:
    if one.outcome is ScreeningOutcome.SUITABLE:
        return State.DONE
    # Another outcome and a place do not go together: somebody has to look.
    return State.PARTLY if one.outcome or one.is_talk_begun else State.MISSING


def _account(one: ReadinessStanding) -> State:
    if one.medium is Medium.PAPER:
        return State.NOT_NEEDED
    return _asked(one.can_sign_in or one.is_invited)


def _baseline(one: Baseline) -> State:
    if not one.asked:
        return State.NOT_NEEDED
    if one.settled == one.asked:
        return State.DONE
    if not one.open:
        return State.LATER
    return State.PARTLY if one.settled else State.MISSING
