"""Work that takes longer than a person should wait: started by one account and seen by it alone.

Jobs live in the memory of the process and are forgotten after a while; what they make can always be
made again.
"""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

Progress = Callable[[int, int], None]
Work = Callable[[Progress], bytes]
"""Makes a file, and tells as it goes how many steps are done, of how many."""

KEPT_FOR = timedelta(minutes=15)
_MOST = 24


@dataclass(slots=True)
class Job:
    """One file in the making."""

    account_id: int
    file_name: str
    ends_at: datetime
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    done: int = 0
    of: int = 1
    file: bytes | None = None
    fault: Exception | None = None
    _finished: threading.Event = field(default_factory=threading.Event)

    @property
    def is_finished(self) -> bool:
        """Whether there is a file, or a reason why there is none."""
        return self._finished.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait for the end, and say whether it came."""
        return self._finished.wait(seconds)

    def result(self) -> bytes:
        """Give the file of a finished job, or raise what went wrong."""
        if self.fault:
            raise self.fault
        return self.file or b""

    def run(self, work: Work) -> None:
        """Do the work; whatever happens in it, the job ends."""
        try:
            self.file = work(self._tell)
        except Exception as fault:
            self.fault = fault
        finally:
            self._finished.set()

    def _tell(self, done: int, of: int) -> None:
        self.done, self.of = done, of


class Jobs:
    """The jobs of this process, the oldest dropped when there are too many."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()

    def start(self, account_id: int, file_name: str, now: datetime, work: Work) -> Job:
        """Begin the work beside the request."""
        job = Job(account_id, file_name, now + KEPT_FOR)
        with self._lock:
            self._forget_old(now)
            while len(self._jobs) >= _MOST:
                del self._jobs[next(iter(self._jobs))]
            self._jobs[job.token] = job
        # A daemon: work that nobody waits for any more does not hold up the end of the server.
        threading.Thread(target=job.run, args=(work,), daemon=True).start()
        return job

    def find(self, account_id: int, token: str, now: datetime) -> Job | None:
        """Give a job to the account that started it, and to nobody else."""
        with self._lock:
            self._forget_old(now)
            job = self._jobs.get(token)
        return job if job and job.account_id == account_id else None

    def _forget_old(self, now: datetime) -> None:
        self._jobs = {token: job for token, job in self._jobs.items() if job.ends_at > now}
