"""One request as the pages see it."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

from tests.server.line import Echo, front_of, post, request


def environ_of(path: bytes = b"/", *headers: tuple[bytes, bytes]) -> dict[str, Any]:
    pages = Echo()
    asyncio.run(request("GET", path, *headers).call(front_of(pages)))
    return pages.environs[0]


def test_a_path_keeps_the_bytes_that_were_sent() -> None:
    environ = environ_of(b"/a%C3%A9%ff?x=%ff&y")
    assert environ["PATH_INFO"].encode("latin-1") == b"/a\xc3\xa9\xff"
    assert environ["QUERY_STRING"] == "x=%ff&y"


def test_a_header_that_only_looks_like_that_of_a_proxy_is_not_heard() -> None:
    headers = ((b"x_forwarded_for", b"203.0.113.9"), (b"x-forwarded-for", b"192.0.2.1"))
    assert environ_of(b"/", *headers)["HTTP_X_FORWARDED_FOR"] == "192.0.2.1"


def test_cookies_of_several_lines_are_one_and_other_headers_are_a_list() -> None:
    environ = environ_of(
        b"/", (b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"accept", b"x"), (b"accept", b"y")
    )
    assert (environ["HTTP_COOKIE"], environ["HTTP_ACCEPT"]) == ("a=1; b=2", "x,y")


def test_nothing_of_the_environment_of_the_server_reaches_a_page() -> None:
    assert {name for name in environ_of() if name.isupper()} <= {
        "REQUEST_METHOD",
        "SCRIPT_NAME",
        "PATH_INFO",
        "QUERY_STRING",
        "SERVER_NAME",
        "SERVER_PORT",
        "SERVER_PROTOCOL",
        "REMOTE_ADDR",
        "CONTENT_LENGTH",
    }


def test_the_length_is_that_of_what_arrived() -> None:
    pages = Echo()
    line = post(99, (b"content-type", b"text/plain")).give((b"short", False))
    asyncio.run(line.call(front_of(pages)))
    assert pages.environs[0]["CONTENT_LENGTH"] == "5"
    assert pages.environs[0]["CONTENT_TYPE"] == "text/plain"


def test_an_answer_is_taken_whole_and_closed() -> None:
    closed: list[bool] = []

    class Parts:
        def __iter__(self) -> Iterator[bytes]:
            return iter([b"%PDF", b"-1.7"])

        def close(self) -> None:
            closed.append(True)

    def pages(_environ: object, start_response: Callable[..., Any]) -> Parts:
        start_response("206 Partial Content", [("X-One", "1"), ("X-One", "2")])
        return Parts()

    line = request()
    asyncio.run(line.call(front_of(pages)))
    assert (line.status, line.body, closed) == (206, b"%PDF-1.7", [True])
    assert line.sent[0]["headers"] == [(b"x-one", b"1"), (b"x-one", b"2")]
