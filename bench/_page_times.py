"""What pages cost one build, in processor time: a child of `bench.pages`, run in that build's tree.

It takes only what every build has had: the factory, the settings and the demo's clinic. It says
what it measures once, and answers each line that it is told with the figures of one more round.
"""

import io
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine, event

from clinic.app import create_app
from clinic.cli import demo_story as story
from clinic.cli.command_context import open_database
from clinic.cli.database import bring_up
from clinic.cli.demo_clinic import fill
from clinic.settings import read_settings

THERAPIST = "theresa@example.org"
CLIENT = "mia@example.org"
TURNS = 8
HOST = "127.0.0.1:8000"
_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
_COHORT = re.compile(rb'href="(/therapist/cohorts/[A-Za-z0-9_-]{10,})"')
_CLIENT = re.compile(rb'href="(/therapist/clients/[A-Za-z0-9_-]{10,})"')
_SESSION = re.compile(rb'href="(/therapist/sessions/[A-Za-z0-9_-]{10,})')


@dataclass
class Browser:
    """Somebody who asks the pages themselves, with no server between."""

    pages: Callable[..., Any]
    cookies: dict[str, str] = field(default_factory=dict)
    status: int = 0
    seconds: float = 0.0

    def ask(self, path: str, form: dict[str, str] | None = None) -> bytes:
        """Give the body of the answer; `seconds` is what the processor took for it."""
        body = urlencode(form).encode() if form else b""
        environ = {
            "REQUEST_METHOD": "POST" if form else "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": HOST,
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if form else "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.input_terminated": True,
            "wsgi.errors": sys.stderr,
            "wsgi.version": (1, 0),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        began = time.process_time()
        parts = self.pages(environ, self._begin)
        given = b"".join(parts)
        getattr(parts, "close", lambda: None)()
        self.seconds = time.process_time() - began
        return given

    def _begin(self, status: str, headers: list[tuple[str, str]], _fault: object = None) -> None:
        self.status = int(status.partition(" ")[0])
        for name, text in headers:
            if name.lower() == "set-cookie":
                key, _, value = text.partition(";")[0].partition("=")
                self.cookies[key] = value

    def sign_in(self, name: str) -> None:
        """Open the form and send it; `seconds` is that of the sending alone."""
        found = _TOKEN.search(self.ask("/sign-in"))
        token = found[1].decode() if found else ""
        self.ask(
            "/sign-in",
            {"csrf_token": token, "sign_in_name": name, "passphrase": story.PASSPHRASE},
        )
        if self.status != 303:
            raise LookupError(f"{name} could not sign in: {self.status}")


Turn = Callable[[], Browser]
"""Does a thing once, and gives who did it."""


def main() -> None:
    """Make the clinic, then measure a round for every line."""
    with tempfile.TemporaryDirectory() as folder:
        for name in [name for name in os.environ if name.startswith("CLINIC_")]:
            del os.environ[name]
        os.environ["CLINIC_DATA"] = folder
        os.environ["CLINIC_BIND"] = HOST
        settings = read_settings()
        bring_up(settings)
        with open_database(settings) as db:
            fill(db, datetime.now(UTC), "UTC")
        app = create_app(settings)
        things = things_to_do(app.wsgi_app)
        answer({name: told(turn) for name, turn in things.items()})
        for _line in sys.stdin:
            answer({name: [turn().seconds for _ in range(TURNS)] for name, turn in things.items()})


def answer(figures: dict[str, Any]) -> None:
    print(json.dumps(figures), flush=True)


def things_to_do(pages: Callable[..., Any]) -> dict[str, Turn]:
    """Name what is measured, the page after signing in among them."""
    therapist, client = Browser(pages), Browser(pages)
    therapist.sign_in(THERAPIST)
    client.sign_in(CLIENT)
    cohort = found(_COHORT, therapist.ask("/therapist/"))
    person = found(_CLIENT, therapist.ask(cohort))
    session = found(_SESSION, therapist.ask(cohort))

    def look(who: Browser, path: str) -> Turn:
        def turn() -> Browser:
            who.ask(path)
            return who

        return turn

    def sign_in() -> Browser:
        fresh = Browser(pages)
        fresh.sign_in(CLIENT)
        return fresh

    return {
        "sign-in page": look(Browser(pages), "/sign-in"),
        "signing in": sign_in,
        "Today": look(client, "/portal/"),
        "help": look(client, "/help"),
        "dashboard": look(therapist, "/therapist/"),
        "cohorts": look(therapist, "/therapist/cohorts"),
        "cohort": look(therapist, cohort),
        "client": look(therapist, person),
        "session": look(therapist, session),
    }


def found(pattern: re.Pattern[bytes], page: bytes) -> str:
    match = pattern.search(page)
    if match is None:
        raise LookupError(f"nothing like {pattern.pattern.decode()} on the page")
    return match[1].decode()


def told(turn: Turn) -> dict[str, int]:
    """Do a thing once to warm up, and once more to count what it asks the database."""
    turn()
    with counted() as statements:
        who = turn()
    if who.status not in (200, 303):
        raise LookupError(f"the page answered {who.status}")
    reads = sum(one.startswith("SELECT") for one in statements)
    return {"selects": reads, "others": len(statements) - reads}


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements of every engine."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


if __name__ == "__main__":
    main()
