"""A clinic whose keys are changed, somebody who works in it meanwhile, and what is sealed in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import select

from clinic.db import Db, open_engine, session_factory
from clinic.domain.access import Actor
from clinic.domain.clinic.keys import KeyRing
from clinic.key_files import KeyFile, load_keys
from clinic.models.audit import AuditEntry, AuditJournal
from clinic.models.sealed import read_sealed, sealed_columns
from clinic.operations.people.chart_notes import write_chart_note
from clinic.settings import Settings, read_settings
from tests.cast import NOW, load
from tests.cli.conftest import Answer, Console

Texts = dict[tuple[str, str, int], str]


@dataclass
class KeyChanging:
    """The console of such a clinic."""

    console: Console

    @property
    def settings(self) -> Settings:
        return read_settings()

    @property
    def ring(self) -> KeyRing:
        return load_keys(self.settings)

    def rotate(self) -> Answer:
        return self.console("keys", "rotate")

    @contextmanager
    def at_work(self, ring: KeyRing | None = None) -> Iterator[Db]:
        """Work in it as a process that follows the key file, or with a ring that stays."""
        keys = ring or KeyFile(self.settings)
        engine = open_engine(self.settings.database_url, keys)
        try:
            with session_factory(engine, keys, AuditJournal())() as db:
                yield db
        finally:
            engine.dispose()

    def texts(self) -> Texts:
        with self.at_work() as db:
            return texts_in(db)

    def seals(self) -> set[str]:
        """Give the ids of the keys under which the texts are."""
        with self.at_work() as db:
            found = [db.scalars(select(getattr(kind, name))) for kind, name in sealed_columns()]
            return {text.partition(":")[0] for texts in found for text in texts if text}

    def deeds(self) -> list[str]:
        with self.at_work() as db:
            told = AuditEntry.deed.like("keys.%")
            return list(db.scalars(select(AuditEntry.deed).where(told).order_by(AuditEntry.id)))


def texts_in(db: Db) -> Texts:
    """Read every sealed text there is."""
    db.expire_all()
    return {
        (kind.__tablename__, name, row.id): text
        for kind, name in sealed_columns()
        for row in db.scalars(select(kind))
        if (text := read_sealed(db.keys, row, name)) is not None
    }


def note(db: Db, words: str) -> None:
    """Write something that is sealed, as a person does."""
    cast = load(db)
    theresa = Actor(cast.accounts["theresa"].id, NOW)
    write_chart_note(db, theresa, cast.enrollments["mia"], NOW.date(), words, NOW.date())


def without_the_last(ring: KeyRing) -> KeyRing:
    """Give a ring as it was before its last change, with the key of the database as it is."""
    names = [name for name in ring.keys if name != ring.current]
    return replace(ring, current=names[-1], keys={name: ring.keys[name] for name in names})


def other_ring() -> KeyRing:
    return KeyRing.fresh(os.urandom)
