"""A server of the demo's clinic for a bench, and what others take of this machine meanwhile."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from clinic.cli.command_context import open_database
from clinic.cli.database import bring_up
from clinic.cli.demo_clinic import fill
from clinic.db import Db
from clinic.settings import Settings, read_settings

_SPIN = """
import time
began, used = time.perf_counter(), time.process_time()
while time.process_time() - used < 0.5:
    sum(range(1000))
print(0, (time.perf_counter() - began) / (time.process_time() - used))
"""


@contextmanager
def served(folder: Path, prepare: Callable[[Db], None]) -> Iterator[int]:
    """Make the demo's clinic, with what a bench adds to it, and serve it on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    for name in [name for name in os.environ if name.startswith("CLINIC_")]:
        del os.environ[name]
    os.environ["CLINIC_DATA"] = str(folder / "data")
    os.environ["CLINIC_BIND"] = f"127.0.0.1:{port}"
    settings = read_settings()
    bring_up(settings)
    with open_database(settings) as db:
        fill(db, datetime.now(UTC), "UTC")
        prepare(db)
    with subprocess.Popen([Path(sys.executable).parent / "clinic", "serve"]) as server:  # noqa: S603 - ours
        try:
            wait_until_up(settings)
            yield port
        finally:
            server.send_signal(signal.SIGTERM)


def taken_by_others() -> float:
    """Give how much longer computing on two cores takes than it would alone; 1 for no longer."""
    words = [sys.executable, "-c", _SPIN]
    spins = [
        subprocess.Popen(words, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own words
        for _ in range(2)
    ]
    return max(1.0, *(float(spin.communicate()[0].split()[1]) for spin in spins))


def wait_until_up(settings: Settings) -> None:
    for _ in range(300):
        try:
            socket.create_connection(settings.address, 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
