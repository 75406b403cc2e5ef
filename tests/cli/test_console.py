"""The command itself: its exit status, and one sentence for whatever is wrong."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Console, is_one_sentence

PROGRAM = Path(sys.executable).parent / "clinic"


def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("CLINIC_")}
    return subprocess.run(  # noqa: S603 -- our own command
        [PROGRAM, *words], capture_output=True, text=True, env=bare | settings
    )


def test_the_installed_command_tells_its_version() -> None:
    done = run("--version")

    assert done.returncode == 0
    assert done.stdout.startswith("Hearth, version ")


def test_the_installed_command_refuses_in_one_sentence(tmp_path: Path) -> None:
    done = run("serve", CLINIC_DATA=str(tmp_path / "data"), CLINIC_BIND="everywhere")

    assert done.returncode == 2
    assert done.stderr.startswith("clinic: CLINIC_BIND must be")
    assert len(done.stderr.splitlines()) == 1


def test_help_is_no_fault(console: Console) -> None:
    answer = console("--help")

    assert answer.status == 0
    assert "import-scores" in answer.out


def test_a_command_without_its_second_word_shows_what_there_is(console: Console) -> None:
    answer = console("user")

    assert answer.status == 2
    assert answer.err.startswith("Usage: clinic user")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("CLINIC_FOO", "1", "CLINIC_FOO is not a setting"),
        ("CLINIC_BIND", "8000", "CLINIC_BIND must be an address and a port"),
        ("CLINIC_BASE_URL", "clinic.example.org", "CLINIC_BASE_URL must look like"),
        ("CLINIC_DATABASE_URL", "mysql://x/y", "CLINIC_DATABASE_URL must begin with"),
        ("CLINIC_DATABASE_URL", "postgresql://a:b:c/d:e", "CLINIC_DATABASE_URL must look like"),
        ("CLINIC_DATABASE_URL", "postgresql://127.0.0.1:1/x", "The database cannot be opened"),
    ],
)
@pytest.mark.parametrize("words", [("db", "upgrade"), ("serve",)])
def test_a_wrong_setting_stops_every_start_by_its_name(
    clinic: Console, words: tuple[str, ...], name: str, value: str, sentence: str
) -> None:
    clinic.set(name, value)

    answer = clinic(*words)

    assert is_one_sentence(answer)
    assert sentence in answer.err


def test_a_data_folder_that_is_a_file_is_named(console: Console, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a folder")

    answer = console("db", "upgrade")

    assert is_one_sentence(answer)
    assert str(tmp_path / "data") in answer.err


def test_nothing_is_made_by_asking_a_clinic_that_is_not_there(console: Console) -> None:
    for words in (("serve",), ("user", "add", "--name", "Ada", "--email", "ada@example.org")):
        answer = console(*words)

        assert is_one_sentence(answer)
        assert "clinic db upgrade" in answer.err
    assert list(console.folder.iterdir()) == []


def test_the_server_does_not_share_an_address_with_another(clinic: Console) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        clinic.set("CLINIC_BIND", f"127.0.0.1:{other.getsockname()[1]}")

        answer = clinic("serve")

    assert is_one_sentence(answer)
    assert "in use" in answer.err
