"""How the server and a printing child speak through a pipe: a length, then as many bytes."""

import struct
from typing import BinaryIO

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


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise PipeClosed
    return data
