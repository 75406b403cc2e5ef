"""Writers who stand in the line of an SQLite file, each in a thread of its own."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import sessionmaker

from clinic.db import Db, at_leisure, operation
from clinic.domain.access import Actor
from clinic.models.settings import Setting
from tests.cast import NOW

SYSTEM = Actor(None, NOW)


@operation
def keep(db: Db, actor: Actor, name: str) -> Setting:
    row = Setting(name=name, value="x", changed_at=actor.at)
    db.add(row)
    return row


@at_leisure
def keep_at_leisure(db: Db, actor: Actor, name: str) -> None:
    db.add(Setting(name=name, value="x", changed_at=actor.at))


def names(factory: sessionmaker[Db]) -> list[str]:
    """What was kept, in the order in which it was."""
    with factory() as db:
        return [
            name for name in db.scalars(select(Setting.name).order_by(Setting.id)) if "-" in name
        ]


def started(work: Callable[[], object]) -> threading.Thread:
    """Do something in another thread, once it stands in line or is done."""
    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.05)
    return thread


@contextmanager
def patience(engine: Engine, milliseconds: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setattr("clinic.sqlite.PATIENCE_MS", milliseconds)
        engine.dispose()
        yield
    engine.dispose()


def keeps(factory: sessionmaker[Db], name: str) -> Callable[[], None]:
    def work() -> None:
        with factory() as db:
            keep(db, SYSTEM, name)

    return work
