"""Who looks after a risk case, what is done about it, the second look, and who stands in.

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}
_ACCOUNTS = ("owner_id", "cover_id", "second_by_id")
_CHECKS = {
    "second_look": "second_look IN ('agrees', 'more-to-do')",
    "second_look_by_name_and_time": "(second_at IS NULL) = (second_by_id IS NULL)"
    " AND (second_at IS NULL) = (second_look IS NULL)"
    " AND (second_at IS NULL OR closed_at IS NOT NULL)",
    "second_look_by_another": "second_by_id <> closed_by_id",
}
# The first who still leads the cohort, for the cases that stand already.
_LEAD = (
    "UPDATE risk_cases SET owner_id = (SELECT facilitators.account_id FROM facilitators"
    " JOIN enrollments ON enrollments.cohort_id = facilitators.cohort_id"
    " WHERE enrollments.id = risk_cases.enrollment_id AND facilitators.ended_at IS NULL"
    " ORDER BY facilitators.id LIMIT 1)"
)
# What no program of ours does, and no other may: lose an open case, or rewrite how one ended.
_REWRITTEN = " OR ".join(
    f"NEW.{name} IS DISTINCT FROM OLD.{name}"
    for name in ("closed_at", "closed_by_id", "enrollment_id")
)
_SQLITE = (
    "CREATE TRIGGER risk_cases_stay BEFORE DELETE ON risk_cases WHEN OLD.closed_at IS NULL"
    " BEGIN SELECT RAISE(ABORT, 'an open risk case stays'); END",
    "CREATE TRIGGER risk_cases_end_once BEFORE UPDATE ON risk_cases"
    f" WHEN OLD.closed_at IS NOT NULL AND ({_REWRITTEN})"
    " BEGIN SELECT RAISE(ABORT, 'how a risk case ended stays'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION risk_cases_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " RAISE integrity_constraint_violation USING MESSAGE = 'a risk case stays as it is'; END $$",
    "CREATE TRIGGER risk_cases_stay BEFORE DELETE ON risk_cases FOR EACH ROW"
    " WHEN (OLD.closed_at IS NULL) EXECUTE FUNCTION risk_cases_stay()",
    "CREATE TRIGGER risk_cases_end_once BEFORE UPDATE ON risk_cases FOR EACH ROW"
    f" WHEN (OLD.closed_at IS NOT NULL AND ({_REWRITTEN})) EXECUTE FUNCTION risk_cases_stay()",
)


def upgrade() -> None:
    """Change the schema to this revision."""
    _change_cases()
    op.execute(sa.text(_LEAD))
    _make_actions()
    _make_cover_periods()
    for statement in _SQLITE if _is_sqlite() else _POSTGRESQL:
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Take the schema back to the revision before."""
    for name in ("risk_cases_stay", "risk_cases_end_once"):
        of = "" if _is_sqlite() else " ON risk_cases"
        op.execute(sa.text(f"DROP TRIGGER {name}{of}"))
    if not _is_sqlite():
        op.execute(sa.text("DROP FUNCTION risk_cases_stay()"))
    op.drop_table("cover_periods")
    op.drop_table("risk_actions")
    # A wish for a call has no word there; it stays open under the nearest one.
    op.execute(sa.text("UPDATE risk_cases SET kind = 'felt-worse' WHERE kind = 'call-me'"))
    with op.batch_alter_table("risk_cases", **_COPIED) as batch:
        _allow(batch, "'item', 'felt-worse'")
        for name in (*_ACCOUNTS, "follows_id"):
            batch.drop_index(batch.f(f"ix_risk_cases_{name}"))
            batch.drop_constraint(batch.f(f"fk_risk_cases_{name}"), type_="foreignkey")
        for name in _CHECKS:
            batch.drop_constraint(batch.f(f"ck_risk_cases_{name}"), type_="check")
        for name in (
            *_ACCOUNTS,
            *("follows_id", "words", "phone", "wants_second_look"),
            *("second_at", "second_look", "second_words"),
        ):
            batch.drop_column(name)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _allow(batch: op.batch_alter_table, kinds: str) -> None:
    batch.drop_constraint(batch.f("ck_risk_cases_kind"), type_="check")
    batch.create_check_constraint(batch.f("ck_risk_cases_kind"), f"kind IN ({kinds})")


def _change_cases() -> None:
    with op.batch_alter_table("risk_cases", **_COPIED) as batch:
        for name in ("words", "phone", "second_words"):
            batch.add_column(sa.Column(name, sa.Text(), nullable=True))
        for name in (*_ACCOUNTS, "follows_id"):
            batch.add_column(sa.Column(name, sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("wants_second_look", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(sa.Column("second_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("second_look", sa.String(length=40), nullable=True))
    with op.batch_alter_table("risk_cases", **_COPIED) as batch:
        batch.alter_column("wants_second_look", existing_type=sa.Boolean(), server_default=None)
        _allow(batch, "'item', 'felt-worse', 'call-me'")
        for name, rule in _CHECKS.items():
            batch.create_check_constraint(batch.f(f"ck_risk_cases_{name}"), rule)
        for name in (*_ACCOUNTS, "follows_id"):
            target = "risk_cases" if name == "follows_id" else "accounts"
            batch.create_foreign_key(
                batch.f(f"fk_risk_cases_{name}"), target, [name], ["id"], ondelete="RESTRICT"
            )
            batch.create_index(batch.f(f"ix_risk_cases_{name}"), [name])


def _make_actions() -> None:
    op.create_table(
        "risk_actions",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        *_keys("risk_actions", case_id="risk_cases", account_id="accounts"),
        sqlite_strict=True,
    )
    _index("risk_actions", "case_id", "account_id")


def _make_cover_periods() -> None:
    op.create_table(
        "cover_periods",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("cover_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "last_on >= first_on", name=op.f("ck_cover_periods_ends_after_it_begins")
        ),
        sa.CheckConstraint(
            "cover_id <> account_id", name=op.f("ck_cover_periods_covered_by_another")
        ),
        *_keys("cover_periods", account_id="accounts", cover_id="accounts"),
        sqlite_strict=True,
    )
    _index("cover_periods", "account_id", "cover_id")


def _keys(table: str, **targets: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT"
            )
            for column, target in targets.items()
        ),
    ]


def _index(table: str, *columns: str) -> None:
    with op.batch_alter_table(table) as batch:
        for column in columns:
            batch.create_index(batch.f(f"ix_{table}_{column}"), [column])
