"""The front: it takes each request whole before a thread of the pages is taken for it.

A body that does not arrive, and a reader who does not read, cost some memory here and hold up
nobody. Speaks ASGI to the server and PEP 3333 to the pages.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from clinic.server.work_threads import ROOMS, Full, Pool, WorkRoom
from clinic.server.wsgi import Application, Headers, Scope, WholeAnswer, call, environ_of, header_of
from clinic.web.lanes import Lane
from clinic.web.notices import Notice

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

_log = logging.getLogger(__name__)
_CLOSE = (b"connection", b"close")

LARGEST_HEAD = 64 * 1024
"""Bytes of all header fields; no browser sends as much, and not every server bounds them."""


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """What a body may take before the front drops it."""

    bytes_each: int = 5 * 1024 * 1024 + 128 * 1024
    """Above every limit of the pages, which then say themselves that it is too large."""
    bytes_in_all: int = 64 * 1024 * 1024
    unfinished: int = 256
    """The oldest is dropped when one more comes."""
    seconds: float = 20.0
    bytes_a_second: int = 1000
    """A line as slow as this earns more seconds, up to the longest."""
    longest_seconds: float = 180.0


class _Gone(Exception):
    """The visitor left before the request was there."""


class Front:
    """The application that the server calls."""

    def __init__(
        self,
        pages: Application,
        lane_of: Callable[[str, str], Lane],
        notices: Mapping[int, Notice],
        limits: BodyLimits | None = None,
        rooms: Mapping[Lane, WorkRoom] = ROOMS,
        at_end: Callable[[], None] = lambda: None,
    ) -> None:
        self._pages = pages
        self._lane_of = lane_of
        self._at_end = at_end
        self._notices = notices
        self._bodies = _Bodies(limits or BodyLimits())
        self._pools = {lane: Pool(lane, room) for lane, room in rooms.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or live through the beginning and the end of the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            try:
                answer = await self._answer(scope, receive)
            except _Gone:
                return
            await _give(answer, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                for pool in self._pools.values():
                    await asyncio.to_thread(pool.close)
                await asyncio.to_thread(self._at_end)
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return

    async def _answer(self, scope: Scope, receive: Receive) -> WholeAnswer:
        if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEAD:
            return self._say(431, scope)
        try:
            body, length = await self._bodies.read(scope, receive)
            environ = environ_of(scope, body, length)
            lane = self._lane_of(scope["path"], scope["method"])
            answer = await self._pools[lane].run(lambda: call(self._pages, environ))
        except TimeoutError:
            return self._say(408, scope)
        except Full:
            return self._say(503, scope)
        except (_Gone, asyncio.CancelledError):
            raise
        except Exception as fault:
            # The kind only: an exception's text may hold what somebody typed.
            _log.error("%s before any page", type(fault).__name__)
            return self._say(500, scope)
        if length > len(body):
            answer.headers.append(_CLOSE)  # the rest of the body is still on its way
        return answer

    def _say(self, status: int, scope: Scope) -> WholeAnswer:
        """Say something without the pages: to a person as a page, to a script as JSON."""
        notice = self._notices[status]
        is_script = b"application/json" in (
            header_of(scope, b"content-type").partition(b";")[0].strip(),
            header_of(scope, b"accept").partition(b",")[0].strip(),
        )
        kind = b"application/json" if is_script else b"text/html; charset=utf-8"
        body = notice.json if is_script else notice.page
        return WholeAnswer(status, [*notice.headers, (b"content-type", kind), _CLOSE], body)


class _Bodies:
    """The bodies that are on their way, the oldest first."""

    def __init__(self, limits: BodyLimits) -> None:
        self._limits = limits
        self._unfinished: dict[asyncio.Timeout, None] = {}
        self._held = 0

    async def read(self, scope: Scope, receive: Receive) -> tuple[bytes, int]:
        """Take a body and its length; of one that is too large nothing, and a length beyond it."""
        told = header_of(scope, b"content-length")
        if not header_of(scope, b"transfer-encoding") and told in (b"", b"0"):
            return b"", 0
        if told.isdigit() and int(told) > self._limits.bytes_each:
            return b"", int(told)
        parts: list[bytes] = []
        end = asyncio.timeout(self._limits.seconds)
        self._unfinished[end] = None
        try:
            async with end:
                return await self._collect(parts, receive, end)
        finally:
            self._unfinished.pop(end, None)
            self._held -= sum(map(len, parts))

    async def _collect(
        self, parts: list[bytes], receive: Receive, end: asyncio.Timeout
    ) -> tuple[bytes, int]:
        limits, size = self._limits, 0
        begun = asyncio.get_running_loop().time()
        self._make_room()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _Gone
            part = message.get("body", b"")
            parts.append(part)
            size += len(part)
            self._held += len(part)
            if not message.get("more_body", False):
                return b"".join(parts), size
            if size > limits.bytes_each:
                return b"", size
            if end in self._unfinished:
                earned = limits.seconds + size / limits.bytes_a_second
                end.reschedule(begun + min(earned, limits.longest_seconds))
            self._make_room()

    def _make_room(self) -> None:
        """Drop the oldest where there are too many, or too much of them in all."""
        limits = self._limits
        if len(self._unfinished) > limits.unfinished or self._held > limits.bytes_in_all:
            oldest = next(iter(self._unfinished))
            del self._unfinished[oldest]
            oldest.reschedule(0.0)


async def _give(answer: WholeAnswer, send: Send) -> None:
    headers: Headers = answer.headers
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
