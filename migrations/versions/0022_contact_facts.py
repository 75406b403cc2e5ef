"""Whom to call for somebody, what she needs to take part, and which language she reads best.

Revision: 0022, after 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema to this revision."""
    # Not in a batch: SQLite would rebuild the whole table for columns that may be empty.
    for name, kind in _columns():
        op.add_column("clients", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    """Take the schema back to the revision before."""
    for name, _ in reversed(_columns()):
        op.drop_column("clients", name)


def _columns() -> list[tuple[str, sa.types.TypeEngine]]:
    instant = sa.DateTime(timezone=True)
    return [
        ("language", sa.String(40)),
        ("emergency_asked_at", instant),
        ("emergency_name", sa.Text()),
        ("emergency_relation", sa.Text()),
        ("emergency_phone", sa.Text()),
        ("access_asked_at", instant),
        ("access_needs", sa.Text()),
        ("facts_changed_at", instant),
    ]
