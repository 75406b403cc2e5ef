"""Staff accounts by real requests: made, invited, closed, opened again; never a client's."""

from collections.abc import Callable

from sqlalchemy import Engine, event, func, select

from clinic.db import Db
from clinic.domain.access import Actor, Role
from clinic.domain.clinic.settings import ClinicSettings
from clinic.models.accounts import Account
from clinic.operations.clinic.accounts import add_account
from clinic.operations.clinic.settings import change_settings
from tests.cast import NOW, Cast
from tests.client import Person
from tests.databases import engine_of

As = Callable[[str], Person]
NINA = {"name": "Nina Berg", "email": "nina@example.org", "role": "therapist"}


def count_selects(db: Db, person: Person, endpoint: str) -> int:
    engine = engine_of(db)
    assert isinstance(engine, Engine)
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    assert person.get(endpoint).status == 200
    event.remove(engine, "before_cursor_execute", note)
    return sum(one.startswith("SELECT") for one in asked)


def test_staff_are_listed_and_clients_are_not(as_: As) -> None:
    page = as_("ada").get("admin.accounts.index")
    assert "Theresa Lind" in page.text
    assert "Mia" not in page.text
    assert "mia@" not in page.text


def test_a_new_clinic_says_what_comes_before_the_first_group(as_: As, db: Db) -> None:
    assert not as_("ada").get("admin.accounts.index").has_heading("Before the first group")
    change_settings(db, Actor(None, NOW), ClinicSettings(crisis_text=""))
    page = as_("ada").get("admin.accounts.index")
    assert page.has_heading("Before the first group")
    assert "Until then no client can be invited." in page.text


def test_the_account_of_a_client_does_not_exist_for_an_administrator(as_: As, cast: Cast) -> None:
    account_id = cast.accounts["mia"].public_id
    ada = as_("ada")
    assert ada.get("admin.accounts.show", account_id=account_id).status == 404
    for deed in ("invite", "deactivate", "reactivate"):
        assert ada.post(f"admin.accounts.{deed}", account_id=account_id).status == 404


def test_a_person_is_added_and_invited_by_a_link_that_opens(as_: As) -> None:
    ada = as_("ada")
    made = ada.post("admin.accounts.create", NINA)
    assert made.status == 303
    account_id = made.location.rpartition("/")[2]
    page = ada.post("admin.accounts.invite", account_id=account_id)
    link = f"/invitation/{page.id_after('http://localhost/invitation/')}"
    assert "nina@example.org" in as_("nobody").open(link).text
    assert "invited" in ada.open(made.location).text


def test_pressing_twice_adds_one_person(as_: As, db: Db) -> None:
    ada = as_("ada")
    once = ada.get("admin.accounts.new").once
    first, second = (ada.post("admin.accounts.create", {**NINA, "once": once}) for _ in range(2))
    assert first.location == second.location
    found = select(func.count(Account.id)).where(Account.name == "Nina Berg")
    assert db.scalar(found) == 1


def test_what_cannot_be_added_is_said_and_kept(as_: As) -> None:
    ada = as_("ada")
    taken = ada.post("admin.accounts.create", {**NINA, "email": "Theresa@example.org"})
    assert taken.status == 422
    assert "There is already an account with this e-mail address." in taken.text
    assert taken.has_value("Nina Berg")
    for wrong in ({"email": "nina"}, {"role": "client"}, {"name": " "}, {"name": "N\x00"}):
        assert ada.post("admin.accounts.create", {**NINA, **wrong}).status == 422


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(as_: As, cast: Cast) -> None:
    tom, ada = as_("tom"), as_("ada")
    account_id = cast.accounts["tom"].public_id
    ada.post("admin.accounts.deactivate", account_id=account_id)
    assert tom.get("auth.login_sessions.index").status == 303
    page = ada.get("admin.accounts.show", account_id=account_id)
    assert "Open the account again" in page.text
    ada.post("admin.accounts.reactivate", account_id=account_id)
    again = ada.get("admin.accounts.show", account_id=account_id)
    assert "Close the account" in again.text


def test_an_administrator_cannot_close_the_own_account(as_: As, cast: Cast) -> None:
    answer = as_("ada").post("admin.accounts.deactivate", account_id=cast.accounts["ada"].public_id)
    assert answer.status == 422
    assert "You cannot close your own account" in answer.text


def test_therapists_manage_no_accounts(as_: As) -> None:
    assert as_("theresa").post("admin.accounts.create", NINA).status == 403


def test_twenty_more_accounts_cost_no_more_questions(as_: As, db: Db) -> None:
    ada = as_("ada")
    before = count_selects(db, ada, "admin.accounts.index")
    trail = count_selects(db, ada, "admin.audit.index")
    for number in range(20):
        add_account(db, Actor(None, NOW), f"P {number}", f"p{number}@example.org", Role.THERAPIST)
    assert count_selects(db, ada, "admin.accounts.index") == before
    assert count_selects(db, ada, "admin.audit.index") == trail
