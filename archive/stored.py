"""Objects read as files, range by range: what reads a WARC from a disk reads it from a bucket."""

import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import Any, Literal

from archive.layout import beside
from archive.objects import StorageError, Store

_SMALLEST, _LARGEST = 64 * 1024, 4 * 1024 * 1024
_BUFFER = 64 * 1024


@dataclass(frozen=True)
class StoredFile:
    """An object, or all objects below a key, with as much of a `Path` as readers need; see `archive.place`."""

    store: Store
    key: str

    def __str__(self) -> str:
        return f"{self.store.url}/{self.key}".rstrip("/")

    def __lt__(self, other: Any) -> bool:
        return str(self) < str(other)

    @property
    def name(self) -> str:
        return PurePosixPath(self.key).name

    @property
    def parent(self) -> "StoredFile":
        return StoredFile(self.store, self.key.rpartition("/")[0])

    @property
    def size(self) -> int:
        """In bytes; StorageError if there is no such object."""
        stored = self.store.head(self.key)
        if stored is None:
            raise StorageError(f"{self}: there is no such object")
        return stored.size

    def exists(self) -> bool:
        return self.store.head(self.key) is not None

    def is_file(self) -> bool:
        return bool(self.key) and self.exists()

    def is_dir(self) -> bool:
        return next(self.below(), None) is not None

    def with_name(self, name: str, /) -> "StoredFile":
        return StoredFile(self.store, beside(self.key, name))

    def join(self, key: str) -> "StoredFile":
        return StoredFile(self.store, f"{self.key}/{key}".strip("/"))

    def __truediv__(self, name: str) -> "StoredFile":
        return self.join(name)

    def below(self) -> "Iterator[StoredFile]":
        prefix = f"{self.key}/" if self.key else ""
        return (StoredFile(self.store, stored.key) for stored in self.store.list(prefix))

    def rglob(self, pattern: str, /) -> "Iterator[StoredFile]":
        return (file for file in self.below() if fnmatch(file.name, pattern))

    def open(self, mode: Literal["rb"] = "rb", /) -> io.BufferedReader:
        return io.BufferedReader(_Ranges(self.store, self.key, self.size), _BUFFER)

    def read_bytes(self) -> bytes:
        with self.open() as file:
            return file.read()

    def read_text(self, encoding: str = "utf-8") -> str:
        return self.read_bytes().decode(encoding)


class _Ranges(io.RawIOBase):
    """A few windows on the object, for readers that look back to where a record began and then read on. A window is
    small after a jump, and twice that of the one that it continues."""

    def __init__(self, store: Store, key: str, size: int) -> None:
        self._store, self._key, self._size = store, key, size
        self._at = 0
        self._windows: deque[tuple[int, bytes]] = deque(maxlen=3)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        if self._at >= self._size:
            return 0
        begin, window = self._window()
        data = memoryview(window)[self._at - begin :][: len(buffer)]
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def _window(self) -> tuple[int, bytes]:
        """The window with the present place in it, which then is the last to be given up."""
        length = _SMALLEST
        for begin, window in self._windows:
            if begin <= self._at < begin + len(window):
                self._windows.remove((begin, window))
                self._windows.append((begin, window))
                return begin, window
            if self._at == begin + len(window):
                length = min(len(window) * 2, _LARGEST)
        fetched = self._store.read(self._key, self._at, min(length, self._size - self._at))
        if not fetched:
            raise StorageError(f"{self._store.url}/{self._key}: it ends at byte {self._at}, and had {self._size}")
        self._windows.append((self._at, fetched))
        return self._at, fetched
