"""The whole browser is killed and restarted: its writer finds the words, and nobody else does."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright, expect

from clinic.db import Db
from tests.cast import Cast
from tests.journeys.conftest import FLAGS, PATIENCE, PHONE, program, sign_in
from tests.journeys.kept_rows import ALL_ROWS, OPEN_WITH_OWN_KEY, sign_out
from tests.journeys.line import Line
from tests.journeys.offline import CONTROLLED, calls
from tests.journeys.practice_notes import WORDS, log_of, notes

pytestmark = pytest.mark.browser

DISPATCH = "ServiceWorker.dispatchSyncEvent"
Start = Callable[[], BrowserContext]


@pytest.fixture
def start(playwright: Playwright, line: Line, tmp_path: Path) -> Iterator[Start]:
    """Start a browser on the profile of this test, as often as it was killed."""
    started = []

    def begin() -> BrowserContext:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=program(),
            args=list(FLAGS),
            viewport=PHONE,
            base_url=f"http://127.0.0.1:{line.port}",
        )
        context.set_default_timeout(10_000)
        started.append(context)
        return context

    yield begin
    for context in started[-1:]:
        context.close()


def kill_browser(profile: Path) -> None:
    """End the browser of this profile in the middle of whatever it does."""
    mark = f"--user-data-dir={profile}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if mark in told and not any(part.startswith(b"--type=") for part in told):
            os.kill(int(process.name), signal.SIGKILL)
    for name in ("SingletonLock", "SingletonCookie", "SingletonSocket"):
        (profile / name).unlink(missing_ok=True)


def test_words_are_found_after_a_restart_by_their_writer_alone(
    start: Start, line: Line, db: Db, cast: Cast, tmp_path: Path
) -> None:
    page = start().pages[0]
    sign_in(page, "mia@example.org")
    page.goto(log_of(db, cast))
    line.cut()
    page.locator("textarea").press_sequentially(WORDS)
    expect(page.locator("form[data-draft]")).to_have_attribute("data-draft", "kept")
    kill_browser(tmp_path / "profile")
    line.mend()
    page = start().new_page()
    page.context.clear_cookies()
    sign_in(page, "max@example.org")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[data-kept] p")).to_have_count(0)
    assert WORDS not in str(page.evaluate(ALL_ROWS))
    held, opened = page.evaluate(OPEN_WITH_OWN_KEY)
    assert held >= 1
    assert opened == 0
    sign_out(page)
    sign_in(page, "mia@example.org")
    page.get_by_role("link", name="Open it").click()
    expect(page.locator("textarea")).to_have_value(WORDS)
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url(lambda url: "/practice/new" not in url)
    assert notes(db).count(WORDS) == 1


def test_a_wish_for_a_call_is_sent_when_no_page_is_open(
    lined: BrowserContext, line: Line, db: Db
) -> None:
    page = lined.new_page()
    sign_in(page, "mia@example.org")
    page.wait_for_function(CONTROLLED)
    line.cut()
    page.goto("/portal/call")
    page.get_by_label("Which number should we call?").fill("0151 2345")
    page.get_by_label("What is it about").fill(WORDS)
    page.get_by_role("button", name="Please call me").click()
    expect(page.locator("[data-call-said]")).to_contain_text("it then says whether it was sent")
    page.close()
    line.mend()
    assert WORDS not in calls(db)
    wake(lined, line)
    end = time.monotonic() + PATIENCE
    while WORDS not in calls(db):
        assert time.monotonic() < end, "the worker did not send it"
        time.sleep(0.1)
    wake(lined, line)
    page = lined.new_page()
    page.goto("/portal/")
    expect(page.locator("[data-kept]")).to_contain_text("Sent: what you wrote")
    page.goto("/portal/")
    expect(page.locator("[data-kept] p")).to_have_count(0)
    assert calls(db).count(WORDS) == 1


def wake(context: BrowserContext, line: Line) -> None:
    """Let the browser tell the worker that there is a line, as it does in its own time."""
    blank = context.new_page()
    told: list[str] = []
    devtools = context.new_cdp_session(blank)
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda heard: told.extend(each["registrationId"] for each in heard["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    end = time.monotonic() + PATIENCE
    while not told:
        assert time.monotonic() < end, "the browser knows of no worker"
        blank.wait_for_timeout(50)
    origin = f"http://127.0.0.1:{line.port}"
    what = {"origin": origin, "registrationId": told[-1], "tag": "send", "lastChance": False}
    devtools.send(DISPATCH, what)
    blank.wait_for_timeout(500)
    blank.close()
