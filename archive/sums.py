"""The sums of a file by which a store proves that it has it."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

PART = 8 * 1024 * 1024
"""Files up to this size are put at once, larger ones in parts of at least this size."""

_PARTS_AT_MOST = 9_000  # a multipart upload may have 10,000
_STEP = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sums:
    """Size in bytes, SHA-256 in hex, and the MD5 of each part of `part_size` bytes."""

    size: int
    sha256: str
    part_size: int
    md5s: tuple[bytes, ...] = field(repr=False)

    @property
    def in_parts(self) -> bool:
        return len(self.md5s) > 1

    @property
    def etag(self) -> str:
        """What most servers give as the ETag of an object that was put as we put it."""
        if not self.in_parts:
            return self.md5s[0].hex()
        return f"{hashlib.md5(b''.join(self.md5s), usedforsecurity=False).hexdigest()}-{len(self.md5s)}"

    def span(self, part: int) -> tuple[int, int]:
        """Offset and length of a part; the first is 0."""
        start = part * self.part_size
        return start, min(self.part_size, self.size - start)


def sums_of(file: Path, part_at_least: int = PART) -> Sums:
    """Reads the file once, a little at a time."""
    size = file.stat().st_size
    part_size = part_at_least
    if size > part_size * _PARTS_AT_MOST:
        part_size = -(-size // (_PARTS_AT_MOST * _STEP)) * _STEP
    whole = hashlib.sha256()
    md5s: list[bytes] = []
    read = 0
    with file.open("rb") as source:
        while True:
            part = hashlib.md5(usedforsecurity=False)
            left = part_size
            while left and (data := source.read(min(_STEP, left))):
                whole.update(data)
                part.update(data)
                left -= len(data)
            if left < part_size or not md5s:
                md5s.append(part.digest())
                read += part_size - left
            if left:
                return Sums(read, whole.hexdigest(), part_size, tuple(md5s))
