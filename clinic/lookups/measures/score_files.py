"""What goes when a file of scores is taken back: asked before it is done, and while it is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select

from clinic.db import Db
from clinic.domain.enrollments import CohortStatus
from clinic.domain.errors import Refused
from clinic.domain.text import N_
from clinic.models.base import Base
from clinic.models.clients import Client
from clinic.models.cohorts import Cohort, Facilitator
from clinic.models.enrollments import Enrollment
from clinic.models.measures import Administration, ScoreImport, ScoreRow
from clinic.models.sessions import GroupSession


@dataclass(frozen=True, slots=True)
class Going:
    """What goes with a file of scores; people whom something else tells of as well stay."""

    scores: int
    places: tuple[int, ...]
    clients: tuple[int, ...]
    staying: int
    """People of this file who stay."""
    has_cohort: bool
    """Whether the cohort that was recorded for the file goes with it."""
    is_built_upon: bool
    """Whether a score was corrected or stands in a report, so that nothing may go."""

    @property
    def people(self) -> int:
        """Count the people who go."""
        return len(self.places)


def going_with(db: Db, imported: ScoreImport) -> Going:
    """Find all that a file brought and that nothing else rests on."""
    own = select(Administration.id).where(Administration.score_import_id == imported.id)
    places = select(Enrollment.id).where(Enrollment.cohort_id == imported.cohort_id)
    gone = _gone_people(db, imported, own, places)
    written = select(func.count(ScoreRow.id)).where(ScoreRow.administration_id.in_(own))
    came = select(func.count(Client.id)).where(Client.score_import_id == imported.id)
    own_gone = sum(client.score_import_id == imported.id for _place, client in gone)
    gone_places = tuple(place for place, _client in gone)
    return Going(
        scores=db.scalar(written) or 0,
        places=gone_places,
        clients=tuple(client.id for _place, client in gone),
        staying=(db.scalar(came) or 0) - own_gone,
        has_cohort=imported.made_cohort
        and set(db.scalars(places)) == set(gone_places)
        and _is_bare(db, imported, own),
        is_built_upon=bool(_referred(db, Administration, own, (ScoreRow,))),
    )


def _gone_people(
    db: Db, imported: ScoreImport, own: Select[int], places: Select[int]
) -> list[tuple[int, Client]]:
    """Give the people of this file, and of files taken back before it, whom nothing tells of."""
    brought = db.execute(
        select(Enrollment.id, Client)
        .join(Client, Enrollment.client_id == Client.id)
        .join(ScoreImport, Client.score_import_id == ScoreImport.id)
        .where(
            Enrollment.cohort_id == imported.cohort_id,
            or_(ScoreImport.id == imported.id, ScoreImport.undone_at.is_not(None)),
        )
        .order_by(Enrollment.id)
    ).all()
    clients = select(Enrollment.client_id).where(Enrollment.cohort_id == imported.cohort_id)
    kept = _referred(db, Enrollment, places, own=own)
    kept_clients = _referred(db, Client, clients, (Enrollment,))
    more = _placed_elsewhere(db, imported, clients)
    return [
        (place, client)
        for place, client in brought
        if place not in kept and client.id not in kept_clients | more
    ]


def _placed_elsewhere(db: Db, imported: ScoreImport, clients: Select[int]) -> set[int]:
    elsewhere = Enrollment.cohort_id != imported.cohort_id
    return set(
        db.scalars(select(Enrollment.client_id).where(elsewhere, Enrollment.client_id.in_(clients)))
    )


def _is_bare(db: Db, imported: ScoreImport, own: Select[int]) -> bool:
    """Say whether nothing stands in a cohort but what recording it made, and what goes."""
    cohort = select(Cohort.id).where(Cohort.id == imported.cohort_id)
    sessions = select(GroupSession.id).where(GroupSession.cohort_id == imported.cohort_id)
    others = select(ScoreImport.id).where(
        ScoreImport.cohort_id == imported.cohort_id,
        ScoreImport.undone_at.is_(None),
        ScoreImport.id != imported.id,
    )
    besides = (GroupSession, Facilitator, ScoreImport, Enrollment)
    return not (
        db.scalars(others).first()
        or _referred(db, Cohort, cohort, besides)
        or _referred(db, GroupSession, sessions, own=own)
    )


def _referred(
    db: Db,
    kind: type[Base],
    ids: Select[int],
    besides: Sequence[type[Base]] = (),
    own: Select[int] | None = None,
) -> set[int]:
    """Find which rows some other row points to, whatever table that is in.

    `own` are fillings that go themselves, and do not count.
    """
    asked, left = kind.__table__, {each.__table__ for each in besides}
    found: set[int] = set()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if table in left or not any(key.column.table is asked for key in column.foreign_keys):
                continue
            pointing = select(column).where(column.in_(ids))
            if own is not None and table is Administration.__table__:
                pointing = pointing.where(table.c.id.not_in(own))
            found |= set(db.scalars(pointing))
    return found


def check_closed(cohort: Cohort) -> None:
    """Refuse scores from a file for a cohort that still meets."""
    if cohort.status is not CohortStatus.CLOSED:
        raise Refused(
            N_("%(cohort)s is still running. Scores are read into a closed cohort."),
            {"cohort": cohort.name},
        )
