"""The server as browsers, proxies and rude strangers meet it."""

import os
import signal
import socket
from pathlib import Path

import pytest

from tests.server.conftest import Server, Starter, is_up, wait_until

FORM = "Content-Type: application/x-www-form-urlencoded"


@pytest.fixture
def data(tmp_path: Path) -> str:
    """A data folder for a second server, since the first one holds its own."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return str(folder)


def test_half_sent_requests_keep_nobody_from_anything(server: Server) -> None:
    lines = [server.line() for _ in range(40)]
    for line in lines:
        line.sendall(server.head(f"POST /sign-in HTTP/1.1\r\n{FORM}\r\nContent-Length: 900") + b"a")
    for path in ("/help", "/sign-in", "/styles/hearth.css"):
        assert server.ask(f"GET {path} HTTP/1.1")[0] == 200
    for line in lines:
        line.setblocking(False)
        with pytest.raises(BlockingIOError):
            line.recv(1)  # still on its way, and nobody else noticed
        line.close()


def test_half_sent_heads_keep_nobody_from_anything(server: Server) -> None:
    lines = [server.line() for _ in range(40)]
    for line in lines:
        line.sendall(b"GET /help HTTP/1.1\r\nHo")
    assert server.ask("GET /help HTTP/1.1")[0] == 200
    for line in lines:
        line.close()


def test_somebody_who_does_not_read_keeps_nobody_from_anything(server: Server) -> None:
    lines = [server.line() for _ in range(20)]
    for line in lines:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        asked = f"GET /styles/hearth.css HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n"
        line.sendall(asked.encode() * 50)
    assert server.ask("GET /styles/hearth.css HTTP/1.1")[0] == 200
    assert server.ask("GET /help HTTP/1.1")[0] == 200
    for line in lines:
        line.close()


def test_old_and_careful_ways_to_ask_work(server: Server) -> None:
    status, head, body = server.ask("GET /help HTTP/1.0")
    assert (status, b"Help now" in body) == (200, True)
    status, head, body = server.ask("HEAD /help HTTP/1.1")
    assert (status, body) == (200, b"")
    assert b"content-length: 0" not in head.lower()
    with server.line() as line:
        line.sendall(
            server.head(
                f"POST /sign-in HTTP/1.1\r\n{FORM}\r\nContent-Length: 3\r\nExpect: 100-continue"
            )
        )
        assert line.recv(100).startswith(b"HTTP/1.1 100 ")
        line.sendall(b"a=b")
        assert server.answer(line)[0] == 400, "a form without its token"
    chunked = f"POST /sign-in HTTP/1.1\r\n{FORM}\r\nTransfer-Encoding: chunked"
    assert server.ask(chunked, b"3\r\na=b\r\n0\r\n\r\n")[0] == 400


def test_a_line_serves_one_request_after_the_other(server: Server) -> None:
    with server.line() as line:
        for _ in range(3):
            line.sendall(f"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
            read = line.makefile("rb")
            head = b"".join(iter(read.readline, b"\r\n"))
            length = int(head.lower().partition(b"content-length: ")[2].split(b"\r")[0])
            body = read.read(length)
            assert body.rstrip().endswith(b"</html>")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("GET /" + "a" * 70_000 + " HTTP/1.1", 414),
        ("POST /sign-in HTTP/1.1\r\n" + FORM + "\r\nContent-Length: 6000000", 413),
        ("POST /sign-in HTTP/1.1\r\n" + FORM + "\r\nContent-Length: 1500000", 413),
        ("GET /help HTTP/1.1\r\nContent-Length: -1", 400),
    ],
)
def test_what_is_too_much_is_refused(server: Server, head: str, status: int) -> None:
    body = b"a" * 1_500_000 if "1500000" in head else b""
    assert server.ask(head, body)[0] == status
    assert server.ask("GET /help HTTP/1.1")[0] == 200


def test_a_head_without_end_is_cut_off(server: Server) -> None:
    try:
        status = server.ask("GET /help HTTP/1.1\r\nX-Long: " + "a" * 500_000)[0]
    except ConnectionError:
        status = 0  # the rest was still on its way when the line was closed
    assert status in (0, 431)
    assert server.ask("GET /help HTTP/1.1")[0] == 200


def test_a_stop_loses_no_request(starter: Starter, data: str) -> None:
    with starter.serve(CLINIC_DATA=data) as server:
        assert server.ask("GET /sign-in HTTP/1.1")[0] == 200
        lines = [server.line() for _ in range(12)]
        for line in lines[:6]:
            line.sendall(server.head("GET /sign-in HTTP/1.1"))
        for line in lines[6:]:
            line.sendall(server.head(f"POST /sign-in HTTP/1.1\r\n{FORM}\r\nContent-Length: 3"))
        server.ask("GET /help HTTP/1.1")
        server.process.send_signal(signal.SIGTERM)
        for line in lines[6:]:
            line.sendall(b"a=b")
        answers = [server.answer(line)[0] for line in lines]
        for line in lines:
            line.close()
        assert answers == [200] * 6 + [400] * 6
        wait_until(lambda: server.process.poll() is not None)
        assert server.process.returncode == 0


def test_nothing_stays_behind_when_the_server_is_killed(starter: Starter, data: str) -> None:
    with starter.serve(CLINIC_DATA=data) as server:
        worker = server.worker
        os.kill(server.process.pid, signal.SIGKILL)
        wait_until(lambda: not is_up(server.port))
        wait_until(lambda: not is_alive(worker))


def is_alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
