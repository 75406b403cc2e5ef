"""Going to the clinic's own sign-in server and coming back, as a browser does."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import requests
from flask import Flask

from clinic.domain.clinic.providers import Provider
from tests.cast import PASSPHRASE
from tests.client import Page, Person

SUBJECT = "248289761001"


def configure(app: Flask, provider: Provider) -> Provider:
    held = app.extensions["hearth"]
    settings = replace(held.settings, provider=provider)
    app.extensions["hearth"] = replace(held, settings=settings)
    return provider


def claims(provider: Provider, **told: object) -> None:
    """Let the provider say this of the subject, whatever is true."""
    requests.put(f"{provider.issuer}/users/{SUBJECT}", json=told, timeout=10).raise_for_status()


def sent(person: Person, path: str = "/sign-in/provider") -> str:
    """Give where the person is sent to."""
    with person.browser.get(path) as answer:
        assert answer.status_code == 303
        return str(answer.headers["Location"])


def vouched(address: str, subject: str = SUBJECT) -> dict[str, str]:
    """Say at the provider who one is, and give what the browser brings back."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=10)
    back = urlsplit(answer.headers["Location"])
    assert back.path == "/sign-in/provider/back"
    return {name: values[0] for name, values in parse_qs(back.query).items()}


def brought(person: Person, told: dict[str, str]) -> Page:
    page = person.get("auth.providers.back", **told)
    inputs = [one.attrib for one in page.element.iter("input")]
    hidden = {one["name"]: one.get("value", "") for one in inputs if one.get("type") == "hidden"}
    return person.post("auth.providers.create", hidden)


def come_in(person: Person, subject: str = SUBJECT) -> Page:
    return brought(person, vouched(sent(person), subject))


def is_in(person: Person) -> bool:
    with person.browser.get("/account/devices") as answer:
        return answer.status_code == 200


def by_passphrase(person: Person, name: str = "theresa@example.org") -> Page:
    data = {"sign_in_name": name, "passphrase": PASSPHRASE}
    return person.post("auth.login_sessions.create", data)
