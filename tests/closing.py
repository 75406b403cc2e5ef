"""An application whose every answer is closed, whatever becomes of the browser."""

from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


@runtime_checkable
class Closing(Protocol):
    """An answer that holds something, such as an open file."""

    def close(self) -> None: ...


def closing(app: WSGIApplication) -> WSGIApplication:
    """Close the answer also to a browser that went away in the middle of it.

    Werkzeug's own server then reads what is left of the request, stumbles over the connection that
    is gone, and never comes to the closing: a file that it was sending stayed open.
    """

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        return _to_the_end(app(environ, start_response))

    return serve


def _to_the_end(answer: Iterable[bytes]) -> Iterator[bytes]:
    # Whoever drops a generator ends it, and so comes to what stands behind its loop.
    try:
        yield from answer
    finally:
        if isinstance(answer, Closing):
            answer.close()
