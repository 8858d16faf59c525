"""Objects under keys, in a bucket or in a folder that stands for one. Nothing that is there is ever overwritten."""

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from archive.disk import sync_folder
from archive.errors import ArchiveError
from archive.sums import Sums

_STEP = 1024 * 1024

OnBytes = Callable[[int], None]
"""Called with how many more bytes have gone over the wire: 0 when it begins, fewer when they must be sent again."""


class StorageError(ArchiveError):
    """What a store cannot or will not do."""


class Unreachable(StorageError):  # noqa: N818
    """The store does not answer, or lets nobody in: whatever else is asked of it would fail as well."""


class ObjectDiffers(StorageError):  # noqa: N818
    """An object has the name but not the content."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An object as its store tells of it. `sha256` is what stands in its metadata; empty where that is not told."""

    key: str
    size: int
    etag: str = ""
    sha256: str = ""


class Store(Protocol):
    """Keys are relative to the store's own prefix. All methods raise StorageError."""

    @property
    def url(self) -> str: ...

    @property
    def identity(self) -> str:
        """The URL, and at which endpoint: what tells two stores apart."""

    def check(self) -> None:
        """Raises Unreachable unless the store answers and lets us list."""

    def head(self, key: str) -> Stored | None: ...

    def list(self, prefix: str = "") -> Iterator[Stored]: ...

    def read(self, key: str, start: int, length: int) -> bytes:
        """The bytes from `start` on, fewer than `length` only at the end of the object."""

    def put(
        self, key: str, file: Path, sums: Sums, *, resume: bool = False, on_bytes: OnBytes = lambda count: None
    ) -> Stored:
        """Stores a file whose sums are known, unless it is there, and proves that it is there.

        `resume` goes on where a put of the same file was interrupted. Raises ObjectDiffers if other content has the
        key, and StorageError if the file is no longer what `sums` says.
        """

    def delete(self, key: str) -> None: ...

    def tidy(self, keys: Collection[str] = (), before: datetime | None = None) -> int:
        """Takes unfinished uploads of these keys off the store, and those of our layout that were begun `before`."""

    def lacks(self, key: str, file: Path, sums: Sums) -> Sequence[str]:
        """What the store cannot do, for people to know; asked with an object that is there already."""


@dataclass(frozen=True)
class Folder:
    """A store on a disk, such as one that is mounted from elsewhere."""

    path: Path

    @property
    def url(self) -> str:
        return str(self.path)

    @property
    def identity(self) -> str:
        return str(self.path.resolve())

    def check(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unreachable(f"{self.path}: {error.strerror}") from error

    def head(self, key: str) -> Stored | None:
        file = self.path / key
        return Stored(key, file.stat().st_size) if file.is_file() else None

    def list(self, prefix: str = "") -> Iterator[Stored]:
        for file in sorted(file for file in self.path.rglob("*") if file.is_file()):
            key = file.relative_to(self.path).as_posix()
            if key.startswith(prefix) and not key.endswith(".part"):
                yield Stored(key, file.stat().st_size)

    def read(self, key: str, start: int, length: int) -> bytes:
        with (self.path / key).open("rb") as file:
            file.seek(start)
            return file.read(length)

    def put(
        self, key: str, file: Path, sums: Sums, *, resume: bool = False, on_bytes: OnBytes = lambda count: None
    ) -> Stored:
        target = self.path / key
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(target.name + ".part")
            on_bytes(0)
            with file.open("rb") as source, part.open("wb") as sink:
                while data := source.read(_STEP):
                    sink.write(data)
                    on_bytes(len(data))
                sink.flush()
                os.fsync(sink.fileno())
            part.rename(target)
            sync_folder(target.parent)
        if stored_sum(self, key) != sums.sha256:
            raise ObjectDiffers(f"{target}: it is there with other content, and nothing is overwritten")
        return Stored(key, sums.size, sha256=sums.sha256)

    def delete(self, key: str) -> None:
        (self.path / key).unlink(missing_ok=True)

    def tidy(self, keys: Collection[str] = (), before: datetime | None = None) -> int:
        return 0

    def lacks(self, key: str, file: Path, sums: Sums) -> Sequence[str]:
        return ()


def stored_sum(store: Store, key: str) -> str:
    """The SHA-256 of what a store gives back for a key."""
    digest, at = hashlib.sha256(), 0
    while data := store.read(key, at, 8 * _STEP):
        digest.update(data)
        at += len(data)
        if len(data) < 8 * _STEP:
            break
    return digest.hexdigest()
