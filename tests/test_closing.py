"""Whatever an answer holds is released, also where the browser went away in the middle of it."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.serving import make_server

from tests.closing import closing

PATIENCE = 60.0


class Answer:
    """An answer that is not at its end before the browser is gone."""

    def __init__(self) -> None:
        self.gone, self.closed = threading.Event(), threading.Event()

    def __call__(self, _environ: WSGIEnvironment, start_response: StartResponse) -> "Answer":
        start_response("200 OK", [("Content-Length", "10")])
        return self

    def __iter__(self) -> Iterator[bytes]:
        yield b"all of it."
        assert self.gone.wait(PATIENCE)

    def close(self) -> None:
        self.closed.set()


@contextmanager
def served(app: WSGIApplication) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def break_off(port: int, answer: Answer) -> None:
    """Ask, read the beginning, and break the line as a tab does that is closed."""
    line = socket.create_connection(("127.0.0.1", port))
    line.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
    assert line.recv(1)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()
    answer.gone.set()


def test_an_answer_is_closed_for_a_browser_that_went_away() -> None:
    answer = Answer()
    with served(closing(answer)) as port:
        break_off(port, answer)
        assert answer.closed.wait(PATIENCE)


def test_an_answer_that_arrived_is_closed_once() -> None:
    answer = Answer()
    answer.gone.set()
    closed = []
    answer.close = lambda: closed.append(True)  # type: ignore[method-assign]  # to count the calls
    parts = closing(answer)({}, lambda *_: lambda _part: None)
    assert b"".join(parts) == b"all of it."
    parts.close()  # type: ignore[attr-defined]  # WSGI asks for it, no type names it
    assert closed == [True]
