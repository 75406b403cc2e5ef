"""The pages of an encrypted SQLite file as they are under the cipher, freed ones among them."""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

_PAGE, _SALT, _IV, _MAC = 4096, 16, 16, 64
"""SQLCipher 4: the first page begins with a salt, each ends with a vector and a keyed hash."""
_LOG_HEAD, _FRAME_HEAD = 32, 24


def plain_pages(path: Path, key: bytes) -> bytes:
    """Give every page of the file and of its log, one after the other."""
    return b"".join(_open(page, key) for page in [*_pages(path), *_frames(path)])


def _pages(path: Path) -> Iterator[tuple[bytes, bool]]:
    raw = path.read_bytes()
    yield from ((raw[at : at + _PAGE], at == 0) for at in range(0, len(raw), _PAGE))


def _frames(path: Path) -> Iterator[tuple[bytes, bool]]:
    log = path.with_name(f"{path.name}-wal")
    raw = log.read_bytes() if log.exists() else b""
    for at in range(_LOG_HEAD, len(raw), _FRAME_HEAD + _PAGE):
        number = int.from_bytes(raw[at : at + 4])
        yield raw[at + _FRAME_HEAD : at + _FRAME_HEAD + _PAGE], number == 1


def _open(page: tuple[bytes, bool], key: bytes) -> bytes:
    raw, is_first = page
    end = _PAGE - _IV - _MAC
    opened = Cipher(AES(key), CBC(raw[end : end + _IV])).decryptor()
    return opened.update(raw[_SALT if is_first else 0 : end]) + opened.finalize()
