"""Retention as an administrator sees it: codes and counts, two people, and a receipt."""

from collections.abc import Callable
from datetime import timedelta

from clinic.cli.endings import end_due
from clinic.db import Db
from clinic.models.belongings import BELONGINGS
from clinic.models.endings import Ending
from clinic.operations.clinic.backups import note_backup
from clinic.operations.people.endings import ask_erasure
from clinic.presenters.ending_words import PART_OF
from clinic.settings import Settings
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock
from tests.ending import at_work, leave_groups, night_of

As = Callable[[str], Person]
STAYING = {"audit_entries", "endings"}


def asked(db: Db, cast: Cast) -> Ending:
    leave_groups(db, cast, cast.clients["mia"], NOW)
    return ask_erasure(db, at_work(cast, "theresa", NOW), cast.enrollments["mia"])


def test_a_request_is_granted_by_code_and_ends_in_a_receipt(
    as_: As, db: Db, cast: Cast, settings: Settings
) -> None:
    note_backup(db, at_work(cast, "ada", NOW - timedelta(days=1)), 1, 1, 1, 30)
    ending, ada = asked(db, cast), as_("ada")
    code = cast.clients["mia"].code
    page = ada.get("admin.endings.index")
    assert code in page.text
    assert "Rossi" not in page.text
    where = {"ending_id": ending.public_id}
    shown = ada.get("admin.endings.show", **where)
    assert "Practice, worksheets, questionnaires and scores" in shown.text
    ada.post("admin.endings.grant", **where)
    db.refresh(ending)
    assert ending.granted_by_id == cast.accounts["ada"].id
    assert end_due(db, settings, night_of(ending)) == 1
    receipt = ada.get("admin.endings.show", **where).text
    assert code not in receipt
    assert "Receipt" in receipt
    # Granted on February 25, done two nights later, and 30 days of backups and a night after that.
    assert "the last one is removed by Mar 30, 2026" in receipt


def test_the_clocks_list_what_is_due_and_ask_in_one_press(
    as_: As, db: Db, cast: Cast, clock: Clock
) -> None:
    leave_groups(db, cast, cast.clients["mia"], NOW)
    clock.at = NOW + timedelta(days=100)
    ada = as_("ada")
    ada.post("admin.endings.update", {f"keep_{n}": "2" for n in _NAMES})
    assert cast.clients["mia"].code in ada.get("admin.endings.index").text
    mia = cast.clients["mia"].public_id
    answer = ada.post("admin.endings.create", {"kind": "record"}, client_id=mia)
    assert "Another administrator can grant it" in ada.open(answer.location).text
    assert ada.post("admin.endings.create", {"kind": "shoes"}, client_id=mia).status == 422


_NAMES = ("record", "unbegun", "private", "ways_in", "post")


def test_every_table_of_which_something_goes_has_a_name() -> None:
    assert {*PART_OF} | STAYING == {*BELONGINGS}
