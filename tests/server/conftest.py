"""The server itself, started as in a clinic on a free port of this machine."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from clinic.settings import Settings
from tests.cast import ROOT
from tests.databases import Stock

PATIENCE = 120.0


@dataclass
class Server:
    """A running server, and lines to it."""

    process: "subprocess.Popen[bytes]"
    port: int

    @property
    def worker(self) -> int:
        """The process that answers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return int(children.read_text().split()[0])

    def line(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE)

    def ask(self, head: str, body: bytes = b"") -> tuple[int, bytes, bytes]:
        """Send a request on a line of its own; give status, head and body."""
        with self.line() as line:
            line.sendall(self.head(head) + body)
            return self.answer(line)

    def head(self, head: str) -> bytes:
        return f"{head}\r\nHost: 127.0.0.1:{self.port}\r\nConnection: close\r\n\r\n".encode()

    @staticmethod
    def answer(line: socket.socket) -> tuple[int, bytes, bytes]:
        """Read until the server closes the line."""
        read = b"".join(iter(lambda: line.recv(65536), b""))
        head, _, body = read.partition(b"\r\n\r\n")
        return (int(head.split()[1]) if head else 0), head, body


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_up(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except OSError:
        return False
    return True


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)


@dataclass
class Starter:
    """Starts the console's commands as processes of their own, on a clinic of the test's."""

    environment: dict[str, str]

    def command(self, *words: str, **more: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-c", "from clinic.cli import main; main()", *words],
            cwd=ROOT,
            env={**self.environment, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    @contextmanager
    def serve(self, **more: str) -> Iterator[Server]:
        port = free_port()
        process = self.command("serve", CLINIC_BIND=f"127.0.0.1:{port}", **more)
        try:
            wait_until(lambda: is_up(port) or process.poll() is not None)
            assert process.poll() is None, process.communicate()[1]
            yield Server(process, port)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.communicate(timeout=PATIENCE)


@pytest.fixture(scope="module")
def starter(
    settings: Settings, databases: Stock, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Starter]:
    url = databases.copy()
    data = tmp_path_factory.mktemp("data")
    kept = {name: text for name, text in os.environ.items() if not name.startswith("CLINIC_")}
    # Measuring what tests reach would make each start take seconds.
    kept.pop("COVERAGE_PROCESS_START", None)
    yield Starter(
        {
            **kept,
            "CLINIC_DATA": str(data),
            "CLINIC_DATABASE_URL": url,
            "CLINIC_KEY_FILE": str(settings.key_file),
        }
    )
    databases.discard(url)


@pytest.fixture(scope="module")
def server(starter: Starter) -> Iterator[Server]:
    """One server for the tests of a module that do it no harm."""
    with starter.serve() as running:
        yield running
