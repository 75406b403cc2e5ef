"""`clinic db upgrade`, and what it says about keys."""

import json
from pathlib import Path

from tests.cli.conftest import Console, is_one_sentence


def test_the_first_upgrade_makes_keys_and_says_to_print_them(console: Console) -> None:
    answer = console("db", "upgrade")

    assert answer.status == 0
    assert answer.out == "The database is at the newest version.\n"
    assert "clinic recovery-sheet" in answer.err
    assert (console.folder / "keys.json").stat().st_mode & 0o777 == 0o600


def test_a_second_upgrade_changes_nothing_and_speaks_of_no_keys(fresh: Console) -> None:
    keys = (fresh.folder / "keys.json").read_text()

    answer = fresh("db", "upgrade")

    assert (answer.status, answer.err) == (0, "")
    assert (fresh.folder / "keys.json").read_text() == keys


def test_the_file_tells_nothing_without_its_key(fresh: Console) -> None:
    file = fresh.folder / "data" / "clinic.db"

    assert not file.read_bytes().startswith(b"SQLite format 3")


def test_keys_that_others_may_read_are_refused(fresh: Console) -> None:
    (fresh.folder / "keys.json").chmod(0o640)

    answer = fresh("db", "upgrade")

    assert is_one_sentence(answer)
    assert "chmod 600" in answer.err


def test_keys_beside_the_data_are_refused(console: Console) -> None:
    console.set("CLINIC_KEY_FILE", console.folder / "data" / "keys.json")

    answer = console("db", "upgrade")

    assert is_one_sentence(answer)
    assert "must lie outside CLINIC_DATA" in answer.err
    assert not (console.folder / "data").exists()


def test_a_file_that_holds_no_keys_is_refused(fresh: Console) -> None:
    (fresh.folder / "keys.json").write_text('{"current": "k1"}')

    answer = fresh("db", "upgrade")

    assert is_one_sentence(answer)
    assert "is not a key file" in answer.err


def test_lost_keys_are_never_replaced_by_new_ones(clinic: Console, tmp_path: Path) -> None:
    lost = tmp_path / "lost.json"
    clinic.set("CLINIC_KEY_FILE", lost)

    for words in (("db", "upgrade"), ("user", "invite", "--email", "ada@example.org"), ("serve",)):
        answer = clinic(*words)

        assert is_one_sentence(answer)
    assert not lost.exists()


def test_keys_of_another_clinic_are_named_as_the_reason(fresh: Console) -> None:
    other = {"current": "k1", "keys": {"k1": "11" * 32}, "database": "22" * 32}
    (fresh.folder / "keys.json").write_text(json.dumps(other))

    answer = fresh("db", "upgrade")

    assert is_one_sentence(answer)
    assert "not written with the keys in" in answer.err


def test_an_older_database_is_not_served(fresh: Console) -> None:
    data = fresh.folder / "data" / "clinic.db"
    data.unlink()

    answer = fresh("serve")

    assert is_one_sentence(answer)
    assert "Run: clinic db upgrade" in answer.err
