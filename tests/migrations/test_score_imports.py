"""Scores that were read in before files were noted: each cohort gets one note of them."""

from sqlalchemy import Engine, select

from clinic.db import Db
from clinic.models.clients import Client
from clinic.models.measures import Administration, ScoreImport
from clinic.models.schema import downgrade, upgrade
from tests.cast import Cast
from tests.databases import engine_of
from tests.imported_scores import people, read_first
from tests.migrations.extra import MIGRATIONS


def test_what_was_read_in_before_is_marked(db: Db, cast: Cast) -> None:
    first = read_first(db, cast)
    cohort_id, marked = first.cohort_id, people(db)
    engine: Engine = engine_of(db)
    db.close()

    downgrade(engine, MIGRATIONS, "0029")
    upgrade(engine, MIGRATIONS)

    (file,) = db.scalars(select(ScoreImport)).all()
    assert (file.cohort_id, file.people, file.scores) == (cohort_id, 2, 2)
    assert (file.cohort_name, file.made_cohort, file.undone_at) == ("Group of 2019", False, None)
    assert people(db) == marked
    scored = select(Administration).where(Administration.score_import_id == file.id)
    assert len(db.scalars(scored).all()) == 2
    others = db.scalars(select(Client).where(Client.score_import_id.is_(None))).all()
    assert {"Mia", "Max"} <= {client.preferred_name for client in others}
