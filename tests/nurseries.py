"""Servers, workers and upgrades of the clinic's own, killed as a loss of power would."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from clinic.settings import Settings
from tests.cast import ROOT

_PATIENCE = 240


@dataclass
class Nursery:
    """Starts one process after the other, and kills them with all their children."""

    process: "subprocess.Popen[str]"
    words: str
    """What to start: `serve`, `upgrade`, `rotate`, or `work` and how long a claim lasts."""
    pid: int = 0

    def start(self) -> int:
        self.pid = self._ask(self.words)
        return self.pid

    def kill(self) -> None:
        """End it as a loss of power would; whoever comes second finds nothing to kill."""
        pid, self.pid = self.pid, 0
        if pid:
            try:
                os.killpg(pid, signal.SIGKILL)
            except ProcessLookupError:
                # It was forked a moment ago and leads no group yet.
                os.kill(pid, signal.SIGKILL)

    def reap(self) -> int:
        """Wait for its end, and give how it came: 0, or a signal as a number below."""
        self.pid = 0
        return self._ask("reap")

    def _ask(self, words: str) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()
        ready, _, _ = select.select([self.process.stdout], [], [], _PATIENCE)
        assert ready, f"the nursery did not answer to {words!r}"
        return int(self.process.stdout.readline())


@contextmanager
def nursery(
    words: str, settings: Settings, database_url: str, more: Mapping[str, str]
) -> Iterator[Nursery]:
    """Open a nursery on a clinic, with further settings of the environment."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.nursery"],
        cwd=ROOT,
        env={
            **{name: text for name, text in os.environ.items() if not name.startswith("CLINIC_")},
            "CLINIC_DATABASE_URL": database_url,
            "CLINIC_DATA": str(settings.data),
            "CLINIC_KEY_FILE": str(settings.key_file),
            **more,
        },
        text=True,
        bufsize=1,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    opened = Nursery(process, words)
    try:
        yield opened
    finally:
        opened.kill()
        process.communicate(timeout=_PATIENCE)
