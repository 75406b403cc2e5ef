"""What a migration to come may rely on: tables that are copied keep their rows, faults undo all."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import IntegrityError

from clinic.models.schema import is_current, upgrade
from tests.migrations.extra import with_step
from tests.snapshots import rows_of

COPIED = """
with op.batch_alter_table("accounts", table_kwargs={"sqlite_strict": True}) as batch:
    batch.alter_column("name", existing_type=sa.String(200), type_=sa.String(300))
    batch.add_column(sa.Column("shoe_size", sa.Integer(), nullable=True))
"""
FAILING = """
op.create_table("shoes", sa.Column("id", sa.Integer(), primary_key=True))
op.execute(sa.text("DELETE FROM attendance"))
raise ValueError("in the middle")
"""
DANGLING = """
op.execute(sa.text("UPDATE attendance SET enrollment_id = 999999"))
"""


def test_a_table_that_others_point_to_can_be_copied_with_its_rows(
    engine: Engine, tmp_path: Path
) -> None:
    before = rows_of(engine)
    migrations = with_step(tmp_path, COPIED)
    upgrade(engine, migrations)
    assert is_current(engine, migrations)
    assert "shoe_size" in {column["name"] for column in inspect(engine).get_columns("accounts")}
    assert rows_of(engine) == before


def test_a_step_that_fails_in_the_middle_leaves_nothing(engine: Engine, tmp_path: Path) -> None:
    before = rows_of(engine)
    migrations = with_step(tmp_path, FAILING)
    with pytest.raises(ValueError, match="in the middle"):
        upgrade(engine, migrations)
    assert "shoes" not in inspect(engine).get_table_names()
    assert rows_of(engine) == before
    assert not is_current(engine, migrations)


def test_a_step_that_leaves_rows_pointing_to_nobody_is_refused(
    engine: Engine, tmp_path: Path
) -> None:
    before = rows_of(engine)
    with pytest.raises(IntegrityError):
        upgrade(engine, with_step(tmp_path, DANGLING))
    assert rows_of(engine) == before


def test_after_migrating_rows_are_held_to_point_to_somebody(engine: Engine, tmp_path: Path) -> None:
    upgrade(engine, with_step(tmp_path, COPIED))
    if engine.dialect.name != "sqlite":
        pytest.skip("only SQLite drops them while it migrates")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
