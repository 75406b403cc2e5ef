"""A line between a browser and the clinic that can really be cut.

A browser driver's own switch lets requests through while a page unloads, and hides what is lost.
"""

import contextlib
import socket
import threading


class Line:
    """A relay to the server; while it is cut nobody answers, and what was open has ended."""

    def __init__(self, port: int) -> None:
        self._goal = ("127.0.0.1", port)
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener: socket.socket | None = None
        self._unanswered: tuple[bytes, ...] = ()
        self.swallowed: list[bytes] = []
        self.port = 0
        self.mend()

    def mend(self) -> None:
        """Answer again under the same port."""
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
            self.port = int(self._listener.getsockname()[1])
            threading.Thread(target=self._listen, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """Answer nobody, and end every talk in the middle of its word."""
        listener, self._listener = self._listener, None
        if listener is not None:
            _end(listener)
        with self._lock:
            ends, self._ends = self._ends, set()
        for end in ends:
            _end(end)

    def swallow(self, *beginnings: bytes) -> None:
        """Let the next request of each beginning reach the server, and its answer nobody.

        A browser that hears the end of a talk may ask again by itself: it hears nothing until the
        line is cut.
        """
        self._unanswered = beginnings

    def _listen(self, listener: socket.socket) -> None:
        while self._listener is listener:
            try:
                near = listener.accept()[0]
            except OSError:
                return
            try:
                far = socket.create_connection(self._goal)
            except OSError:
                _end(near)
                continue
            with self._lock:
                self._ends |= {near, far}
            if self._listener is not listener:
                _end(near)
                _end(far)
                return
            silent = threading.Event()
            for one, other in ((near, far), (far, near)):
                carrying = (one, other, one is far, silent)
                threading.Thread(target=self._carry, args=carrying, daemon=True).start()

    def _carry(
        self, one: socket.socket, other: socket.socket, is_answer: bool, silent: threading.Event
    ) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                if not is_answer and (lost := self._lost(data)):
                    self.swallowed.append(lost)
                    silent.set()
                if not (is_answer and silent.is_set()):
                    other.sendall(data)
        if is_answer and silent.is_set():
            return
        for end in (one, other):
            _end(end)
        with self._lock:
            self._ends -= {one, other}

    def _lost(self, data: bytes) -> bytes:
        found = next((each for each in self._unanswered if data.startswith(each)), b"")
        self._unanswered = tuple(each for each in self._unanswered if each != found)
        return found


def _end(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
