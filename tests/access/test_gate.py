"""The gate stands closed: a view without its own label stops the start, and passes nobody."""

from collections.abc import Callable
from functools import wraps

import pytest
from flask import Flask

from clinic.app import create_app
from clinic.domain.access import Action
from clinic.settings import Settings
from clinic.web.gate import UnlabelledRoute, access, check_every_route, gate
from tests.client import Person

As = Callable[[str], Person]


def page() -> str:
    return "a page"


def app_with(endpoint: str, view: Callable[..., str]) -> Flask:
    made = Flask("tests")
    made.add_url_rule("/page", endpoint, view)
    made.view_functions["static"] = access(Action.OPEN_TO_ALL)(lambda: "a style")
    return made


def labelled(action: Action) -> Callable[[], str]:
    return access(action)(lambda: "a page")


def test_a_route_without_a_label_stops_the_start() -> None:
    with pytest.raises(UnlabelledRoute, match="portal.page .*no access label"):
        check_every_route(app_with("portal.page", page))


@pytest.mark.parametrize("endpoint", ["therapist.page", "admin.page", "page", "portals.page"])
def test_a_label_of_another_audience_stops_the_start(endpoint: str) -> None:
    with pytest.raises(UnlabelledRoute, match="another audience"):
        check_every_route(app_with(endpoint, labelled(Action.HOMEWORK_READ)))


def test_a_wrapper_that_loses_the_label_stops_the_start() -> None:
    view = labelled(Action.HOMEWORK_READ)
    with pytest.raises(UnlabelledRoute, match="no access label"):
        check_every_route(app_with("portal.page", lambda: view()))


def starts(app: Flask) -> bool:
    try:
        check_every_route(app)
    except UnlabelledRoute:
        return False
    return True


def test_a_wrapper_that_keeps_the_label_and_an_open_route_start() -> None:
    view = labelled(Action.HOMEWORK_READ)
    assert starts(app_with("portal.page", wraps(view)(lambda: view())))
    assert starts(app_with("anything.page", labelled(Action.OPEN_TO_ALL)))


def test_a_label_that_is_only_a_word_is_none() -> None:
    view = labelled(Action.HOMEWORK_READ)
    vars(view)["access"] = "portal:homework:read"
    with pytest.raises(UnlabelledRoute, match="no access label"):
        check_every_route(app_with("portal.page", view))


def test_the_program_itself_looks_at_every_route_before_it_starts(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("clinic.blueprints.auth.help.show.access")
    with pytest.raises(UnlabelledRoute, match="auth.help.show"):
        create_app(settings)


def test_a_view_without_a_label_passes_nobody_even_if_it_got_in() -> None:
    made = app_with("portal.page", page)
    made.before_request(gate)
    assert made.test_client().get("/page").status_code == 403


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(as_: As) -> None:
    answer = as_("nobody").open("/account/devices?page=2")
    assert answer.status == 303
    assert answer.location == "/sign-in?next=/account/devices?page%3D2"


def test_a_script_that_is_not_signed_in_is_told_so(as_: As) -> None:
    answer = as_("nobody").browser.get("/account/devices", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.is_json) == (401, True)


def test_what_somebody_sends_without_signing_in_is_refused_and_not_sent_on(as_: As) -> None:
    assert as_("nobody").browser.post("/account/devices/end").status_code == 401


@pytest.mark.parametrize("name", ["mia", "ada", "sigrid"])
def test_who_may_not_is_told_in_plain_words(as_: As, name: str) -> None:
    answer = as_(name).get("therapist.cohorts.new")
    assert answer.status == 403
    assert answer.has_heading("This is not part of your work here")


def test_an_address_that_leads_nowhere_is_not_found_for_all(as_: As) -> None:
    assert {as_(name).open("/no/such/page").status for name in ("nobody", "mia", "ada")} == {404}
