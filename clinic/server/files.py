"""How many files this process may hold open at once."""

import resource

WANTED_FILES = 4096


def files_at_once() -> int:
    """Give how many it may be raised to by the process itself."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return WANTED_FILES if hard == resource.RLIM_INFINITY else min(hard, WANTED_FILES)


def allow_files() -> int:
    """Raise the limit as far as it is wanted, and give it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < files_at_once():
        resource.setrlimit(resource.RLIMIT_NOFILE, (files_at_once(), hard))
    return files_at_once()
