"""A real server on a port of its own, and real browsers in front of it."""

import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Page,
    Playwright,
    ViewportSize,
    sync_playwright,
)
from werkzeug.serving import make_server

from clinic.app import create_app
from clinic.db import open_engine, session_factory
from clinic.domain.clinic.keys import KeyRing
from clinic.models.audit import AuditJournal
from clinic.settings import Settings
from tests.cast import PASSPHRASE
from tests.closing import closing
from tests.conftest import Clock
from tests.journeys.line import Line

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 860}
PATIENCE = 10
"""How many seconds a browser may take for what it does in a moment."""


@dataclass
class Site:
    """The clinic as it is served: its address, its clock and the application behind it."""

    address: str
    clock: Clock
    app: Flask


@pytest.fixture
def site(
    settings: Settings,
    database_url: str,
    keys: KeyRing,
    clock: Clock,
    translated: FileSystemBytecodeCache | None,
) -> Iterator[Site]:
    """Serve the application as it runs in a clinic: forged forms refused, styles and scripts on."""
    placed = replace(settings, has_csrf=True, strict=False, database_url=database_url)
    app = create_app(placed, clock)
    app.jinja_env.bytecode_cache = translated
    engine = open_engine(database_url, keys)
    held = app.extensions["hearth"]
    factory = session_factory(engine, keys, AuditJournal())
    app.extensions["hearth"] = replace(held, databases=factory)
    server = make_server("127.0.0.1", 0, closing(app), threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    app.config["TRUSTED_HOSTS"] = [f"127.0.0.1:{server.server_port}"]
    app.extensions["hearth"] = replace(
        app.extensions["hearth"], settings=replace(placed, base_url=address)
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(address, clock, app)
    server.shutdown()
    server.server_close()
    thread.join()
    engine.dispose()


def program() -> str:
    """Find Chromium."""
    found = os.environ.get("CLINIC_TEST_CHROMIUM") or shutil.which("chromium")
    assert found, "the browser tests need Chromium; `make test` installs it"
    return found


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=program(), args=list(FLAGS))
    yield chromium
    chromium.close()


@pytest.fixture
def window(browser: Browser, site: Site) -> Iterator[Callable[[ViewportSize], Page]]:
    """Open a window of somebody's own; whatever the page complains about fails the test."""
    opened = []
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    def make(size: ViewportSize) -> Page:
        context = browser.new_context(viewport=size, base_url=site.address)
        context.set_default_timeout(10_000)
        opened.append(context)
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    for context in opened:
        context.close()
    assert not complaints


def sign_in(page: Page, name: str, passphrase: str = PASSPHRASE) -> None:
    """Sign somebody in at the sign-in page."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address or sign-in name").fill(name)
    page.get_by_label("Passphrase").fill(passphrase)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


@pytest.fixture
def downloads(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def line(site: Site) -> Iterator[Line]:
    """A line to the site that a test can cut."""
    relay = Line(int(site.address.rpartition(":")[2]))
    site.app.config["TRUSTED_HOSTS"].append(f"127.0.0.1:{relay.port}")
    yield relay
    relay.cut()


@pytest.fixture
def lined(browser: Browser, line: Line) -> Iterator[BrowserContext]:
    """A phone at the end of that line; the browser itself complains of what is wanted here."""
    context = browser.new_context(
        viewport=PHONE, base_url=f"http://127.0.0.1:{line.port}", has_touch=True
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


def kill(page: Page) -> None:
    """End the processes of the tabs, as a phone does that needs room, and wait until they are gone.

    Among them is one that Chromium keeps ready for the next tab. Before it has noticed that it is
    dead too, it gives it to a new page, and whoever waits for that page is never answered.
    """
    browser = page.context.browser
    assert browser
    devtools = browser.new_browser_cdp_session()
    dead = {number for number, kind in processes(devtools).items() if kind == "renderer"}
    with page.expect_event("crash"):
        for number in dead:
            os.kill(number, signal.SIGKILL)
    end = time.monotonic() + PATIENCE
    while dead & processes(devtools).keys():
        assert time.monotonic() < end, "the browser did not notice that its processes are dead"
        time.sleep(0.02)
    devtools.detach()


def processes(devtools: CDPSession) -> dict[int, str]:
    """Ask the browser for its processes, by their numbers."""
    told = devtools.send("SystemInfo.getProcessInfo")["processInfo"]
    return {int(each["id"]): str(each["type"]) for each in told}
