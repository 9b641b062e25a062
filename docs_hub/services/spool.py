"""Keeps what an import read and rendered out of memory: a large tree does not fit there."""

import pickle
import tempfile
import weakref
import zlib
from collections.abc import Iterator, MutableMapping
from threading import Lock

IN_MEMORY = 2 * 1024**2
"""Bytes; a usual import needs no file."""


class Spool[Value](MutableMapping[str, Value]):
    """By path, in a temporary file that only this process reads, gone with the object; for more than one thread."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - lives as long as this
        weakref.finalize(self, self._file.close)
        self._at: dict[str, tuple[int, int]] = {}
        self._lock = Lock()

    def __setitem__(self, path: str, value: Value) -> None:
        written = zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), 1)
        with self._lock:
            place = self._file.seek(0, 2)
            self._file.write(written)
            self._at[path] = (place, len(written))

    def __getitem__(self, path: str) -> Value:
        place, size = self._at[path]
        with self._lock:
            self._file.seek(place)
            written = self._file.read(size)
        value: Value = pickle.loads(zlib.decompress(written))  # noqa: S301 - written above
        return value

    def __contains__(self, path: object) -> bool:
        return path in self._at

    def __delitem__(self, path: str) -> None:
        del self._at[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)
