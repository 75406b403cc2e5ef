"""A pack that takes longer: it shows how far it is, can be left, and is seen by its maker alone."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask

from clinic.printing.render import PrintFailed
from clinic.web.jobs import KEPT_FOR, Job, Jobs, Progress
from tests.cast import NOW, Cast
from tests.client import Person
from tests.conftest import Clock

As = Callable[[str], Person]


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Hold a job up until it is opened; it never stays shut."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def job(app: Flask, cast: Cast, gate: threading.Event) -> Job:
    """A file in the making for Theresa, one step of four done."""
    begun = threading.Event()

    def work(tell: Progress) -> bytes:
        tell(1, 4)
        begun.set()
        assert gate.wait(30)
        return b"%PDF-"

    account = cast.accounts["theresa"].id
    started = jobs(app).start(account, "session-4.pdf", NOW, work)
    assert begun.wait(30)
    return started


def jobs(app: Flask) -> Jobs:
    held: Jobs = app.extensions["hearth"].jobs
    return held


def test_its_page_says_how_far_it_is_and_that_it_may_be_left(as_: As, job: Job) -> None:
    page = as_("theresa").get("handouts.pack_jobs.show", token=job.token)
    assert "1 of 4" in page.text
    assert "You can leave this page" in page.text
    assert as_("theresa").get("handouts.pack_jobs.file", token=job.token).status == 404


def test_a_script_is_told_the_steps(as_: As, job: Job) -> None:
    person = as_("theresa")
    url = person.url("handouts.pack_jobs.show", token=job.token)
    answer = person.browser.get(url, headers={"Accept": "application/json"})
    assert answer.get_json() == {"done": 1, "of": 4, "is_finished": False}


def test_when_it_is_ready_the_file_may_be_fetched_more_than_once(
    as_: As, job: Job, gate: threading.Event
) -> None:
    gate.set()
    assert job.wait(30)
    theresa = as_("theresa")
    page = theresa.get("handouts.pack_jobs.show", token=job.token)
    assert page.has_heading("The pack is ready")
    for _time in range(2):
        file = theresa.get("handouts.pack_jobs.file", token=job.token)
        assert file.answer.data == b"%PDF-"
        assert file.answer.headers["Content-Disposition"] == 'inline; filename="session-4.pdf"'


@pytest.mark.parametrize("name", ["tom", "sam"])
def test_nobody_else_sees_it_not_even_who_leads_the_same_group(
    as_: As, job: Job, name: str
) -> None:
    assert as_(name).get("handouts.pack_jobs.show", token=job.token).status == 404
    assert as_(name).get("handouts.pack_jobs.file", token=job.token).status == 404


def test_after_a_while_it_is_forgotten(as_: As, job: Job, clock: Clock) -> None:
    clock.at = NOW + KEPT_FOR
    assert as_("theresa").get("handouts.pack_jobs.show", token=job.token).status == 404


def test_a_pack_that_cannot_be_printed_says_so_on_its_page(as_: As, app: Flask, cast: Cast) -> None:
    def fail(_tell: Progress) -> bytes:
        raise PrintFailed("It grew too large.", "test")

    failed = jobs(app).start(cast.accounts["theresa"].id, "x.pdf", NOW, fail)
    assert failed.wait(30)
    page = as_("theresa").get("handouts.pack_jobs.show", token=failed.token)
    assert page.status == 503
    assert "It grew too large." in page.text


def test_only_so_many_are_kept_and_the_oldest_goes_first() -> None:
    held = Jobs()
    started = [held.start(1, "x.pdf", NOW, lambda _tell: b"x") for _ in range(30)]
    found = [held.find(1, each.token, NOW + timedelta(minutes=1)) for each in started]
    assert found[0] is None
    assert found[-1] is started[-1]
