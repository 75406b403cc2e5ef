"""The bodies of requests: one that does not arrive costs nobody else anything."""

import asyncio

from clinic.server.front import BodyLimits
from tests.server.line import Echo, front_of, post, request

LONG = 1000.0
"""Seconds that no test lasts: whatever ends before is ended by something else."""


def test_bodies_that_never_arrive_hold_no_thread() -> None:
    pages = Echo()

    async def course() -> None:
        front = front_of(pages, BodyLimits(seconds=LONG))
        stalled = [
            asyncio.create_task(post(1000).give((b"a", True)).call(front)) for _ in range(64)
        ]
        await asyncio.sleep(0)
        assert (await request().call(front)).status == 200
        assert (await post(2).give((b"hi", False)).call(front)).body == b"said: hi"
        assert not any(task.done() for task in stalled)
        for task in stalled:
            task.cancel()

    asyncio.run(course())
    assert pages.bodies == [b"", b"hi"], "and the pages never heard of the others"


def test_a_body_that_takes_too_long_is_answered_and_dropped() -> None:
    pages = Echo()
    line = post(1000).give((b"a", True))
    asyncio.run(line.call(front_of(pages, BodyLimits(seconds=0.01))))
    assert (line.status, line.body) == (408, b"page 408")
    assert line.headers[b"connection"] == b"close"
    assert pages.environs == []


def test_the_oldest_unfinished_body_gives_way_to_one_more() -> None:
    async def course() -> None:
        front = front_of(Echo(), BodyLimits(seconds=LONG, unfinished=2))
        lines = [post(10) for _ in range(3)]
        tasks = []
        for line in lines:
            tasks.append(asyncio.create_task(line.call(front)))
            await asyncio.sleep(0)
        assert (await tasks[0]).status == 408
        for line in lines[1:]:
            line.give((b"whole", False))
        assert [(await task).status for task in tasks[1:]] == [200, 200]

    asyncio.run(course())


def test_the_oldest_gives_way_when_all_together_hold_too_much() -> None:
    async def course() -> None:
        front = front_of(Echo(), BodyLimits(seconds=LONG, bytes_in_all=100))
        first, second = post(200).give((b"a" * 60, True)), post(200)
        one = asyncio.create_task(first.call(front))
        two = asyncio.create_task(second.call(front))
        await asyncio.sleep(0)
        second.give((b"b" * 60, True), (b"b", False))
        assert (await one).status == 408
        assert (await two).status == 200

    asyncio.run(course())


def test_a_body_that_is_too_large_is_not_read_and_the_pages_say_so() -> None:
    pages = Echo()
    line = post(11)
    asyncio.run(line.call(front_of(pages, BodyLimits(bytes_each=10))))
    assert pages.environs[0]["CONTENT_LENGTH"] == "11"
    assert pages.bodies == [b""]
    assert line.headers[b"connection"] == b"close"


def test_a_body_without_a_length_is_read_up_to_the_limit() -> None:
    pages = Echo()
    chunked = (b"transfer-encoding", b"chunked")
    lines = [request("POST", b"/", chunked) for _ in range(2)]
    lines[0].give((b"12345", True), (b"678", False))
    lines[1].give((b"12345", True), (b"678901", True))

    async def course() -> None:
        front = front_of(pages, BodyLimits(bytes_each=10))
        for line in lines:
            await line.call(front)

    asyncio.run(course())
    assert [one["CONTENT_LENGTH"] for one in pages.environs] == ["8", "11"]
    assert pages.bodies == [b"12345678", b""]


def test_whoever_leaves_before_the_body_is_there_has_asked_for_nothing() -> None:
    pages = Echo()
    line = post(10).give((b"a", True))
    line.leave()
    asyncio.run(line.call(front_of(pages)))
    assert (pages.environs, line.sent) == ([], [])


def test_whoever_leaves_after_it_has_done_the_deed() -> None:
    pages = Echo()
    line = post(5).give((b"whole", False))
    line.leave()
    asyncio.run(line.call(front_of(pages)))
    assert pages.bodies == [b"whole"]
