"""A furnished clinic, for migrations to carry."""

import pytest
from sqlalchemy import Engine

from clinic.db import Db
from tests.access.conftest import database_url, scene
from tests.databases import engine_of
from tests.scenes import Scene

__all__ = ["database_url", "scene"]


@pytest.fixture
def engine(db: Db, scene: Scene) -> Engine:
    """A database at the newest revision with at least one row in every table."""
    assert scene.rows
    db.close()
    return engine_of(db)
