"""However long the trail is, its pages are found along indexes, not by reading all its rows."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, text

from clinic.db import Db
from clinic.domain.access import Action, Reader, Role
from clinic.domain.clinic.trail import CLIENTS, DEEDS, PROGRAM, READS, TrailFilter
from clinic.queries.clinic.audit import audit_page, trail_choices
from clinic.queries.people.record_readers import openings_page
from tests.cast import NOW, Cast
from tests.databases import engine_of

FILTERS = {
    "everything": TrailFilter(),
    "clients": TrailFilter(who=CLIENTS),
    "program": TrailFilter(who=PROGRAM),
    "reads": TrailFilter(kind=READS),
    "deeds": TrailFilter(kind=DEEDS),
    "one kind": TrailFilter(kind=Action.RISK_READ.value),
    "days": TrailFilter(CLIENTS, READS, NOW, NOW),
}


def plans(db: Db, ask: Callable[[], object]) -> list[str]:
    """Give how the database goes about each question, one line a step."""
    asked: list[tuple[str, Any]] = []
    engine = engine_of(db)

    def keep(_c: object, _u: object, statement: str, given: Any, *_rest: object) -> None:
        asked.append((statement, given))

    event.listen(engine, "before_cursor_execute", keep)
    ask()
    event.remove(engine, "before_cursor_execute", keep)
    db.commit()
    is_sqlite = engine.dialect.name == "sqlite"
    steps = []
    with engine.connect() as connection:
        if not is_sqlite:
            # A table of some rows is read whole, whatever indexes there are.
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        for statement, given in asked:
            if "audit_entries" in statement:
                words = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
                found = connection.exec_driver_sql(words + statement, given)
                steps += [str(row[-1]) for row in found]
    return [step for step in steps if "audit_entries" in step]


def is_whole_table(step: str) -> bool:
    return "Seq Scan" in step or (step.startswith("SCAN") and "USING" not in step)


@pytest.mark.parametrize("name", FILTERS)
def test_a_page_of_the_trail(db: Db, cast: Cast, name: str) -> None:
    ada = Reader(cast.accounts["ada"].id, Role.ADMINISTRATOR, NOW)
    steps = plans(db, lambda: audit_page(db, ada, FILTERS[name], 1))
    assert steps
    assert [step for step in steps if is_whole_table(step)] == []


def test_what_can_be_asked(db: Db, cast: Cast) -> None:
    ada = Reader(cast.accounts["ada"].id, Role.ADMINISTRATOR, NOW)
    steps = plans(db, lambda: trail_choices(db, ada))
    assert steps
    assert [step for step in steps if "deed_at" not in step and "(deed>?)" not in step] == []


def test_who_has_opened_my_record(db: Db, cast: Cast) -> None:
    mia = Reader(cast.accounts["mia"].id, Role.CLIENT, NOW)
    steps = plans(db, lambda: openings_page(db, mia, 1))
    by_client = "ix_audit_entries_client_id_at_id_account_id"
    assert [step for step in steps if by_client in step]
    assert [step for step in steps if is_whole_table(step)] == []
