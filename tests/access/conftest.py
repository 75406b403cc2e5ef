"""A furnished clinic at one instant, with everybody of the cast at a browser."""

from collections.abc import Iterator, Sequence

import pytest
from flask import Flask

from clinic.db import Db
from clinic.printing.pool import Leaf, PrintPool
from tests.conftest import Clock, Sessions
from tests.databases import Stock
from tests.furniture import AT
from tests.scenes import Scene, World, furnished


@pytest.fixture(scope="session")
def scene(databases: Stock, sessions: Sessions) -> Scene:
    """The clinic that the tests of this folder copy."""
    url = databases.copy()
    with sessions(url) as (db, cast):
        return furnished(url, db, cast)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, databases: Stock) -> Iterator[str]:
    """A copy of the furnished clinic for whoever asks for the scene, and else of the plain one."""
    is_furnished = "scene" in request.fixturenames
    url = databases.copy(request.getfixturevalue("scene").url if is_furnished else None)
    yield url
    databases.discard(url)


@pytest.fixture
def unprinted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give what would be printed in the place of each PDF: whom it names is settled before ink."""

    def words(_pool: PrintPool, leaves: Sequence[Leaf], title: str | None = None) -> bytes:
        return "\n".join((title or "", *(leaf.html for leaf in leaves))).encode()

    monkeypatch.setattr(PrintPool, "pdf", words)


@pytest.fixture
def world(app: Flask, db: Db, clock: Clock, scene: Scene) -> World:
    clock.at = AT
    return scene.enter(app, db)
