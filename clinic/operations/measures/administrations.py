"""Answering questionnaires item by item, and sending them: scores and risk in one transaction."""

from collections.abc import Mapping

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused
from clinic.domain.measures import rights, scoring
from clinic.domain.measures.administrations import check_reason
from clinic.domain.measures.instruments import Scale
from clinic.domain.measures.stored_answers import codes_of, fitting_codes, read_stored
from clinic.domain.safety.cries import cries_of_items, places, sound_answers
from clinic.domain.text import N_
from clinic.lookups.homework.homework import begun_when, check_open
from clinic.lookups.measures.administrations import instrument_asked
from clinic.models.measures import Administration, Correction, ScoreRow
from clinic.operations.safety.cries import Retraction, hear
from clinic.operations.safety.risk import CORRECTED, SETTLED, TAKEN_BACK


@operation
def answer_items(
    db: Db,
    actor: Actor,
    administration: Administration,
    answers: Mapping[int, int | None],
    medium: Medium,
) -> Administration:
    """Keep raw codes as given, by item number; `None` takes an answer back. Others stay.

    On a screen a risk item opens its case with the answer itself: whoever stops before sending is
    looked after too. An answer that is taken back leaves the case open, with a note. What is typed
    in from paper is whole when it is finished.
    """
    _lock_unsent(db, actor, administration, medium)
    _check_wanted(administration, medium)
    instrument = instrument_asked(db, administration)
    if medium is Medium.PORTAL:
        # Answers from paper are numbers; only what shows the words needs the right to them.
        refusal = instrument.why_not(rights.WordingMedium.SCREEN, actor.at.date())
        if refusal is not None:
            raise Refused(refusal.message, refusal.params)
    for fault in scoring.check_answers(instrument, answers):
        raise Refused(fault.message, fault.params, str(fault.item))
    before = _before(db, administration, medium)
    standing = {str(item): code for item, code in before.items()}
    for item, code in answers.items():
        if code is None:
            standing.pop(str(item), None)
        else:
            standing[str(item)] = code
    administration.answers = standing
    administration.medium = medium
    administration.started_at = administration.started_at or begun_when(actor, administration)
    if medium is Medium.PORTAL:
        standing_now = codes_of(instrument, administration.answers)
        taken_back = Retraction()
        hear_items(db, actor, administration, standing_now, before, taken_back)
    return administration


@operation
def finish_administration(
    db: Db,
    actor: Actor,
    administration: Administration,
    medium: Medium,
) -> Administration:
    """Send the answers: compute every scale, and open the cases that no answer opened before."""
    instrument = instrument_asked(db, administration)
    _lock_unsent(db, actor, administration, medium)
    _check_wanted(administration, medium)
    answers = codes_of(instrument, administration.answers)
    if not answers:
        raise Refused(N_("Please answer at least one question before you send this."))
    administration.medium = medium
    administration.finished_at = actor.at
    # Paper that is handed in says more than what was said about it before.
    administration.refused_at = administration.refused_by_id = administration.refusal = None
    _keep_scores(db, actor, administration, answers)
    # What was keyed wrong once, or begun on a phone, is settled by the paper.
    retraction = Retraction(SETTLED if medium is Medium.PAPER else TAKEN_BACK)
    hear_items(db, actor, administration, answers, retraction=retraction)
    return administration


@operation
def correct_answers(
    db: Db,
    actor: Actor,
    administration: Administration,
    answers: Mapping[int, int],
    reason: str,
) -> Correction:
    """Mend a slip of whoever typed paper in: what stood is kept, and every scale computed again.

    A case that an answer opened stays open: only a person ends it.
    """
    instrument = instrument_asked(db, administration)
    lock(db, administration)
    if administration.finished_at is None or administration.medium is not Medium.PAPER:
        raise Refused(N_("Only what was typed in from paper can be corrected."))
    for fault in scoring.check_answers(instrument, answers):
        raise Refused(fault.message, fault.params, f"item_{fault.item}")
    before, misfits = read_stored(instrument, administration.answers)
    if dict(answers) == before and not misfits:
        raise Refused(N_("Nothing is different from what is already there."))
    if not answers:
        raise Refused(N_("At least one answer has to remain."))
    scores = db.scalars(select(ScoreRow).filter_by(administration_id=administration.id)).all()
    correction = Correction(
        administration_id=administration.id,
        account_id=actor.account_id,
        corrected_at=actor.at,
        reason=_reason(reason),
        answers={str(item): code for item, code in before.items()},
        scores={score.scale: score.value for score in scores},
    )
    db.add(correction)
    for score in scores:
        db.delete(score)
    db.flush()
    administration.answers = {str(item): code for item, code in sorted(answers.items())}
    _keep_scores(db, actor, administration, answers)
    mended = Retraction(CORRECTED, correction.reason)
    hear_items(db, actor, administration, answers, before, mended)
    return correction


@operation
def hear_items(
    db: Db,
    actor: Actor,
    administration: Administration,
    answers: Mapping[int, int],
    before: Mapping[int, int] | None = None,
    retraction: Retraction | None = None,
) -> None:
    """Hear each risk item; without what stood before, only what no case was ever opened for."""
    instrument = instrument_asked(db, administration)
    heard = places(cries_of_items(instrument, answers if before is None else before))
    cries = cries_of_items(instrument, answers)
    hear(db, actor, administration, cries, heard, retraction)


@operation
def hear_unkept_items(
    db: Db,
    actor: Actor,
    administration: Administration,
    answers: Mapping[int, int | None],
    *,
    is_typed: bool = False,
) -> Administration:
    """Hear answers of a page that could not be kept, such as one that was sent elsewhere before.

    What is typed from paper says it once: it opens only what no case was ever opened for.
    """
    instrument = instrument_asked(db, administration)
    lock(db, administration)
    given = sound_answers(instrument, answers)
    before = None if is_typed else fitting_codes(instrument, administration.answers)
    hear_items(db, actor, administration, given, before)
    return administration


def _before(db: Db, administration: Administration, medium: Medium) -> dict[int, int]:
    # A paper is typed whole, and mends what cannot be read of what stood before.
    reading = codes_of if medium is Medium.PORTAL else fitting_codes
    return reading(instrument_asked(db, administration), administration.answers)


def _lock_unsent(db: Db, actor: Actor, administration: Administration, medium: Medium) -> None:
    lock(db, administration)
    if administration.finished_at is not None:
        raise Refused(N_("These answers were sent already. They stay as they are."))
    check_open(db, actor, administration, medium)


def _check_wanted(administration: Administration, medium: Medium) -> None:
    if administration.refused_at is not None and medium is Medium.PORTAL:
        raise Refused(
            N_("You said that you would rather not answer this. You can still change your mind.")
        )


def _reason(reason: str) -> str:
    told = reason.strip()
    if not told:
        raise Refused(N_("Please say what the paper says, in a few words."), field="reason")
    check_reason(told)
    return told


def _keep_scores(
    db: Db,
    actor: Actor,
    administration: Administration,
    answers: Mapping[int, int],
) -> None:
    instrument = instrument_asked(db, administration)
    results = scoring.score(instrument, answers).scales
    for scale in instrument.scales:
        result = results[scale.key]
        row = ScoreRow(
            administration_id=administration.id,
            scale=scale.key,
            rule=f"{_rule_name(scale, result)}, key {instrument.key_version}",
            computed_at=actor.at,
        )
        if isinstance(result, scoring.Score):
            row.value = result.value
            row.rule += ", prorated" if result.is_prorated else ""
        else:
            row.reason = result.reason.value
        db.add(row)


def _rule_name(scale: Scale, result: scoring.Score | scoring.Incomplete) -> str:
    return result.rule if isinstance(result, scoring.Score) else scale.rule.name
