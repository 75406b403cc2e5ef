"""A line to the front without a network: what is sent, what arrives, and what comes back."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from clinic.server.front import BodyLimits, Front
from clinic.server.work_threads import WorkRoom
from clinic.server.wsgi import Application, Scope
from clinic.web.lanes import Lane
from clinic.web.notices import Notice

NOTICES = {
    status: Notice(f"page {status}".encode(), f'"{status}"'.encode(), ((b"x-notice", b"yes"),))
    for status in (408, 500, 503)
}
Part = tuple[bytes, bool]
"""A piece of a body, and whether more is to come."""


@dataclass
class Line:
    """One request: its parts arrive when a test hands them in."""

    scope: Scope
    parts: "asyncio.Queue[dict[str, Any]]" = field(default_factory=asyncio.Queue)
    sent: list[dict[str, Any]] = field(default_factory=list)

    def give(self, *parts: Part) -> "Line":
        for body, more in parts:
            self.parts.put_nowait({"type": "http.request", "body": body, "more_body": more})
        return self

    def leave(self) -> None:
        self.parts.put_nowait({"type": "http.disconnect"})

    async def call(self, front: Front) -> "Line":
        async def send(message: dict[str, Any]) -> None:
            self.sent.append(message)

        await front(self.scope, self.parts.get, send)
        return self

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"]) if self.sent else 0

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.sent[0]["headers"])

    @property
    def body(self) -> bytes:
        return b"".join(message["body"] for message in self.sent[1:])


def request(method: str = "GET", path: bytes = b"/", *headers: tuple[bytes, bytes]) -> Line:
    """Make a request as the server tells of it."""
    raw, _, query = path.partition(b"?")
    return Line(
        {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": raw.decode(errors="replace"),
            "raw_path": raw,
            "query_string": query,
            "headers": list(headers),
            "server": ("127.0.0.1", "8000"),
            "client": ("192.0.2.7", "40000"),
        }
    )


def post(length: int, *headers: tuple[bytes, bytes]) -> Line:
    return request("POST", b"/", (b"content-length", str(length).encode()), *headers)


def front_of(
    pages: Application,
    limits: BodyLimits | None = None,
    lane_of: Callable[[str, str], Lane] = lambda *_: Lane.PAGES,
    waiting: int = 2,
    seconds: float = 60.0,
) -> Front:
    """Put a front with one thread a lane before some pages."""
    rooms = {lane: WorkRoom(1, waiting, seconds) for lane in Lane}
    return Front(pages, lane_of, NOTICES, limits, rooms)


class Echo:
    """Pages that remember how they were called, and say back what was sent."""

    def __init__(self) -> None:
        self.environs: list[dict[str, Any]] = []
        self.bodies: list[bytes] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        self.environs.append(environ)
        self.bodies.append(environ["wsgi.input"].read())
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"said: ", self.bodies[-1]]
