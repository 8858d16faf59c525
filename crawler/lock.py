"""One crawl of a newspaper at a time: whoever comes second is told so."""

import fcntl
import os
from pathlib import Path


class Lock:
    """Holds a file locked, from a successful `take` until `release` or the death of the process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None

    def take(self, who: str) -> str:
        """Empty if the lock is ours now, else what the one who holds it said of itself."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            said = os.pread(fd, 1000, 0).decode("utf-8", "replace").strip()
            os.close(fd)
            return said or "another crawl"
        except OSError:
            os.close(fd)
            raise
        os.truncate(fd, 0)
        os.pwrite(fd, f"{who}\n".encode(), 0)
        self._fd = fd
        return ""

    def release(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
