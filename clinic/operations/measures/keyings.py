"""Typing a questionnaire in from paper: once and done, or twice by two hands that differ or not.

What counts is written by the deeds that keep an answer on a phone: the records are alike.
"""

from collections.abc import Mapping

from sqlalchemy import select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.enrollments import Medium
from clinic.domain.errors import Refused
from clinic.domain.measures import scoring
from clinic.domain.measures.keyings import KeyingTurn, differing
from clinic.domain.text import N_
from clinic.lookups.measures.administrations import instrument_asked
from clinic.models.keyings import Keying
from clinic.models.measures import Administration
from clinic.operations.measures.administrations import (
    answer_items,
    finish_administration,
    hear_items,
)


@operation
def key_in(
    db: Db,
    actor: Actor,
    administration: Administration,
    answers: Mapping[int, int],
    written_total: float | None,
    *,
    is_to_be_repeated: bool = False,
) -> Administration:
    """Keep what one hand typed; it counts at once, unless a second keying is wanted.

    The second keying counts where it agrees with the first; else somebody settles what differs. A
    risk item asks for attention from the first key on: it does not wait for a second hand.
    """
    instrument = instrument_asked(db, administration)
    turns = _turns(db, administration, answers)
    first = turns.get(KeyingTurn.FIRST)
    turn = KeyingTurn.SECOND if first else KeyingTurn.FIRST
    if KeyingTurn.SECOND in turns:
        raise Refused(N_("This was already keyed twice. The differences are still to be settled."))
    if not answers:
        raise Refused(
            N_(
                "Nothing is answered on this paper. You can note instead that the person would "
                "rather not."
            )
        )
    _keep(db, actor, administration, turn, answers, written_total)
    is_alone = first is None and is_to_be_repeated
    of_first = first.codes_of(instrument) if first else answers
    if is_alone or differing(instrument, of_first, answers):
        administration.medium = Medium.PAPER
        administration.started_at = administration.started_at or actor.at
        hear_items(db, actor, administration, answers)
        return administration
    return _finish(db, actor, administration, answers)


@operation
def settle(
    db: Db,
    actor: Actor,
    administration: Administration,
    settled: Mapping[int, int | None],
) -> Administration:
    """Decide by the paper where two keyings differ; everything else stands as both have it."""
    instrument = instrument_asked(db, administration)
    turns = _turns(db, administration, settled)
    first, second = turns.get(KeyingTurn.FIRST), turns.get(KeyingTurn.SECOND)
    if first is None or second is None:
        raise Refused(N_("This has not been keyed twice yet."))
    of_first, of_second = first.codes_of(instrument), second.codes_of(instrument)
    open_items = {item.number for item in differing(instrument, of_first, of_second)}
    for item in sorted(open_items - settled.keys()):
        raise Refused(
            N_("Question %(item)s: type its answer, or a dot where the paper has none."),
            {"item": item},
            f"item_{item}",
        )
    answers = {n: code for n, code in of_first.items() if n not in open_items}
    answers |= {n: c for n, c in settled.items() if n in open_items and c is not None}
    _keep(db, actor, administration, KeyingTurn.SETTLED, answers, first.written_total)
    return _finish(db, actor, administration, answers)


def _turns(
    db: Db,
    administration: Administration,
    answers: Mapping[int, int | None],
) -> dict[KeyingTurn, Keying]:
    instrument = instrument_asked(db, administration)
    lock(db, administration)
    if administration.finished_at is not None:
        raise Refused(N_("This questionnaire is in already: one occasion has one filling of it."))
    for fault in scoring.check_answers(instrument, answers):
        raise Refused(fault.message, fault.params, f"item_{fault.item}")
    found = select(Keying).where(Keying.administration_id == administration.id)
    return {row.turn: row for row in db.scalars(found)}


def _keep(
    db: Db,
    actor: Actor,
    administration: Administration,
    turn: KeyingTurn,
    answers: Mapping[int, int],
    written_total: float | None,
) -> None:
    db.add(
        Keying(
            administration_id=administration.id,
            turn=turn,
            account_id=actor.account_id,
            answers={str(item): code for item, code in sorted(answers.items())},
            written_total=written_total,
            keyed_at=actor.at,
        )
    )


def _finish(
    db: Db,
    actor: Actor,
    administration: Administration,
    answers: Mapping[int, int],
) -> Administration:
    instrument = instrument_asked(db, administration)
    # Whole: what was begun on a phone and handed in on paper is what the paper says.
    whole = {item.number: answers.get(item.number) for item in instrument.asked}
    # Each of the two deeds reads the row again, so what stands has to be written first.
    db.flush()
    answer_items(db, actor, administration, whole, Medium.PAPER)
    db.flush()
    return finish_administration(db, actor, administration, Medium.PAPER)
