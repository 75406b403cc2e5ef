"""A process that was started by another one ends with it, even when that one was killed."""

import multiprocessing
import os
import signal
import threading
import time

LOOK_SECONDS = 0.5
LEAVE_SECONDS = 20.0
"""How long what is under way may take to its end; then the process goes at once."""


def end_with_parent() -> None:
    """Watch the parent process, and stop as if told to once it is gone."""
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        threading.Thread(target=_watch, args=(parent.pid,), daemon=True).start()


def _watch(parent: int) -> None:
    # Not by the pipe between the two: children that were forked later keep it open.
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LEAVE_SECONDS)
    os._exit(1)
