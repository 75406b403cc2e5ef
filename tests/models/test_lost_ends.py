"""Where the trail has lost an end, a deed is refused aloud: it never looks like a missing page."""

from dataclasses import replace

import pytest
from sqlalchemy import delete

from clinic.db import open_engine, session_factory
from clinic.domain.access import Actor
from clinic.domain.clinic.keys import KeyRing
from clinic.lookups.clinic.settings import clinic_settings
from clinic.models.audit import AuditHead, AuditJournal, NoEndOfChain
from clinic.operations.clinic.settings import change_settings
from tests.cast import NOW


def test_where_the_end_of_a_chain_is_gone_nothing_is_written_and_it_is_said(
    database_url: str, keys: KeyRing
) -> None:
    engine = open_engine(database_url, keys)
    with engine.connect().execution_options(clinic_writes=True) as line:
        line.execute(delete(AuditHead))
        line.commit()
    with session_factory(engine, keys, AuditJournal())() as db:
        told = replace(clinic_settings(db), clinic_name="Another name")
        with pytest.raises(NoEndOfChain, match="lost the end of its chain 1"):
            change_settings(db, Actor(1, NOW), told)
        db.rollback()
        assert clinic_settings(db).clinic_name != "Another name"
    engine.dispose()
