"""A second set of migrations: the real ones, and one more step written by a test."""

import shutil
from pathlib import Path

from alembic.script import ScriptDirectory

from tests.cast import ROOT

_STEP = '''"""One more step."""

import sqlalchemy as sa
from alembic import op

revision = "extra"
down_revision = {before!r}
branch_labels = None
depends_on = None


def upgrade() -> None:
    {up}


def downgrade() -> None:
    {down}
'''


def head() -> str:
    """Give the newest revision of the real migrations."""
    script = ScriptDirectory(str(ROOT / "migrations"))
    found = script.get_current_head()
    assert found
    return found


def with_step(folder: Path, up: str, down: str = "pass") -> Path:
    """Copy the migrations and add a step, its two bodies given as source."""
    copied = folder / "migrations"
    shutil.copytree(ROOT / "migrations", copied, ignore=shutil.ignore_patterns("__pycache__"))
    step = _STEP.format(before=head(), up=_body(up), down=_body(down))
    (copied / "versions" / "extra.py").write_text(step, encoding="utf-8")
    return copied


def _body(source: str) -> str:
    return "\n    ".join(source.strip().splitlines())


MIGRATIONS = ROOT / "migrations"


def revisions() -> list[str]:
    """Name every revision, the newest first."""
    script = ScriptDirectory(str(MIGRATIONS))
    return [step.revision for step in script.walk_revisions()]
