"""Which reports were printed, and which scores they told of.

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ISSUES = {"enrollment_id": "enrollments", "cohort_id": "cohorts", "printed_by_id": "accounts"}
_SCORES = {"report_id": "report_issues", "administration_id": "administrations"}


def upgrade() -> None:
    """Change the schema to this revision."""
    op.create_table(
        "report_issues",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("public_id", sa.String(length=20), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *("client", "referrer", "cohort"),
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("enrollment_id", sa.Integer(), nullable=True),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("printed_by_id", sa.Integer(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("for_whom", sa.Text(), nullable=True),
        sa.Column("parts", sa.String(length=200), nullable=False),
        sa.Column("pdf_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "(enrollment_id IS NULL) <> (cohort_id IS NULL)",
            name=op.f("ck_report_issues_of_a_person_or_a_cohort"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_issues")),
        sa.UniqueConstraint("public_id", name=op.f("uq_report_issues_public_id")),
        *_pointers("report_issues", _ISSUES),
        sqlite_strict=True,
    )
    op.create_table(
        "report_scores",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("administration_id", sa.Integer(), nullable=False),
        sa.Column("scale", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_scores")),
        sa.UniqueConstraint(
            *("report_id", "administration_id", "scale"),
            name=op.f("uq_report_scores_report_id_administration_id_scale"),
        ),
        *_pointers("report_scores", _SCORES),
        sqlite_strict=True,
    )
    for table, columns in (("report_issues", [*_ISSUES]), ("report_scores", ["administration_id"])):
        with op.batch_alter_table(table) as batch:
            for column in columns:
                batch.create_index(batch.f(f"ix_{table}_{column}"), [column])


def downgrade() -> None:
    """Take the schema back to the revision before."""
    op.drop_table("report_scores")
    op.drop_table("report_issues")


def _pointers(table: str, targets: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="RESTRICT"
        )
        for column, target in targets.items()
    ]
