"""A reader of the squares on paper, written from the standard and not from what draws them.

It knows what a link on a sheet needs (ISO/IEC 18004: bytes, versions 1 to 3 at level M, where all
words stand in one block) and repairs nothing: a square that is drawn is drawn without a fault.
"""

import re
from collections.abc import Callable, Iterator

Modules = list[list[bool]]

_MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda y, x: (y + x) % 2 == 0,
    lambda y, x: y % 2 == 0,
    lambda y, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
)
_FORMAT_MASK = 0b101010000010010
_LEVEL_M = 0b00
_BYTES = 0b0100


def modules_of(svg: str) -> Modules:
    """Read a drawing made of strokes one unit high: "M0 0.5h7m1 0h2…"."""
    box = re.search(r'viewBox="0 0 (\d+) \1"', svg)
    path = re.search(r' d="([^"]+)"', svg)
    assert box
    assert path
    size = int(box[1])
    dark = [[False] * size for _ in range(size)]
    x = y = 0.0
    for letter, numbers in re.findall(r"([Mmh])([-\d. ]+)", path[1]):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if letter == "h":
            for step in range(int(values[0])):
                dark[int(y)][int(x) + step] = True
            x += values[0]
        elif letter == "m":
            x, y = x + values[0], y + values[1]
        else:
            x, y = values
    return dark


def read_square(dark: Modules) -> str:
    """Read the text of a square."""
    size = len(dark)
    written = sum(dark[8][x] << 14 - n for n, x in enumerate((0, 1, 2, 3, 4, 5, 7, 8)))
    written |= sum(dark[y][8] << 6 - n for n, y in enumerate((7, 5, 4, 3, 2, 1, 0)))
    level_and_mask = (written ^ _FORMAT_MASK) >> 10
    assert level_and_mask >> 3 == _LEVEL_M
    mask = _MASKS[level_and_mask & 7]
    bits = [dark[y][x] ^ mask(y, x) for y, x in _path(size)]
    text = "".join("01"[bit] for bit in bits)
    assert int(text[:4], 2) == _BYTES
    count = int(text[4:12], 2)
    return bytes(int(text[12 + 8 * n : 20 + 8 * n], 2) for n in range(count)).decode()


def _path(size: int) -> Iterator[tuple[int, int]]:
    """Walk the places of words: columns in pairs from the right, up and down in turn."""
    goes_up = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        rows = range(size - 1, -1, -1) if goes_up else range(size)
        yield from ((y, x) for y in rows for x in (right, right - 1) if not _is_frame(y, x, size))
        goes_up = not goes_up


def _is_frame(y: int, x: int, size: int) -> bool:
    in_corner = (y < 9 and (x < 9 or x >= size - 8)) or (y >= size - 8 and x < 9)
    in_small_eye = size > 21 and abs(y - (size - 7)) <= 2 and abs(x - (size - 7)) <= 2
    return in_corner or in_small_eye or 6 in (y, x)
