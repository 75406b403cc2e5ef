"""A few threads for each kind of work, and a bound on what waits for them."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from clinic.web.lanes import Lane

R = TypeVar("R")


class Full(Exception):
    """More waits already than can be done in good time."""


@dataclass(frozen=True, slots=True)
class WorkRoom:
    """How many do a kind of work at once, how many may wait, and for how long."""

    threads: int
    waiting: int
    seconds: float = 15.0
    even: float = 0.0
    """Answers leave at multiples of it, so that time does not tell what was done."""


#: Pages share the database and one interpreter: more threads would only share the same time. Each
#: printing child has its thread. A hash takes 20 ms and 19 MiB, so that two hundred who sign in at
#: the same moment are through in seconds.
ROOMS: Mapping[Lane, WorkRoom] = MappingProxyType(
    {
        Lane.PAGES: WorkRoom(threads=6, waiting=300),
        Lane.AT_ONCE: WorkRoom(threads=2, waiting=300),
        Lane.HASHING: WorkRoom(threads=2, waiting=200),
        Lane.ASKING: WorkRoom(threads=1, waiting=60, even=0.5),
        Lane.ELSEWHERE: WorkRoom(threads=2, waiting=40),
        Lane.PRINTING: WorkRoom(threads=2, waiting=24, seconds=60.0),
    }
)


class Pool:
    """The threads of one lane."""

    def __init__(self, lane: Lane, room: WorkRoom) -> None:
        self._room = room
        self._threads = ThreadPoolExecutor(room.threads, thread_name_prefix=lane.value)
        self._inside = 0

    async def run(self, work: Callable[[], R]) -> R:
        """Do the work on a thread, or raise `Full` and have done nothing."""
        if self._inside >= self._room.threads + self._room.waiting:
            raise Full
        loop = asyncio.get_running_loop()
        begun = loop.time()
        latest = begun + self._room.seconds

        def in_time() -> R:
            if loop.time() > latest:
                raise Full
            return work()

        self._inside += 1
        try:
            done = await loop.run_in_executor(self._threads, in_time)
            if even := self._room.even:
                await asyncio.sleep(even - (loop.time() - begun) % even)
            return done
        finally:
            self._inside -= 1

    def close(self) -> None:
        """End the threads after what they were given."""
        self._threads.shutdown()
