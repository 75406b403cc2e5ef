"""A clinic is restored and moved while nobody is at work on it, and lets nobody begin meanwhile."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from clinic.cli.starting import at_rest, backing_up, sending, serving
from clinic.settings import Settings, WrongSetting, read_settings
from tests.cli.conftest import Console, is_one_sentence

Work = Callable[[Settings], AbstractContextManager[None]]


@pytest.fixture
def backed_up(fresh: Console) -> Console:
    assert fresh("backup-key", "-o", fresh.folder / "key.txt").status == 0
    assert fresh("backup", fresh.folder / "backups").status == 0
    return fresh


def restore(console: Console, *more: str) -> tuple[object, ...]:
    [path] = (console.folder / "backups").glob("*.age")
    return ("restore", path, "--key", console.folder / "key.txt", *more)


@pytest.mark.parametrize(
    ("work", "said"),
    [
        pytest.param(serving, "a server", id="server"),
        pytest.param(sending, "a mail worker", id="mail worker"),
        pytest.param(backing_up, "Another backup", id="backup"),
    ],
)
def test_neither_is_done_while_somebody_is_at_work(
    backed_up: Console, work: Work, said: str
) -> None:
    file = backed_up.folder / "data" / "clinic.db"
    before = file.stat().st_ino

    with work(read_settings()):
        for words in (restore(backed_up, "--replace"), ("move", "postgresql://nobody@localhost/x")):
            answer = backed_up(*words)
            assert is_one_sentence(answer), words
            assert said in answer.err

    assert file.stat().st_ino == before
    assert backed_up(*restore(backed_up, "--replace")).status == 0


def test_a_backup_is_looked_at_beside_server_and_worker(backed_up: Console) -> None:
    settings = read_settings()
    with serving(settings), sending(settings):
        assert backed_up(*restore(backed_up, "--check")).status == 0
    with backing_up(read_settings()):
        assert backed_up(*restore(backed_up, "--check")).status == 0


def test_several_workers_send_beside_a_server(backed_up: Console) -> None:
    settings = read_settings()
    with serving(settings), sending(settings):
        assert backed_up("worker", "--once").status == 0
    with at_rest(settings):
        pass


def test_no_work_begins_meanwhile(backed_up: Console) -> None:
    settings = read_settings()
    with at_rest(settings):
        answer = backed_up("worker", "--once")
        assert is_one_sentence(answer)
        assert "restored or moved" in answer.err
        for work in (serving, backing_up):
            with pytest.raises(WrongSetting), work(settings):
                raise AssertionError("work began")


def test_nobody_is_let_in_before_older_sign_ins_have_ended(
    backed_up: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[bool] = []

    def end_and_look(*_: object) -> None:
        with pytest.raises(WrongSetting), sending(read_settings()):
            raise AssertionError("a worker began")
        tried.append(True)

    monkeypatch.setattr("clinic.cli.backups.end_restored_access", end_and_look)

    assert backed_up(*restore(backed_up, "--replace")).status == 0
    assert tried == [True]
