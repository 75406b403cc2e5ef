"""Sending one request as somebody, again and again from the same state."""

import gc
import time
from dataclasses import dataclass, replace

from werkzeug import Response

from tests.client import Person
from tests.hostile.bodies import Sheet
from tests.hostile.forms import Body
from tests.hostile.strangers import foreign_rows
from tests.hostile.values import encoded
from tests.hostile.watch import Watch
from tests.scenes import World

SLOW = 2.0
"""Seconds of computing that no request may cost; a clock on the wall would measure others too."""

FORM = "application/x-www-form-urlencoded"
COUNTED = frozenset({"sign_in_attempts"})
"""Written to also where something is refused: a try to sign in counts whatever comes of it."""


KEPT_IN_PART = frozenset({"portal.worksheets.finish", "therapist.responses.update"})
HEARD = frozenset(
    {
        "portal.calls.create",
        "portal.practice.correct",
        "therapist.corrections.update",
        "therapist.keyings.create",
        "therapist.practice_papers.update",
    }
)
"""Forms of which what says harm is heard, whatever else of them cannot be kept."""


@dataclass(frozen=True)
class Answer:
    """What came back, and the tables that were written to."""

    status: int
    written: frozenset[str]
    seconds: float
    location: str
    body: bytes
    foreign: tuple[str, ...] = ()
    """Rows of people with whom the sender has no part, that were changed nevertheless."""

    @property
    def fault(self) -> str:
        """Say what is wrong with the answer whoever asked for whatever; usually nothing."""
        if self.status >= 500:
            return f"status {self.status}: {self.body[:200].decode(errors='replace')}"
        if self.seconds > SLOW:
            return f"{self.seconds:.1f} s"
        if self.foreign:
            return f"touched {', '.join(self.foreign)}"
        if self.status >= 400 and self.written:
            return f"status {self.status}, and {', '.join(sorted(self.written))} written"
        return ""


class Post:
    """A hand that throws letters in; what they did is undone after each."""

    def __init__(self, world: World, watch: Watch) -> None:
        self.watch = watch
        self._world = world
        self._client = world.app.test_client(use_cookies=False)
        # Signing out or in would change the cookie of a real browser for all that follows.
        self._cookies = {
            name: "; ".join(
                f"{cookie.key}={cookie.value}"
                for cookie in (person.browser._cookies or {}).values()
            )
            for name, person in world.people.items()
        }

    def send(self, sheet: Sheet, body: Body) -> Answer:
        """Send a form with this body in the place of its own."""
        return self.ask(sheet.sender, "POST", sheet.address, data=encoded(body), kind=FORM)

    def ask(
        self, sender: str, method: str, address: str, *, data: bytes = b"", kind: str | None = None
    ) -> Answer:
        """Send any request, and take back what it did."""
        self.watch.restore()
        answer = self._open(sender, method, address, data, kind)
        foreign = foreign_rows(self._world, self.watch, sender) if self.watch.written else []
        self.watch.restore()
        return replace(answer, foreign=tuple(foreign))

    def twice(self, sheet: Sheet) -> tuple[Answer, Answer]:
        """Send a form and at once the same form again, and take back what both did."""
        self.watch.restore()
        data = encoded(sheet.body)
        answers = [self._open(sheet.sender, "POST", sheet.address, data, FORM) for _ in range(2)]
        self.watch.restore()
        return answers[0], answers[1]

    def _open(
        self, sender: str, method: str, address: str, data: bytes, kind: str | None
    ) -> Answer:
        headers = {"Cookie": self._cookies[sender]}
        # The garbage of a whole test run, half a second a time, is not the page's.
        gc.disable()
        began = time.thread_time()
        try:
            given: Response = self._client.open(
                address, method=method, data=data, content_type=kind, headers=headers
            )
        except Exception as error:  # what a visitor would see as a 500
            given = Response(repr(error), 500)
        with given:
            body = given.get_data()
            seconds = time.thread_time() - began
            gc.enable()
            written = frozenset(self.watch.heard() - COUNTED)
            return Answer(given.status_code, written, seconds, given.location or "", body)


def _cookies_of(person: Person) -> str:
    kept = person.browser._cookies or {}
    return "; ".join(f"{cookie.key}={cookie.value}" for cookie in kept.values())


def is_kept_in_part(endpoint: str, answer: Answer) -> bool:
    """Whether a form keeps what can be read, or is heard, and is shown once more."""
    kept: set[str] = set()
    if endpoint in KEPT_IN_PART:
        kept = {"audit_entries", "audit_heads", "worksheet_responses"}
    elif endpoint in HEARD:
        kept = {"audit_entries", "audit_heads", "messages", "risk_cases"}
    return answer.status == 422 and answer.written <= kept
