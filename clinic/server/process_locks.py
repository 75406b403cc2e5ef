"""A lock that ends with the process that holds it, however that ends."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from clinic.settings import WrongSetting

_EVERY = 0.1


@contextmanager
def held(
    path: Path, refusal: str, seconds: float, waiting: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Hold a lock file, or raise `WrongSetting` when another process does not release it in time.

    The file itself stays: to remove it would let two hold it at once.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(descriptor, refusal, seconds, waiting)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def shared(path: Path, refusal: str) -> Iterator[None]:
    """Hold a lock file beside others who share it; whoever would hold it alone is refused."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WrongSetting(refusal) from None
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, refusal: str, seconds: float, waiting: Callable[[], None]) -> None:
    end = time.monotonic() + seconds
    has_told = False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                holder = os.pread(descriptor, 20, 0).decode(errors="replace").strip()
                raise WrongSetting(refusal.format(process=holder or "unknown")) from None
        else:
            return
        if not has_told:
            waiting()
            has_told = True
        time.sleep(_EVERY)
