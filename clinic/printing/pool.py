"""A few printing children under limits: a bad document ends its child and never the server."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import BinaryIO, cast

from clinic.domain.text import N_
from clinic.printing import wire
from clinic.printing.template_paths import ROOT

#: What the child needs to find fonts and system libraries. Everything else stays here, above all
#: the address of the database and of the key.
_PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "XDG_CACHE_HOME",
    "FONTCONFIG_PATH",
    "FONTCONFIG_FILE",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
)

_TOO_MUCH = N_(
    "This could not be printed: it took too long or grew too large. Nothing was lost. "
    "You can open it on the screen and print it from there."
)
_BUSY = N_("Other pages are being printed right now. Nothing was lost. Please try again shortly.")


class PrintFailed(Exception):
    """A document gave no PDF; `message` is for people, `cause` for the log."""

    def __init__(self, message: str, cause: str) -> None:
        super().__init__(cause)
        self.message = message
        self.cause = cause


@dataclass(frozen=True)
class Leaf:
    """One HTML document of a job; the controls of a form become fields of the PDF."""

    html: str
    is_form: bool = False


@dataclass(frozen=True)
class ChildLimits:
    children: int = 2
    jobs_per_child: int = 60
    memory_bytes: int = 1 << 30
    cpu_seconds: int = 20
    wall_seconds: float = 30.0
    queue_seconds: float = 60.0


class PrintPool:
    """Hands each job to an idle child, starts one when there is none, and keeps the good ones."""

    def __init__(self, limits: ChildLimits | None = None) -> None:
        self._limits = limits or ChildLimits()
        self._turns = threading.BoundedSemaphore(self._limits.children)
        self._lock = threading.Lock()
        self._idle: list[_Child] = []
        self._closed = False

    def pdf(self, leaves: Sequence[Leaf], title: str | None = None) -> bytes:
        """Print the leaves as one document; without a title it keeps that of the first leaf."""
        return self.run("pdf", {"title": title, "leaves": [asdict(leaf) for leaf in leaves]})

    def run(self, task: str, words: Mapping[str, object], files: Sequence[bytes] = ()) -> bytes:
        """Hand a task to a child: plain values and finished PDFs, and a PDF comes back."""
        if not self._turns.acquire(timeout=self._limits.queue_seconds):
            raise PrintFailed(_BUSY, "queue")
        try:
            child = self._take()
            try:
                result = child.run({**words, "task": task}, files, self._limits.wall_seconds)
            except BaseException:
                child.end()
                raise
            self._give_back(child)
            return result
        finally:
            self._turns.release()

    def warm(self) -> None:
        """Start a child ahead, so that the first person does not wait for it."""
        self._give_back(self._take())

    def close(self) -> None:
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def forget(self) -> None:
        """Leave the children to the parent process after a fork: their pipes are not ours."""
        self._turns = threading.BoundedSemaphore(self._limits.children)
        self._lock = threading.Lock()
        self._idle = []

    def _take(self) -> "_Child":
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.is_alive():
                    return child
                child.end()
        return _Child(self._limits)

    def _give_back(self, child: "_Child") -> None:
        with self._lock:
            if not self._closed and child.jobs_done < self._limits.jobs_per_child:
                self._idle.append(child)
                return
        child.end()


class _Child:
    """One child process and its pipes; used by one thread at a time."""

    def __init__(self, limits: ChildLimits) -> None:
        self.jobs_done = 0
        self._folder = tempfile.mkdtemp(prefix="hearth-print-")
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [
                sys.executable,
                "-m",
                "clinic.printing.child",
                str(limits.memory_bytes),
                str(limits.cpu_seconds),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            env=environment(self._folder),
            start_new_session=True,  # Ctrl-C ends the server, which then ends its children
        )

        self._jobs = cast("BinaryIO", self._process.stdin)
        self._results = cast("BinaryIO", self._process.stdout)

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def run(
        self, words: Mapping[str, object], files: Sequence[bytes], wall_seconds: float
    ) -> bytes:
        # The watch covers writing and reading alike: when it kills, both ends close.
        watch = threading.Timer(wall_seconds, self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            wire.send_job(self._jobs, words, files)
            reply = wire.receive(self._results)
        except (OSError, wire.PipeClosed):
            raise PrintFailed(_TOO_MUCH, "child ended") from None
        finally:
            watch.cancel()
        if reply[:1] != b"+":
            raise PrintFailed(_TOO_MUCH, reply[1:].decode(errors="replace"))
        self.jobs_done += 1
        return reply[1:]

    def end(self) -> None:
        """Kill, collect and sweep: no zombie, no open pipe, no font left behind."""
        self._process.kill()
        self._process.wait()
        for stream in (self._jobs, self._results):
            # The buffer may still hold bytes for a child that is gone.
            with contextlib.suppress(OSError):
                stream.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def environment(folder: str) -> dict[str, str]:
    """Give a child its own folder and hardly anything of ours."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {
        **passed,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": folder,
    }
