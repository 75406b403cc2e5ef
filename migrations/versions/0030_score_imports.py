"""Files of scores that were read in, so that each can be taken back and its people stay apart.

Revision: 0030, after 0029
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_COPIED = {"table_kwargs": {"sqlite_strict": True}, "reflect_kwargs": {"resolve_fks": False}}
_COLUMN = "score_import_id"
_TABLES = ("administrations", "clients")
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"

_OLD = """
    SELECT e.cohort_id, c.name, c.public_id, min(s.computed_at) AS at,
           count(DISTINCT a.enrollment_id) AS people, count(*) AS scores
    FROM scores s
    JOIN administrations a ON a.id = s.administration_id
    JOIN enrollments e ON e.id = a.enrollment_id
    JOIN cohorts c ON c.id = e.cohort_id
    WHERE s.rule = 'imported'
    GROUP BY e.cohort_id, c.name, c.public_id
    ORDER BY e.cohort_id
"""
_MARKED = (
    """
    UPDATE administrations SET score_import_id = :file
    WHERE enrollment_id IN (SELECT id FROM enrollments WHERE cohort_id = :cohort)
      AND id IN (SELECT administration_id FROM scores WHERE rule = 'imported')
    """,
    """
    UPDATE clients SET score_import_id = :file
    WHERE account_id IS NULL AND email IS NULL AND code LIKE :prefix
      AND id IN (SELECT client_id FROM enrollments WHERE cohort_id = :cohort)
    """,
)


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        "score_imports",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("cohort_name", sa.String(length=120), nullable=False),
        sa.Column("made_cohort", sa.Boolean(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("scores", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"],
            ["cohorts.id"],
            name=op.f("fk_score_imports_cohort_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_imports")),
        sa.UniqueConstraint("public_id", name=op.f("uq_score_imports_public_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_score_imports_cohort_id"), "score_imports", ["cohort_id"])
    for table in _TABLES:
        with op.batch_alter_table(table, **_COPIED) as batch:
            batch.add_column(sa.Column(_COLUMN, sa.Integer(), nullable=True))
            batch.create_foreign_key(
                batch.f(f"fk_{table}_{_COLUMN}"),
                "score_imports",
                [_COLUMN],
                ["id"],
                ondelete="RESTRICT",
            )
        op.create_index(op.f(f"ix_{table}_{_COLUMN}"), table, [_COLUMN])
    _mark_what_stands()


def downgrade() -> None:
    """Take the schema back to the revision before."""
    for table in reversed(_TABLES):
        op.drop_index(op.f(f"ix_{table}_{_COLUMN}"), table)
        with op.batch_alter_table(table, **_COPIED) as batch:
            batch.drop_constraint(batch.f(f"fk_{table}_{_COLUMN}"), type_="foreignkey")
            batch.drop_column(_COLUMN)
    op.drop_index(op.f("ix_score_imports_cohort_id"), "score_imports")
    op.drop_table("score_imports")


def _mark_what_stands() -> None:
    """Make one import of what was read into a cohort before: its files are not told apart."""
    connection = op.get_bind()
    for cohort in connection.execute(sa.text(_OLD)).all():
        connection.execute(
            sa.text(
                "INSERT INTO score_imports (public_id, cohort_id, cohort_name, made_cohort,"
                " file_name, imported_at, people, scores) VALUES (:id, :cohort, :name, :made, '',"
                " :at, :people, :scores)"
            ),
            {
                "id": "".join(secrets.choice(_LETTERS) for _ in range(20)),
                "cohort": cohort.cohort_id,
                "name": cohort.name,
                "made": False,
                "at": cohort.at,
                "people": cohort.people,
                "scores": cohort.scores,
            },
        )
        file = connection.execute(
            sa.text("SELECT max(id) FROM score_imports WHERE cohort_id = :cohort"),
            {"cohort": cohort.cohort_id},
        ).scalar_one()
        for marked in _MARKED:
            connection.execute(
                sa.text(marked),
                {"file": file, "cohort": cohort.cohort_id, "prefix": f"{cohort.public_id[:6]}-%"},
            )
