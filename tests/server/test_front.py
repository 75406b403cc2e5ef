"""The front: no crowd keeps the pages from anybody else, and nothing that was begun is lost."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from clinic.server.front import BodyLimits
from clinic.server.work_threads import ROOMS, Pool, WorkRoom
from clinic.web.lanes import LANES, Lane
from tests.server.line import Echo, front_of, post, request


class Gate:
    """Pages that stand still until a test lets them go on; `/help` never does."""

    def __init__(self) -> None:
        self.may_go = threading.Event()
        self.begun = threading.Semaphore(0)
        self.done = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        if environ["PATH_INFO"] != "/help":
            self.begun.release()
            assert self.may_go.wait(60)
            self.done += 1
        start_response("200 OK", [])
        return [b""]


def by_path(path: str, _method: str) -> Lane:
    return {"/help": Lane.AT_ONCE, "/sign-in": Lane.HASHING}.get(path, Lane.PAGES)


def test_a_crowd_in_one_lane_is_bounded_and_keeps_no_other_lane() -> None:
    pages = Gate()

    async def course() -> None:
        front = front_of(pages, lane_of=by_path, waiting=2)
        crowd = [asyncio.create_task(request("POST", b"/sign-in").call(front)) for _ in range(3)]
        await asyncio.to_thread(pages.begun.acquire)
        refused = await request("POST", b"/sign-in").call(front)
        assert (refused.status, refused.body) == (503, b"page 503")
        assert (await request("GET", b"/help").call(front)).status == 200
        page = asyncio.create_task(request().call(front))
        await asyncio.to_thread(pages.begun.acquire)
        pages.may_go.set()
        assert [(await one).status for one in (*crowd, page)] == [200] * 4

    asyncio.run(course())
    assert pages.done == 4, "what was refused was not done"


def test_asking_for_a_link_is_answered_after_an_even_time() -> None:
    assert ROOMS[LANES["auth.recoveries.create"]].even >= 0.5


@pytest.mark.parametrize("takes", [0.0, 0.02])
def test_time_does_not_tell_what_was_done_where_that_depends_on_a_name(takes: float) -> None:
    async def course() -> float:
        pool = Pool(Lane.ASKING, WorkRoom(threads=1, waiting=1, even=0.3))
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await pool.run(lambda: time.sleep(takes))
        pool.close()
        return loop.time() - begun

    assert asyncio.run(course()) >= 0.3


def test_what_waited_too_long_is_refused_and_not_done() -> None:
    pages = Gate()

    async def course() -> None:
        front = front_of(pages, seconds=-1.0)
        assert (await request().call(front)).status == 503

    asyncio.run(course())
    assert pages.done == 0


@pytest.mark.parametrize("name", [b"content-type", b"accept"])
def test_a_script_is_told_in_its_own_language(name: bytes) -> None:
    line = post(1000, (name, b"application/json; charset=utf-8"[: 16 if name == b"accept" else 99]))
    asyncio.run(line.call(front_of(Echo(), BodyLimits(seconds=0.0))))
    assert (line.body, line.headers[b"content-type"]) == (b'"408"', b"application/json")


def test_a_fault_before_any_page_is_logged_by_its_kind_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def pages(_environ: object, _start: object) -> list[bytes]:
        raise ValueError("a private word")

    line = request()
    asyncio.run(line.call(front_of(pages)))
    assert (line.status, line.body) == (500, b"page 500")
    assert "ValueError" in caplog.text
    assert "private" not in caplog.text


def test_the_end_waits_for_what_was_begun() -> None:
    pages = Gate()
    heard: list[str] = []

    async def course() -> None:
        front = front_of(pages)
        asyncio.get_running_loop().call_later(0.05, pages.may_go.set)
        running = asyncio.create_task(request().call(front))
        await asyncio.to_thread(pages.begun.acquire)
        said = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

        async def receive() -> dict[str, Any]:
            return next(said)

        async def send(message: dict[str, Any]) -> None:
            heard.append(message["type"])

        await front({"type": "lifespan"}, receive, send)
        assert pages.done == 1
        await running

    asyncio.run(course())
    assert heard == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
