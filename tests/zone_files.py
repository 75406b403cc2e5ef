"""Zone files as a machine may have them: one rule of the clock for all time, and a version."""

import struct
from pathlib import Path

_HEADER = ">4s c 15x 6I"


def write_zone(folder: Path, key: str, rule: str) -> None:
    """Write a zone (RFC 9636) that runs by a rule as POSIX writes it, such as PST8PDT,M3.2.0,…."""
    head = struct.pack(_HEADER.replace(" ", ""), b"TZif", b"2", 0, 0, 0, 0, 1, 4)
    body = struct.pack(">ibB4s", 0, 0, 0, b"LMT\0")
    path = folder / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((head + body) * 2 + f"\n{rule}\n".encode())


def write_zones(folder: Path, version: str | None = None, **said: str) -> Path:
    """Write a folder of zones with London in it, which says its version where it has one."""
    write_zone(folder, "Europe/London", "GMT0BST,M3.5.0/1,M10.5.0")
    if version is not None:
        (folder / "tzdata.zi").write_text(f"# version {version}\nRule …\n", encoding="utf-8")
    for name, text in said.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
