"""Visitors of a server on this machine: plain HTTP over one line each, timed from end to end."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

PATIENCE = 60.0
_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took; status 0 where nothing came."""

    status: int
    seconds: float
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Visitor:
    """One browser: it keeps its cookies and opens a line for every request."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    async def get(self, path: str) -> Answer:
        return await self.ask(f"GET {path} HTTP/1.1\r\n")

    async def post(self, path: str, form: dict[str, str]) -> Answer:
        body = urlencode(form).encode()
        kind = "Content-Type: application/x-www-form-urlencoded\r\n"
        return await self.ask(
            f"POST {path} HTTP/1.1\r\n{kind}Content-Length: {len(body)}\r\n", body
        )

    async def ask(self, head: str, body: bytes = b"") -> Answer:
        began = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                given = await self._exchange(head, body)
        except (OSError, TimeoutError):
            return Answer(0, time.perf_counter() - began)
        top, _, rest = given.partition(b"\r\n\r\n")
        lines = top.decode("latin-1").split("\r\n")
        headers = {}
        for line in lines[1:]:
            name, _, text = line.partition(": ")
            if name.lower() == "set-cookie":
                key, _, value = text.partition(";")[0].partition("=")
                self.cookies[key] = value
            headers[name.lower()] = text
        status = int(lines[0].split()[1]) if lines[0] else 0
        return Answer(status, time.perf_counter() - began, headers, rest)

    async def _exchange(self, head: str, body: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            more = f"Host: 127.0.0.1:{self.port}\r\nConnection: close\r\nCookie: {cookies}\r\n\r\n"
            writer.write(head.encode() + more.encode() + body)
            return await reader.read(-1)
        finally:
            writer.close()

    async def sign_in(self, name: str, passphrase: str) -> Answer:
        """Fill in the form that `prepare` opened."""
        form = {"csrf_token": self.token, "sign_in_name": name, "passphrase": passphrase}
        return await self.post("/sign-in", form)

    async def prepare(self) -> None:
        """Open the page with the form, for its token."""
        page = await self.get("/sign-in")
        found = _TOKEN.search(page.body)
        self.token = found[1].decode() if found else ""


class HalfSent:
    """Requests of which the head arrived and the body never does."""

    def __init__(self, port: int, count: int) -> None:
        self.port = port
        self.count = count
        self._lines: list[asyncio.StreamWriter] = []

    async def __aenter__(self) -> "HalfSent":
        for _ in range(self.count):
            _reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(
                f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                "Content-Length: 1000\r\n\r\ncsrf".encode()
            )
            self._lines.append(writer)
        await asyncio.sleep(0.5)
        return self

    async def __aexit__(self, *_fault: object) -> None:
        for writer in self._lines:
            writer.close()


def at_most(times: list[float], share: float) -> float:
    """Give the time within which that share of the answers came."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
