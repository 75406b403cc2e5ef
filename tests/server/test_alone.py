"""One server on one data folder, one upgrade at a time, and none of it stuck after a kill."""

import os
import random
import signal
import socket
import time
from pathlib import Path

import pytest

from clinic.db import open_engine
from clinic.key_files import load_keys
from clinic.models.schema import is_current
from clinic.settings import read_settings
from tests.cast import ROOT
from tests.server.conftest import PATIENCE, Server, Starter, free_port

KILLS = 3


def refusal(starter: Starter, *words: str, **more: str) -> str:
    """Run a command that is refused, and give its sentence."""
    process = starter.command(*words, **more)
    _out, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2, said
    lines = said.decode().strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def test_a_second_server_on_the_same_data_is_refused(server: Server, starter: Starter) -> None:
    sentence = refusal(starter, "serve", CLINIC_BIND=f"127.0.0.1:{free_port()}")
    assert f"process {server.process.pid}" in sentence


def test_a_second_server_on_the_same_port_is_refused(
    server: Server, starter: Starter, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    bind = f"127.0.0.1:{server.port}"
    assert "CLINIC_BIND" in refusal(starter, "serve", CLINIC_BIND=bind, CLINIC_DATA=str(data))


def test_mail_is_sent_beside_the_server(server: Server, starter: Starter) -> None:
    assert server.process.poll() is None
    process = starter.command("worker", "--once")
    assert process.communicate(timeout=PATIENCE)[1] == b""
    assert process.returncode == 0


def test_a_killed_server_leaves_no_lock_behind(starter: Starter, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    with starter.serve(CLINIC_DATA=str(data)) as first:
        os.kill(first.process.pid, signal.SIGKILL)
        with starter.serve(CLINIC_DATA=str(data)) as second:
            assert second.ask("GET /help HTTP/1.1")[0] == 200


@pytest.fixture
def empty(starter: Starter, tmp_path: Path) -> Starter:
    """A starter where there is no clinic yet."""
    here = {"CLINIC_DATA": str(tmp_path / "data"), "CLINIC_KEY_FILE": str(tmp_path / "keys.json")}
    return Starter({**starter.environment, **here, "CLINIC_DATABASE_URL": ""})


def is_whole(starter: Starter) -> bool:
    settings = read_settings(
        {name: text for name, text in starter.environment.items() if name.startswith("CLINIC_")}
    )
    engine = open_engine(settings.database_url, load_keys(settings))
    try:
        return is_current(engine, ROOT / "migrations")
    finally:
        engine.dispose()


def test_two_upgrades_at_once_both_end_well(empty: Starter) -> None:
    both = [empty.command("db", "upgrade") for _ in range(2)]
    said = [process.communicate(timeout=PATIENCE)[1].decode() for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert is_whole(empty)


def test_an_upgrade_that_was_killed_in_the_middle_is_done_by_the_next(empty: Starter) -> None:
    chance = random.Random(8)  # noqa: S311 - moments to kill at, and no secret
    for _ in range(KILLS):
        process = empty.command("db", "upgrade")
        time.sleep(chance.uniform(0.5, 2.5))
        process.kill()
        process.communicate(timeout=PATIENCE)
    process = empty.command("db", "upgrade")
    said = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 0, said
    assert is_whole(empty)


def test_a_port_that_something_else_holds_is_refused(starter: Starter, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        bind = f"127.0.0.1:{other.getsockname()[1]}"
        assert bind.rpartition(":")[2] in refusal(
            starter, "serve", CLINIC_BIND=bind, CLINIC_DATA=str(data)
        )
