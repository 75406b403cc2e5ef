"""R6: an upgrade that is killed in the middle has done all or nothing, and the next one ends it;
of two that start at once over an older clinic both end well."""

import random
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, MetaData, text

from clinic.db import open_engine
from clinic.domain.clinic.keys import KeyRing
from clinic.models.schema import downgrade
from clinic.settings import Settings
from tests.databases import Stock
from tests.migrations.extra import MIGRATIONS, revisions
from tests.nurseries import nursery
from tests.snapshots import Rows, rows_of

STEPS = 12
NEWEST, OLDER = revisions()[0], revisions()[STEPS]


@dataclass(frozen=True)
class OlderClinic:
    """A furnished clinic some steps behind, of which copies are upgraded and killed."""

    databases: Stock
    url: str
    keys: KeyRing
    rows: Rows

    @contextmanager
    def copied(self) -> Iterator[str]:
        url = self.databases.copy(self.url)
        yield url
        self.databases.discard(url)

    def at(self, url: str) -> tuple[str, Rows]:
        """Give the revision of a copy and all its rows, read by nobody who was there before."""
        engine = open_engine(url, self.keys)
        try:
            with engine.connect() as line:
                revision = line.scalar(text("SELECT version_num FROM alembic_version"))
            return str(revision), everything(engine)
        finally:
            engine.dispose()

    def check(self, url: str) -> str:
        """Hold a copy against what stood: nothing was done to it, or all of it."""
        revision, rows = self.at(url)
        if revision == OLDER:
            assert rows == self.rows
        else:
            assert revision == NEWEST
            kept = self.rows.keys() & rows.keys() - {"alembic_version"}
            assert [name for name in kept if len(rows[name]) < len(self.rows[name])] == []
        return revision


def everything(engine: Engine) -> Rows:
    metadata = MetaData()
    metadata.reflect(engine)
    return rows_of(engine, metadata=metadata)


@pytest.fixture
def older(engine: Engine, databases: Stock, database_url: str, keys: KeyRing) -> OlderClinic:
    downgrade(engine, MIGRATIONS, OLDER)
    rows = everything(engine)
    engine.dispose()
    return OlderClinic(databases, database_url, keys, rows)


def time_of_one(older: OlderClinic, settings: Settings) -> float:
    """Give the seconds that an upgrade takes here and now, when nobody kills it."""
    with older.copied() as url, nursery("upgrade", settings, url, {}) as upgrade:
        upgrade.start()
        begun = time.monotonic()
        assert upgrade.reap() == 0
        return time.monotonic() - begun


@pytest.mark.parametrize("kills", [4, pytest.param(50, marks=pytest.mark.release)])
def test_an_upgrade_that_is_killed_has_done_all_or_nothing(
    older: OlderClinic, settings: Settings, kills: int
) -> None:
    chance = random.Random(kills)  # noqa: S311 - moments to kill at, and no secret
    found = [OLDER]
    longest = time_of_one(older, settings)
    with ExitStack() as stack:
        for turn in range(kills):
            if found[-1] != OLDER or len(found) == 1:
                stack.close()
                url = stack.enter_context(older.copied())
                upgrades = stack.enter_context(nursery("upgrade", settings, url, {}))
            upgrades.start()
            # A moment of each stretch in turn, so that the early ones are hit however fast it goes.
            time.sleep((turn + chance.random()) / kills * longest)
            upgrades.kill()
            upgrades.reap()
            found.append(older.check(url))
        upgrades.start()
        assert upgrades.reap() == 0, "the next one ends it"
        assert older.check(url) == NEWEST
    told = found[1:]
    assert OLDER in told, "some kill comes before the end"
    print(f"{kills} kills, {told.count(OLDER)} left all as it was, 0 left a half")  # noqa: T201


def test_of_two_upgrades_at_once_both_end_well(older: OlderClinic, settings: Settings) -> None:
    with (
        older.copied() as url,
        nursery("upgrade", settings, url, {}) as first,
        nursery("upgrade", settings, url, {}) as second,
    ):
        first.start()
        second.start()
        assert [first.reap(), second.reap()] == [0, 0]
        assert older.check(url) == NEWEST
