"""People who write to a running server over the network, and remember what they were told."""

import re
import secrets
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

SECONDS = 20.0
MARKS = 240
"""How many different marks a room can be given, one after the other."""
_LONGEST = 120
_MARKS_A_NOTE = 3
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class NoAnswer(Exception):
    """The server went away before it had answered."""


@dataclass
class Browser:
    """A browser that is signed in; each request has a line of its own."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def open_page(self, path: str) -> str:
        return self._ask("GET", path, "")[1]

    def send_form(self, path: str, form: dict[str, str]) -> int:
        return self._ask("POST", path, urlencode({"csrf_token": self.token, **form}))[0]

    def sign_in(self, name: str, passphrase: str, path: str) -> None:
        """Sign in, and open a page with a form for its token."""
        self._look("/sign-in")
        form = {"sign_in_name": name, "passphrase": passphrase}
        assert self.send_form("/sign-in", form) == 303
        self._look(path)

    def _look(self, path: str) -> None:
        found = _TOKEN.search(self.open_page(path))
        assert found, f"no form on {path}"
        self.token = found[1]

    def _ask(self, method: str, path: str, body: str) -> tuple[int, str]:
        line = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        cookies = "; ".join(f"{name}={text}" for name, text in self.cookies.items())
        headers = {"Cookie": cookies}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            text = answer.read().decode()
        except (OSError, HTTPException) as fault:
            raise NoAnswer from fault
        finally:
            line.close()
        if method == "GET" or path == "/sign-in":
            # What is flashed after a deed would pile up in a cookie that nobody shows.
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                name, _, rest = cookie.partition("=")
                self.cookies[name] = rest.partition(";")[0]
        return answer.status, text


@dataclass(frozen=True)
class Note:
    """A note as it was sent: its words, which nothing else has, and the key of its form."""

    words: str
    once: str


@dataclass
class Writer:
    """Somebody who notes things about one person and marks one meeting, always all of the room."""

    browser: Browser
    place: str
    meeting: str
    room: list[str]
    kept: dict[str, Note] = field(default_factory=dict)
    """What the server said is saved."""
    marked: int = 0
    """The number of the last mark of which the server said so."""
    sent_note: Note | None = None
    sent_mark: int | None = None
    """What it has not answered."""
    answers: int = 0
    refused: list[int] = field(default_factory=list)
    """Answers that were neither a yes nor silence."""

    def write_until(self, stopped: threading.Event) -> None:
        """Write one thing after the other until stopped, or until nobody answers."""
        try:
            while not stopped.is_set():
                self._note(Note(secrets.token_hex(12), secrets.token_urlsafe(16)))
                for _ in range(_MARKS_A_NOTE):
                    self._mark(self.marked + 1)
        except NoAnswer:
            return

    def send_again(self) -> None:
        """Send what was not answered once more, as a browser does."""
        if self.sent_note is not None:
            self._note(self.sent_note)
        if self.sent_mark is not None:
            self._mark(self.sent_mark)

    def _note(self, note: Note) -> None:
        self.sent_note = note
        day = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
        form = {"noted_on": day, "words": note.words, "once": note.once}
        if self._is_yes(f"/therapist/enrollments/{self.place}/chart-notes", form):
            self.kept[note.words] = note
        self.sent_note = None

    def _mark(self, number: int) -> None:
        self.sent_mark = number
        mark, minutes = mark_numbered(number)
        form = {f"mark_{person}": mark for person in self.room}
        form |= {f"minutes_{person}": str(minutes) for person in self.room}
        if self._is_yes(f"/therapist/sessions/{self.meeting}/attendance", form):
            self.marked = number
        self.sent_mark = None

    def _is_yes(self, path: str, form: dict[str, str]) -> bool:
        status = self.browser.send_form(path, form)
        self.answers += 1
        if status != 303:
            self.refused.append(status)
        return status == 303


def mark_numbered(number: int) -> tuple[str, int]:
    """Give the mark and the minutes that a number stands for; they come again after `MARKS`."""
    kind, minutes = divmod(number % MARKS, _LONGEST)
    return ("late", "left-early")[kind], minutes
