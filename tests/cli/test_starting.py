"""Starts that are refused: one sentence, status 2, and nothing written."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.operations.clinic.login_sessions import start_login_session
from tests.cast import Cast
from tests.cli.conftest import Console, is_one_sentence

STARTS = (("serve",), ("worker", "--once"))


@pytest.fixture
def data(clinic: Console) -> Path:
    folder = clinic.folder / "data"
    folder.mkdir(mode=0o700)
    return folder


@pytest.mark.parametrize("words", STARTS)
def test_data_that_is_open_to_others_stops_either(
    clinic: Console, data: Path, words: tuple[str, ...]
) -> None:
    data.chmod(0o755)
    answer = clinic(*words)
    assert is_one_sentence(answer)
    assert "chmod 700" in answer.err
    assert list(data.iterdir()) == []


@pytest.mark.parametrize("words", STARTS)
def test_a_debug_switch_stops_either(clinic: Console, data: Path, words: tuple[str, ...]) -> None:
    clinic.set("FLASK_DEBUG", "1")
    answer = clinic(*words)
    assert is_one_sentence(answer)
    assert "FLASK_DEBUG" in answer.err
    assert list(data.iterdir()) == []


def test_plain_http_for_others_stops_the_server(clinic: Console, data: Path) -> None:
    clinic.set("CLINIC_BASE_URL", "http://clinic.example.org")
    answer = clinic("serve")
    assert is_one_sentence(answer)
    assert "https://" in answer.err
    assert list(data.iterdir()) == []


def test_a_clock_before_the_last_record_stops_either_until_somebody_says_it_is_right(
    clinic: Console, db: Db, cast: Cast
) -> None:
    far = Actor(None, datetime(2190, 1, 1, tzinfo=UTC))
    start_login_session(db, far, cast.accounts["ada"], "a test")
    for words in STARTS:
        answer = clinic(*words)
        assert is_one_sentence(answer)
        assert "2190-01-01 00:00 UTC" in answer.err
    assert clinic("worker", "--once", "--clock-is-right").status == 0


def test_what_a_worker_writes_is_for_nobody_else(clinic: Console, data: Path) -> None:
    data.chmod(0o700)
    assert clinic("worker", "--once").status == 0
    assert [path for path in data.rglob("*") if path.stat().st_mode & 0o077] == []
