"""Where a file lies that is read: on a disk, or in a bucket."""

from collections.abc import Iterable
from io import BufferedReader
from typing import Any, Literal, Protocol, Self, TypeVar


class Place(Protocol):
    """What readers of the archive ask of a file. A `Path` has it, and so has `archive.stored.StoredFile`."""

    @property
    def name(self) -> str: ...

    @property
    def parent(self) -> Self: ...

    def exists(self) -> bool: ...

    def is_file(self) -> bool: ...

    def open(self, mode: Literal["rb"], /) -> BufferedReader: ...

    def read_text(self, encoding: str) -> str: ...

    def with_name(self, name: str, /) -> Self: ...

    def rglob(self, pattern: str, /) -> Iterable[Self]: ...

    def __lt__(self, other: Any, /) -> bool: ...

    def __hash__(self) -> int: ...


AnyPlace = TypeVar("AnyPlace", bound=Place)
