"""Writing files so that an error names the file and leaves no half line behind."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def make_folder(folder: Path) -> None:
    with naming(folder):
        folder.mkdir(parents=True, exist_ok=True)


def write_new(path: Path, content: bytes) -> None:
    """Writes a file that must not be there yet."""
    with naming(path):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        try:
            write_all(handle, content)
        finally:
            os.close(handle)


def write_all(handle: int, content: bytes | bytearray) -> None:
    """Writes to a file descriptor; a disk that is nearly full takes a part, and then says why."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]


def replace_with(path: Path, content: bytes) -> None:
    """Writes a file whole, or leaves what was there."""
    part = path.with_name(path.name + ".part")
    with naming(path):
        try:
            part.write_bytes(content)
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise


def append(path: Path, line: bytes) -> None:
    """Adds a line that is on the disk as a whole when this returns, or not at all when it raises."""
    with naming(path), path.open("ab", buffering=0) as file:
        end = file.tell()
        try:
            if file.write(line) != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError:
            with suppress(OSError):
                file.truncate(end)
            raise


def files_below(folder: Path) -> Iterator[Path]:
    """All files in a folder and in those below it, through links to folders as well: archives outgrow their disk."""
    for parent, _, names in os.walk(folder, followlinks=True):
        yield from (Path(parent, name) for name in names)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """A write to a full disk raises an OSError that does not say which file it was."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise
