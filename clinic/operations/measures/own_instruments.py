"""The clinic's own questionnaires, and its own licensed words for those that ship as a key.

Every deed adds a version; none is changed in place, so that a cohort goes on as it began.
"""

from sqlalchemy import func, select

from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused, Stale
from clinic.domain.measures.instrument_versions import OWN, scoring_key, why_another_key
from clinic.domain.measures.instruments import Instrument
from clinic.domain.programs.programs import digest_of
from clinic.domain.text import N_
from clinic.lookups.programs.read_back import check_instrument_reads
from clinic.models import programs as rows

UNCHANGED = N_("Nothing was changed, so there is no new version.")


@operation
def save_instrument(
    db: Db,
    actor: Actor,
    instrument: Instrument,
    source: str,
    base: tuple[rows.InstrumentRow, Instrument | None] | None,
    note: str,
) -> rows.InstrumentRow:
    """Store a questionnaire of the clinic's own, as a new one or as the next version of one.

    Where the text of the base cannot be read, what counts is the key of the last version that can.
    """
    if not instrument.key.startswith(OWN):
        raise Refused(
            N_("The key of a measure of your own begins with %(start)s."), {"start": OWN}, "source"
        )
    if base is None:
        if db.scalar(select(rows.InstrumentRow.id).where(rows.InstrumentRow.key == instrument.key)):
            raise Refused(N_("There is already a measure with this name."), field="name")
        return _add(db, actor, instrument, source, None, note)
    row, before = base
    _check_newest(db, row)
    if instrument.key != row.key:
        raise Refused(N_("The key stays as it is: scores are kept under it."), field="source")
    if source.strip() == row.source.strip():
        raise Refused(UNCHANGED, field="source")
    is_same = before is None or scoring_key(instrument) == scoring_key(before)
    if before and not is_same and instrument.key_version == before.key_version:
        raise Refused(
            N_("The scoring changed, so it needs another key_version: old and new scores differ."),
            field="source",
        )
    return _add(db, actor, instrument, source, row, note)


@operation
def take_wording(
    db: Db,
    actor: Actor,
    instrument: Instrument,
    source: str,
    base: tuple[rows.InstrumentRow, Instrument],
    note: str,
) -> rows.InstrumentRow:
    """Store the clinic's own words for a key as a new version; the key itself may not change."""
    row, before = base
    _check_newest(db, row)
    reason = why_another_key(before, instrument)
    if reason is not None or instrument.key_version != before.key_version:
        raise Refused(reason or N_("A wording leaves the version of the key as it is."))
    if instrument.license is None:
        raise Refused(N_("Say who allowed this wording, and where that is written down."))
    return _add(db, actor, instrument, source, row, note)


def _check_newest(db: Db, row: rows.InstrumentRow) -> None:
    lock(db, row)
    newest = select(func.max(rows.InstrumentRow.id)).where(rows.InstrumentRow.key == row.key)
    if db.scalar(newest) != row.id:
        raise Stale(
            N_(
                "Somebody saved another version since you opened this page. Your text is below: "
                "keep a copy of it, open the newest version and make your change there."
            )
        )


def _add(
    db: Db,
    actor: Actor,
    instrument: Instrument,
    source: str,
    base: rows.InstrumentRow | None,
    note: str,
) -> rows.InstrumentRow:
    check_instrument_reads(instrument, source)
    digest = digest_of(source)
    same = select(rows.InstrumentRow.id).where(
        rows.InstrumentRow.key == instrument.key, rows.InstrumentRow.content_hash == digest
    )
    if db.scalar(same) is not None:
        raise Refused(N_("This exact text is already among the versions."), field="source")
    row = rows.InstrumentRow(
        key=instrument.key,
        title=instrument.name,
        source=source,
        content_hash=digest,
        adopted_at=actor.at,
        is_own=True,
        based_on_id=base.id if base else None,
        made_by_id=actor.account_id,
        note=note,
    )
    db.add(row)
    return row
