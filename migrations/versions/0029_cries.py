"""What in a sheet, a practice or a first talk opens a risk case, and a mark that was taken back.

Revision: 0029, after 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}
_KINDS = "'item', 'felt-worse', 'call-me'"
_REWRITTEN = " OR ".join(
    f"NEW.{name} IS DISTINCT FROM OLD.{name}"
    for name in ("closed_at", "closed_by_id", "enrollment_id")
)
_TRIGGERS = (
    "CREATE TRIGGER risk_cases_stay BEFORE DELETE ON risk_cases WHEN OLD.closed_at IS NULL"
    " BEGIN SELECT RAISE(ABORT, 'an open risk case stays'); END",
    "CREATE TRIGGER risk_cases_end_once BEFORE UPDATE ON risk_cases"
    f" WHEN OLD.closed_at IS NOT NULL AND ({_REWRITTEN})"
    " BEGIN SELECT RAISE(ABORT, 'how a risk case ended stays'); END",
)


def upgrade() -> None:
    """Change the schema to this revision."""
    with op.batch_alter_table("practice_entries", **_COPIED) as batch:
        batch.add_column(
            sa.Column("memories_broke_in", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("practice_entries", **_COPIED) as batch:
        batch.alter_column("memories_broke_in", existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table("risk_cases", **_COPIED) as batch:
        batch.add_column(sa.Column("worksheet_response_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("flag", sa.String(length=100), nullable=True))
        batch.add_column(sa.Column("sign", sa.String(length=40), nullable=True))
        batch.add_column(sa.Column("said", sa.Text(), nullable=True))
        batch.add_column(sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("risk_cases", **_COPIED) as batch:
        _allow(batch, f"{_KINDS}, 'memories', 'sheet', 'screening'")
        batch.create_check_constraint(
            batch.f("ck_risk_cases_sign"),
            "sign IN ('harm', 'danger', 'memories', 'away', 'worse')",
        )
        batch.create_foreign_key(
            batch.f("fk_risk_cases_worksheet_response_id"),
            "worksheet_responses",
            ["worksheet_response_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch.create_index(
            batch.f("ix_risk_cases_worksheet_response_id"), ["worksheet_response_id"]
        )
    _guard_again()


def downgrade() -> None:
    """Take the schema back to the revision before."""
    # None of them has a word there; what is open stays open under the nearest one.
    cases = sa.table("risk_cases", sa.column("kind", sa.String))
    new = ("memories", "sheet", "screening")
    op.execute(sa.update(cases).where(cases.c.kind.in_(new)).values(kind="felt-worse"))
    with op.batch_alter_table("risk_cases", **_COPIED) as batch:
        _allow(batch, _KINDS)
        batch.drop_constraint(batch.f("ck_risk_cases_sign"), type_="check")
        batch.drop_index(batch.f("ix_risk_cases_worksheet_response_id"))
        batch.drop_constraint(batch.f("fk_risk_cases_worksheet_response_id"), type_="foreignkey")
        for name in ("worksheet_response_id", "flag", "sign", "said", "taken_back_at"):
            batch.drop_column(name)
    with op.batch_alter_table("practice_entries", **_COPIED) as batch:
        batch.drop_column("memories_broke_in")
    _guard_again()


def _allow(batch: op.batch_alter_table, kinds: str) -> None:
    batch.drop_constraint(batch.f("ck_risk_cases_kind"), type_="check")
    batch.create_check_constraint(batch.f("ck_risk_cases_kind"), f"kind IN ({kinds})")


def _guard_again() -> None:
    """Lay the triggers again on the copy of the table; PostgreSQL changed it in place."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in _TRIGGERS:
            op.execute(sa.text(statement))
