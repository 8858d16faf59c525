"""What can go wrong with an archive; each error says where."""

from pathlib import Path

from archive.place import Place


class ArchiveError(Exception):
    """The base of all errors of this package."""


class TornWarc(ArchiveError):  # noqa: N818
    """A WARC that ends, or turns unreadable, in the middle of a record; what stands before `offset` is whole."""

    def __init__(self, path: Place, offset: int, detail: str) -> None:
        super().__init__(f"{path}: torn at byte {offset}: {detail}; the records before it are whole")
        self.path = path
        self.offset = offset


class BadRecord(ArchiveError):  # noqa: N818
    """A record that is framed well but lacks what a reader needs."""

    def __init__(self, path: Place, offset: int, detail: str) -> None:
        super().__init__(f"{path}: record at byte {offset}: {detail}")
        self.path = path
        self.offset = offset


class WriteFailed(ArchiveError):  # noqa: N818
    """The archive cannot be written any more: disk full, read-only, I/O error, or the writer is closed."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(f"cannot write the archive at {path}: {cause}")
        self.path = path
