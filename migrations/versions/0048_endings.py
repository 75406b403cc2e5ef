"""What is to end of what is kept of a person, what holds it, and how long backups are kept.

Revision: 0048, after 0047
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}}
_AT = sa.DateTime(timezone=True)
_KINDS = ("erasure", "record", "unbegun", "private", "ways-in", "post")


def upgrade() -> None:
    """Change the schema to this revision."""
    _make(
        "endings",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(*_KINDS, name="kind", native_enum=False, create_constraint=False, length=40),
            nullable=False,
        ),
        sa.Column("since", _AT, nullable=False),
        sa.Column("before", _AT, nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", _AT, nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", _AT, nullable=True),
        sa.Column("due_at", _AT, nullable=True),
        sa.Column("taken_back_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_back_at", _AT, nullable=True),
        sa.Column("done_at", _AT, nullable=True),
        sa.Column("removed", sa.Text(), nullable=True),
        _rule("endings", "kind", f"kind IN ({', '.join(repr(kind) for kind in _KINDS)})"),
        _rule("endings", "takes_two", "granted_by_id <> asked_by_id"),
        _rule("endings", "granted_is_due", "(granted_at IS NULL) = (due_at IS NULL)"),
        _rule("endings", "done_or_taken_back", "done_at IS NULL OR taken_back_at IS NULL"),
        _key("endings", "client_id", "clients"),
        _key("endings", "enrollment_id", "enrollments"),
        *_accounts("endings", "asked_by_id", "granted_by_id", "taken_back_by_id"),
    )
    op.create_index(op.f("ix_endings_client_id"), "endings", ["client_id"])
    _make(
        "holds",
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("held_by_id", sa.Integer(), nullable=False),
        sa.Column("held_at", _AT, nullable=False),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", _AT, nullable=True),
        _key("holds", "enrollment_id", "enrollments"),
        *_accounts("holds", "held_by_id", "lifted_by_id"),
    )
    op.create_index(op.f("ix_holds_enrollment_id"), "holds", ["enrollment_id"])
    with op.batch_alter_table("backups", **_COPIED) as batch:
        batch.add_column(sa.Column("keep_days", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take the schema back to the revision before."""
    with op.batch_alter_table("backups", **_COPIED) as batch:
        batch.drop_column("keep_days")
    op.drop_table("holds")
    op.drop_table("endings")


def _make(table: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id")),
        sqlite_strict=True,
    )


def _rule(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _accounts(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [_key(table, column, "accounts") for column in columns]


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="RESTRICT")
