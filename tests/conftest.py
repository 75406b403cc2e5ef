"""What every test may ask for: a database with the cast in it, the application, a person."""

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from clinic.app import create_app
from clinic.db import Db, open_engine, session_factory
from clinic.domain.access import Actor
from clinic.domain.clinic.keys import KeyRing
from clinic.key_files import load_keys
from clinic.models.audit import AuditJournal
from clinic.models.schema import upgrade
from clinic.operations.clinic.login_sessions import start_login_session
from clinic.operations.clinic.trail import seal_trail
from clinic.settings import Settings
from clinic.web.waiting_reads import WaitingReads
from clinic.zone_database import use_newest_zones
from tests.cast import NOW, ROOT, Cast, build, load
from tests.client import Person
from tests.databases import MovableEngine, Stock, movable_engine, stock
from tests.slowest import SLOWEST

# Before any test is read: clocks that stand in modules are of the same database as all others.
use_newest_zones()
# How long one example takes on the wall says how busy the machine is; speed has its own benches.
hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files: one that comes last leaves a process alone with it."""
    for item in items:
        if item.get_closest_marker("browser") and not item.nodeid.startswith("tests/journeys/"):
            raise pytest.UsageError(f"{item.nodeid}: `make test` looks for it in tests/journeys.")
    places = {name: at for at, name in enumerate(SLOWEST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(places)))
    # To look for garbage among all that was imported takes a tenth of the processor's time.
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


Sessions = Callable[[str], AbstractContextManager[tuple[Db, Cast]]]


class Clock:
    """A clock that stands still until a test turns it."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("clinic")
    return Settings(
        data=folder / "data",
        database_url="sqlite:///",
        key_file=folder / "keys.json",
        base_url="http://localhost",
        strict=True,
        has_csrf=False,
    )


@pytest.fixture(scope="session")
def keys(settings: Settings) -> KeyRing:
    return load_keys(settings)


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, keys: KeyRing, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stock]:
    """The stock of databases, its template migrated and filled with the cast."""
    folder = tmp_path_factory.mktemp("databases")
    with stock(request.config.getoption("--database"), folder) as made:
        engine = open_engine(made.template_url, keys)
        upgrade(engine, ROOT / "migrations")
        with session_factory(engine, keys, AuditJournal())() as session:
            seal_trail(session, Actor(None, NOW))
            build(session)
        engine.dispose()
        yield made


@pytest.fixture
def database_url(databases: Stock) -> Iterator[str]:
    url = databases.copy()
    yield url
    databases.discard(url)


@pytest.fixture(scope="session")
def translated(request: pytest.FixtureRequest) -> FileSystemBytecodeCache | None:
    """Keep the templates translated: it takes seconds, for each application of each process."""
    cache = getattr(request.config, "cache", None)
    return FileSystemBytecodeCache(str(cache.mkdir("templates"))) if cache else None


@pytest.fixture(scope="session")
def _app(settings: Settings, databases: Stock, translated: FileSystemBytecodeCache | None) -> Flask:
    app = create_app(replace(settings, database_url=databases.template_url))
    app.testing = True
    app.jinja_env.bytecode_cache = translated
    return app


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def _engine(databases: Stock, keys: KeyRing) -> MovableEngine:
    return movable_engine(databases.template_url, keys)


@pytest.fixture(scope="session")
def sessions(_engine: MovableEngine, keys: KeyRing) -> Sessions:
    """Open any copy, with the cast in it, to prepare it for tests that copy it again."""

    @contextmanager
    def open_copy(url: str) -> Iterator[tuple[Db, Cast]]:
        engine = _engine.move(url)
        with session_factory(engine, keys, AuditJournal())() as db:
            yield db, load(db)
            db.commit()
        engine.dispose()

    return open_copy


@pytest.fixture
def app(
    _app: Flask, _engine: MovableEngine, database_url: str, keys: KeyRing, clock: Clock
) -> Iterator[Flask]:
    """The application on this test's own database, at the time of the test's clock."""
    engine = _engine.move(database_url)
    held = _app.extensions["hearth"]
    factory = session_factory(engine, keys, AuditJournal())
    _app.extensions["hearth"] = replace(
        held, databases=factory, clock=clock, page_reads=WaitingReads()
    )
    yield _app
    _app.extensions["hearth"] = held
    engine.dispose()


@pytest.fixture
def db(app: Flask) -> Iterator[Db]:
    """A database session beside those of the requests; `db.commit()` sees what they wrote."""
    with app.extensions["hearth"].databases() as session:
        yield session


@pytest.fixture
def cast(db: Db) -> Cast:
    return load(db)


@pytest.fixture
def as_(app: Flask, db: Db, cast: Cast, clock: Clock) -> Callable[[str], Person]:
    """Give a person of the cast at a browser, signed in; "nobody" is not."""

    def enter(name: str) -> Person:
        person = Person(app)
        if name == "nobody":
            return person
        account = cast.accounts[name]
        doer = Actor(account.id, clock(), account.role)
        started = start_login_session(db, doer, account, "a test")
        with person.browser.session_transaction() as cookie:
            cookie["_user_id"] = started.token
            cookie["_fresh"] = True
        return person

    return enter


@pytest.fixture
def shared_data() -> Path:
    """The folder with real data, where it lies beside the project."""
    return ROOT.parent / "shared" / "data"
