"""`clinic demo`: a clinic to walk through, made once and kept."""

import re
import time
from pathlib import Path

import pytest
from flask import Flask

from clinic.app import create_app
from clinic.cli import demo_story as story
from clinic.settings import ROOT, read_settings
from tests.cli.conftest import Answer, Console
from tests.client import Page, Person


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which this file's demo clinic lives."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def demo(console: Console, made: Path) -> Answer:
    """What the demo says when it stands."""
    console.set("CLINIC_DATA", made)
    return console("demo", "--no-serve")


@pytest.fixture
def app(demo: Answer) -> Flask:
    # The command left its own folders in the environment, for the server's process to read.
    return create_app(read_settings())


def sign_in(app: Flask, name: str, passphrase: str) -> int:
    person = Person(app)
    page = Page(person.browser.get("/sign-in", base_url="http://127.0.0.1:8000"))
    token = page.parts("input", name="csrf_token")[0]["value"]
    answers = {"sign_in_name": name, "passphrase": passphrase, "csrf_token": token}
    return person.browser.post(
        "/sign-in", data=answers, base_url="http://127.0.0.1:8000"
    ).status_code


def accounts(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+@example\.org", text))


def test_everybody_who_is_printed_can_sign_in(demo: Answer, app: Flask) -> None:
    assert story.PASSPHRASE in demo.out
    assert accounts(demo.out)

    for name in accounts(demo.out):
        assert sign_in(app, name, story.PASSPHRASE) == 303


def test_a_wrong_passphrase_opens_nothing(app: Flask) -> None:
    assert sign_in(app, "theresa@example.org", "loud harbor at noon") == 422


def test_the_readme_names_accounts_that_the_demo_has(demo: Answer, app: Flask) -> None:
    readme = (ROOT / "README.md").read_text()
    told = accounts(readme)

    assert story.PASSPHRASE in readme
    assert accounts(demo.out) <= told
    for name in told:
        assert sign_in(app, name, story.PASSPHRASE) == 303


def test_a_second_run_makes_nothing_and_is_quick(demo: Answer, console: Console) -> None:
    data = Path(read_settings().data)
    console.set("CLINIC_DATA", data.parent)
    before = (data / "clinic.db").stat().st_ino
    began = time.process_time()

    answer = console("demo", "--no-serve")

    assert time.process_time() - began < 2
    assert "Making" not in answer.out
    assert (data / "clinic.db").stat().st_ino == before


def test_fresh_makes_another_clinic_with_other_keys(demo: Answer, console: Console) -> None:
    settings = read_settings()
    before = settings.key_file.read_text()
    console.set("CLINIC_DATA", settings.data.parent)

    answer = console("demo", "--no-serve", "--fresh")

    assert answer.status == 0
    assert "Making" in answer.out
    assert settings.key_file.read_text() != before
