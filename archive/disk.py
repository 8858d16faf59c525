"""Files that are on the disk whole, or not at all."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def write_whole(path: Path, lines: Iterable[str]) -> str:
    """Write a text file under a draft name, give it its name when it is on the disk, and return its SHA-256."""
    draft = path.with_name(path.name + ".new")
    sum_ = hashlib.sha256()
    with draft.open("wb") as file:
        for line in lines:
            data = line.encode("utf-8")
            sum_.update(data)
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    return sum_.hexdigest()


def is_at(fd: int, path: Path) -> bool:
    """Whether the open file still stands under this name."""
    try:
        return os.path.samestat(os.fstat(fd), path.stat())
    except FileNotFoundError:
        return False
