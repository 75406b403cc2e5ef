"""`clinic keys rotate`: other keys for everything, while everybody works, however often stopped."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select, update

from clinic.cli import key_changes
from clinic.cli.starting import changing_keys
from clinic.db import Db, operation
from clinic.domain.access import Actor
from clinic.key_files import exchange_keys, load_keys, write_keys
from clinic.lookups.clinic.trail import broken_links
from clinic.models.readings import ChartNote
from clinic.models.sealed import read_sealed, sealed_columns, write_sealed
from clinic.settings import Settings
from tests.access.conftest import database_url, scene
from tests.cast import NOW
from tests.cli.conftest import Console, is_one_sentence
from tests.cli.key_changing import KeyChanging, note, texts_in, without_the_last
from tests.databases import engine_of
from tests.scenes import Scene
from tests.snapshots import rows_of

__all__ = ["database_url", "scene"]

BEGUN, DONE = "keys.begin_new_keys", "keys.finish_new_keys"
STOPS = (
    ("exchange_keys", 0, True),
    ("exchange_keys", 1, False),
    ("begin_new_keys", 1, False),
    ("change_key", 0, True),
    ("change_key", 1, False),
    ("reseal_batch", 2, False),
    ("reseal_batch", 30, True),
    ("finish_new_keys", 0, True),
    ("finish_new_keys", 1, False),
)
"""A step, which of its calls is the last, and whether it is stopped before it or after it."""


class Stopped(BaseException):
    """The process ends here."""


@pytest.fixture
def changing(clinic: Console, settings: Settings) -> KeyChanging:
    """The cast's clinic with a key file of its own."""
    own = clinic.folder / "own-keys.json"
    write_keys(own, load_keys(settings))
    clinic.set("CLINIC_KEY_FILE", own)
    return KeyChanging(clinic)


def stop_at(monkeypatch: pytest.MonkeyPatch, step: str, calls: int, *, before: bool) -> None:
    done: Callable[..., Any] = getattr(key_changes, step)
    made = 0

    def stopping(*args: Any, **named: Any) -> Any:
        nonlocal made
        made += 1
        if before and made > calls:
            raise Stopped
        found = done(*args, **named)
        if made >= calls and not before:
            raise Stopped
        return found

    monkeypatch.setattr(key_changes, step, stopping)


@operation
def fill(db: Db, _actor: Actor) -> None:
    """Let every sealed column hold a text at least."""
    for kind, name in sealed_columns():
        row = db.scalars(select(kind).order_by(kind.id).limit(1)).first()
        if row is not None and read_sealed(db.keys, row, name) is None:
            write_sealed(db.keys, row, name, f"{kind.__name__} {name}")


def test_all_is_as_it_was_under_other_keys(scene: Scene, changing: KeyChanging) -> None:
    with changing.at_work() as db:
        fill(db, Actor(None, NOW))
    before, ring = changing.texts(), changing.ring
    ours = {"audit_entries", "audit_heads", "submissions"}
    sealed = {f"{kind.__tablename__}.{name}" for kind, name in sealed_columns()}
    with changing.at_work() as db:
        rows = rows_of(engine_of(db), without=ours | sealed)
    used = {name for name in sealed if rows[name.partition(".")[0]]}
    assert {f"{table}.{name}" for table, name, _ in before} == used

    answer = changing.rotate()

    assert (answer.status, answer.err) == (0, "")
    assert f"{len(before):,} texts resealed" in answer.out
    assert changing.texts() == before
    assert changing.seals() == {"k2"}
    assert (changing.ring.current, changing.ring.coming) == ("k2", None)
    assert changing.ring.follows(ring)
    assert changing.ring.database != ring.database
    assert changing.deeds() == [BEGUN, DONE]
    with changing.at_work() as db:
        assert rows_of(engine_of(db), without=ours | sealed) == rows, "no version counts on"
        assert broken_links(db) == []


def test_wherever_it_is_stopped_it_goes_on_beside_people_who_work(
    scene: Scene, changing: KeyChanging
) -> None:
    written = []
    with changing.at_work() as db:
        before = texts_in(db)
        for step, calls, is_before in STOPS:
            with pytest.MonkeyPatch.context() as patched:
                stop_at(patched, step, calls, before=is_before)
                if step == "change_key" and engine_of(db).dialect.name != "sqlite":
                    continue
                with pytest.raises(Stopped):
                    changing.rotate()
            written.append(f"after {step} {calls}")
            note(db, written[-1])
            found = texts_in(db)
            assert before.items() <= found.items()
            assert sorted(found[key] for key in found.keys() - before.keys()) == sorted(written)
        answer = changing.rotate()
        assert (answer.status, answer.err) == (0, "")
        assert "A change that was begun earlier went on." in answer.out
        assert len(texts_in(db)) == len(before) + len(written)
        assert broken_links(db) == []
    assert changing.seals() == {"k2"}
    assert changing.deeds() == [BEGUN, DONE]


def test_a_second_change_at_once_is_refused(changing: KeyChanging) -> None:
    with changing_keys(changing.settings):
        answer = changing.rotate()
    assert is_one_sentence(answer)
    assert "are being changed" in answer.err
    assert changing.ring.current == "k1"


@pytest.mark.parametrize("lacks", ["both new keys", "the new key of texts"])
def test_a_key_file_from_before_is_refused_with_a_sentence(
    changing: KeyChanging, lacks: str
) -> None:
    older = changing.ring
    changing.rotate()
    now = changing.ring
    exchange_keys(
        changing.settings.key_file, older if lacks == "both new keys" else without_the_last(now)
    )

    answer = changing.console("audit", "verify")

    assert is_one_sentence(answer)
    assert "last change" in answer.err
    exchange_keys(changing.settings.key_file, now)
    assert changing.console("audit", "verify").status == 0


@operation
def spoil(db: Db, _actor: Actor) -> None:
    newest = select(func.max(ChartNote.id)).scalar_subquery()
    db.execute(update(ChartNote).where(ChartNote.id == newest).values(words="k1:AAAA"))


def test_a_text_that_no_key_opens_is_named_and_holds_nothing_up(changing: KeyChanging) -> None:
    with changing.at_work() as db:
        note(db, "lost")
        spoil(db, Actor(None, NOW))
        note(db, "kept")

    answer = changing.rotate()

    assert answer.status == 2
    assert "One text opens with no key" in answer.err
    assert "changed there: chart_notes.words" in answer.err
    assert changing.ring.coming is None
    with changing.at_work() as db:
        note(db, "later")


def test_a_backup_from_before_comes_back_after_the_change(fresh: Console) -> None:
    key, backups = fresh.folder / "key.txt", fresh.folder / "backups"
    fresh("backup-key", "-o", key)
    fresh("backup", backups)
    before = (fresh.folder / "keys.json").read_bytes()
    assert fresh("keys", "rotate").status == 0
    (older,) = backups.glob("*.age")

    answer = fresh("restore", older, "--key", key, "--replace")

    assert (answer.status, answer.err) == (0, "")
    assert (fresh.folder / "keys.json").read_bytes() == before
    assert fresh("keys", "rotate").status == 0
    assert fresh("backup", backups).status == 0
