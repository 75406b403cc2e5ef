"""A clinic with the cast in it, its backup key, and one backup of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pyrage import x25519
from sqlalchemy import Engine

from clinic.backups.making import Made, make
from clinic.db import open_engine
from clinic.domain.clinic.keys import KeyRing
from clinic.key_files import write_keys
from clinic.settings import Settings
from tests.backups.files import writing_on
from tests.backups.followed import Followed
from tests.cast import NOW

EngineOf = Callable[[str], Engine]
Opener = Callable[[Settings], Engine]


@dataclass(frozen=True)
class Kept:
    """A backup, the key that opens it, and the settings of a machine that has neither."""

    made: Made
    identity: x25519.Identity
    elsewhere: Settings


@pytest.fixture
def engine_of(keys: KeyRing) -> Iterator[EngineOf]:
    """Open engines by their address, and close the lines of all of them at the end."""
    opened: list[Engine] = []

    def open_one(url: str) -> Engine:
        opened.append(open_engine(url, keys))
        return opened[-1]

    yield open_one
    for engine in opened:
        engine.dispose()


@pytest.fixture
def engine(database_url: str, engine_of: EngineOf) -> Engine:
    return engine_of(database_url)


@pytest.fixture
def elsewhere(settings: Settings, tmp_path: Path) -> Settings:
    """Settings of another machine on which there is nothing yet."""
    data = tmp_path / "elsewhere"
    return replace(
        settings,
        data=data,
        database_url=f"sqlite:///{data / 'clinic.db'}",
        key_file=tmp_path / "elsewhere-keys.json",
    )


@pytest.fixture
def kept(
    engine: Engine, keys: KeyRing, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> Kept:
    identity = x25519.Identity.generate()
    recipients = [identity.to_public()]
    made = make(engine, keys, settings, recipients, tmp_path / "backups", NOW)
    return Kept(made, identity, elsewhere)


@pytest.fixture
def database_of(engine_of: EngineOf) -> Opener:
    return lambda settings: engine_of(settings.database_url)


@pytest.fixture
def scene(settings: Settings, keys: KeyRing, tmp_path: Path) -> Iterator[Followed]:
    data = tmp_path / "here"
    data.mkdir(mode=0o700)
    place = replace(
        settings,
        data=data,
        database_url=f"sqlite:///{data / 'clinic.db'}",
        key_file=tmp_path / "here-keys.json",
    )
    write_keys(place.key_file, keys)
    engine = open_engine(place.database_url, keys)
    writing = writing_on(engine, seed=4)
    writing.write(20)
    made = Followed(place, keys, x25519.Identity.generate(), tmp_path / "kept", writing)
    yield made
    writing.line.close()
    for one in (engine, *made.engines):
        one.dispose()
