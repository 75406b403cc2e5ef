"""A process that has everything loaded and forks workers on demand, to be killed in their work."""

import os
import sys
from datetime import timedelta

from clinic.cli.worker import work
from clinic.settings import read_settings


def main() -> None:
    """Fork a worker for each "start", reap the last for each "reap"; say the number of each."""
    settings = read_settings()
    pid = 0
    for line in sys.stdin:
        if line.strip() == "reap":
            os.waitpid(pid, 0)
        else:
            pid = os.fork()
            if not pid:
                work(settings, pause_seconds=0.02, claim_lasts=timedelta(seconds=float(line)))
                os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
