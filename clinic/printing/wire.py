"""How the server and a printing child speak through a pipe: a length, then as many bytes."""

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">Q")


class PipeClosed(EOFError):
    """The other side ended before a whole frame had come."""


def send(stream: BinaryIO, frame: bytes) -> None:
    stream.write(_LENGTH.pack(len(frame)))
    stream.write(frame)
    stream.flush()


def receive(stream: BinaryIO) -> bytes:
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return _exactly(stream, length)


def send_job(stream: BinaryIO, words: Mapping[str, object], files: Sequence[bytes] = ()) -> None:
    """Send plain values as one frame of JSON, and after it each file as a frame of its own."""
    send(stream, json.dumps({"words": words, "files": len(files)}).encode())
    for file in files:
        send(stream, file)


def receive_job(stream: BinaryIO) -> tuple[dict[str, Any], list[bytes]]:
    job = json.loads(receive(stream))
    return job["words"], [receive(stream) for _ in range(job["files"])]


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise PipeClosed
    return data
