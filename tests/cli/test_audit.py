"""`clinic audit`: what it says of a trail that holds, and of one that does not."""

from sqlalchemy import delete, func, select

from clinic.cli.command_context import open_database
from clinic.db import Db, housekeeping
from clinic.domain.access import Actor
from clinic.models.audit import AuditEntry
from clinic.settings import read_settings
from tests.cast import NOW
from tests.cli.conftest import Console, is_one_sentence


def cut_the_end(db: Db) -> None:
    newest = db.scalar(select(func.max(AuditEntry.id)))
    housekeeping(
        lambda session, _: session.execute(delete(AuditEntry).where(AuditEntry.id == newest))
    )(db, Actor(None, NOW))


def test_a_trail_that_holds(fresh: Console) -> None:
    answer = fresh("audit", "verify")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith("The trail holds: ")


def test_one_whose_end_was_cut(fresh: Console) -> None:
    with open_database(read_settings()) as db:
        cut_the_end(db)

    answer = fresh("audit", "verify")

    assert answer.status == 2
    assert "entries were cut off" in answer.err
    assert "The trail does not hold in 1 places" not in answer.err
    assert "does not hold in one place" in answer.err


def test_against_ends_from_elsewhere(fresh: Console) -> None:
    ends = fresh.folder / "ends.txt"
    ends.write_text(fresh("audit", "ends").out)
    assert "holds every one of 16 ends" in fresh("audit", "verify", "--ends", ends).out

    ends.write_text(ends.read_text() + f"3 99 {'a' * 64}\n")
    answer = fresh("audit", "verify", "--ends", ends)
    assert answer.status == 2
    assert "Entry 99 of chain 3 was an end once, and is no longer there." in answer.err


def test_a_file_that_is_no_list_of_ends(fresh: Console) -> None:
    ends = fresh.folder / "ends.txt"
    ends.write_text("Dear diary\n")
    assert is_one_sentence(fresh("audit", "verify", "--ends", ends))
