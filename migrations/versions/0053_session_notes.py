"""Notes on sessions, what is added to them, and what holds a signed one as it was.

Revision: 0053, after 0052
"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_FORMATS = "'free', 'soap', 'dap', 'birp', 'girp'"
_KEPT = (
    "group_session_id",
    "enrollment_id",
    "form",
    "begun_by_id",
    "begun_at",
    "signed_at",
    "signed_by_id",
    "digest",
    "was_there",
)
"""What never changes once a note is signed; `erased_at` may be written once, before it goes."""
_ADDED = ("note_id", "kind", "signed_at", "signed_by_id", "digest")
_TOLD = {
    "stay": "a signed note stays as it was signed",
    "remain": "a signed note is not deleted",
}


def upgrade() -> None:
    """Change the schema to this revision."""
    _make_notes()
    _make_additions()
    _make_process_notes()
    for statement in _triggers(op.get_bind().dialect.name):
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Take the schema back to the revision before."""
    for table in ("process_notes", "overruled_names", "note_additions", "session_notes"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for name in ("session_notes", "note_additions"):
            op.execute(sa.text(f"DROP FUNCTION {name}_stay()"))
        op.execute(sa.text("DROP FUNCTION session_notes_remain()"))


def _make_notes() -> None:
    op.create_table(
        "session_notes",
        *_identity("session_notes"),
        sa.Column("group_session_id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=True),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("begun_by_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(64), nullable=True),
        sa.Column("was_there", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (digest IS NULL)"
            " AND (signed_at IS NULL) = (signed_by_id IS NULL)",
            name=op.f("ck_session_notes_signed_as_a_whole"),
        ),
        sa.CheckConstraint(f"form IN ({_FORMATS})", name=op.f("ck_session_notes_form")),
        sa.UniqueConstraint(
            "group_session_id",
            "enrollment_id",
            name=op.f("uq_session_notes_group_session_id_enrollment_id"),
        ),
        *_pointers(
            "session_notes",
            group_session_id="group_sessions",
            enrollment_id="enrollments",
            begun_by_id="accounts",
            signed_by_id="accounts",
        ),
        sqlite_strict=True,
    )
    for name in ("enrollment_id", "begun_by_id"):
        op.create_index(op.f(f"ix_session_notes_{name}"), "session_notes", [name])
    of_the_group = sa.text("enrollment_id IS NULL")
    op.create_index(
        "uq_session_notes_of_the_group",
        "session_notes",
        ["group_session_id"],
        unique=True,
        sqlite_where=of_the_group,
        postgresql_where=of_the_group,
    )


def _make_additions() -> None:
    op.create_table(
        "note_additions",
        *_identity("note_additions"),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.CheckConstraint(
            "kind IN ('addendum', 'amendment')", name=op.f("ck_note_additions_kind")
        ),
        *_pointers("note_additions", note_id="session_notes", signed_by_id="accounts"),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_note_additions_note_id"), "note_additions", ["note_id"])
    op.create_table(
        "overruled_names",
        *_identity("overruled_names"),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("sign", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("overruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("overruled_by_id", sa.Integer(), nullable=False),
        *_pointers("overruled_names", note_id="session_notes", overruled_by_id="accounts"),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_overruled_names_note_id"), "overruled_names", ["note_id"])


def _make_process_notes() -> None:
    op.create_table(
        "process_notes",
        *_identity("process_notes"),
        sa.Column("group_session_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint(
            "group_session_id",
            "account_id",
            name=op.f("uq_process_notes_group_session_id_account_id"),
        ),
        *_pointers("process_notes", group_session_id="group_sessions", account_id="accounts"),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_process_notes_account_id"), "process_notes", ["account_id"])


def _identity(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id")),
    )


def _pointers(table: str, **targets: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint(
            [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT"
        )
        for column, target in targets.items()
    )


def _triggers(dialect: str) -> tuple[str, ...]:
    sealed = {"session_notes": ("words", "remark"), "note_additions": ("words", "reason")}
    note = f"OLD.signed_at IS NOT NULL AND ({_rewritten(_KEPT, sealed['session_notes'], dialect)})"
    added = _rewritten(_ADDED, sealed["note_additions"], dialect)
    return (
        *_trigger("session_notes_stay", "UPDATE ON session_notes", note, "stay", dialect),
        *_trigger(
            "session_notes_remain",
            "DELETE ON session_notes",
            "OLD.signed_at IS NOT NULL AND OLD.erased_at IS NULL",
            "remain",
            dialect,
        ),
        *_trigger("note_additions_stay", "UPDATE ON note_additions", added, "stay", dialect),
    )


def _rewritten(kept: tuple[str, ...], sealed: tuple[str, ...], dialect: str) -> str:
    """Say that something changed; a text may be sealed again, under another key, and no other way.

    A key's id stands before the colon. What a new seal holds is proved by the digest.
    """
    key = (
        "split_part({0}, ':', 1)"
        if dialect == "postgresql"
        else "substr({0}, 1, instr({0}, ':') - 1)"
    )
    changed = [f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in kept]
    for name in sealed:
        of_one_key = f"{key.format(f'NEW.{name}')} IS NOT DISTINCT FROM {key.format(f'OLD.{name}')}"
        changed.append(
            f"(NEW.{name} IS DISTINCT FROM OLD.{name} AND ({of_one_key} OR NEW.{name} IS NULL"
            f" OR OLD.{name} IS NULL))"
        )
    return " OR ".join(changed)


def _trigger(name: str, when: str, condition: str, told: str, dialect: str) -> tuple[str, ...]:
    if dialect == "sqlite":
        return (
            f"CREATE TRIGGER {name} BEFORE {when} WHEN {condition}"
            f" BEGIN SELECT RAISE(ABORT, '{_TOLD[told]}'); END",
        )
    row = "OLD" if when.startswith("DELETE") else "NEW"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {condition} THEN RAISE EXCEPTION '{_TOLD[told]}'; END IF; RETURN {row}; END $$",
        f"CREATE TRIGGER {name} BEFORE {when} FOR EACH ROW EXECUTE FUNCTION {name}()",
    )
