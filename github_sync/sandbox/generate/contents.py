"""The files of each repository's default branch: what lies in contents/, and the picture made by code."""

import shutil
import struct
import zlib
from pathlib import Path

FOLDER = Path(__file__).parent / "contents"


def write(repository: str, target: Path) -> None:
    shutil.copytree(FOLDER / repository, target)
    if repository == "handbook":
        pictures = target / "docs" / "images"
        pictures.mkdir(parents=True, exist_ok=True)
        (pictures / "shelf.png").write_bytes(shelf_picture())


def shelf_picture(width: int = 480, height: int = 200) -> bytes:
    """A shelf of crates, some of them nearly empty, as a PNG."""
    rows = b"".join(b"\0" + b"".join(_pixel(x, y, height) for x in range(width)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def _pixel(x: int, y: int, height: int) -> bytes:
    board = y % 100 > 90
    crate, inside = divmod(x, 60)
    level = (crate * 37 + y // 100 * 53) % 70 + 12
    if board:
        return b"\x6b\x4f\x3a"
    if 6 < inside < 54 and 92 - level < y % 100:
        return b"\x0f\x76\x6e" if level > 30 else b"\xc9\x8a\x2b"
    return b"\xf6\xf3\xec"


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
