"""A process that has everything loaded and forks the clinic's own, to be killed in their work."""

import os
import sys
from contextlib import redirect_stdout
from datetime import timedelta

from clinic.cli import clinic
from clinic.cli.database import bring_up
from clinic.cli.serve import run
from clinic.cli.worker import work
from clinic.server.starts import Start
from clinic.settings import read_settings


def main() -> None:
    """Fork what each line names and say its number; for each "reap" say how the last one ended.

    What is forked leads a group of its own, so that one kill ends it with all its children.
    """
    pid = 0
    for line in sys.stdin:
        kind, _, more = line.strip().partition(" ")
        if kind == "reap":
            said = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        else:
            said = pid = os.fork()
            if not pid:
                be(kind, more)
                os._exit(0)
        sys.stdout.write(f"{said}\n")
        sys.stdout.flush()


def be(kind: str, more: str) -> None:
    """Be a server, an upgrade, a change of keys, or a worker whose claims last some seconds."""
    os.setsid()
    settings = read_settings()
    if kind == "serve":
        # It may be started at once after a kill, when the clock of the last deed is the same.
        run(Start(settings), is_clock_right=True)
    elif kind == "upgrade":
        bring_up(settings)
    elif kind == "rotate":
        with redirect_stdout(sys.stderr):
            clinic(["keys", "rotate"], standalone_mode=False)
    else:
        work(settings, pause_seconds=0.02, claim_lasts=timedelta(seconds=float(more)))


if __name__ == "__main__":
    main()
