"""What a finished WARC gets beside it: its index, and the sums by which damage shows."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from archive.cdxj import index_path
from archive.disk import sync_folder, write_whole
from archive.place import AnyPlace, Place

OPEN = ".open"
"""The ending of a file that is still being written, after `.warc.gz`."""


def seal(warc: Path, lines: Iterable[str], warc_sum: str) -> None:
    """Give `warc`.open, synced and with the SHA-256 `warc_sum`, its final name; its index and the sums come before it.

    So a WARC of a final name always has them, and whatever a crash leaves is still `.open`, for recovery.
    """
    index = index_path(warc)
    index_sum = write_whole(index, lines)
    write_whole(manifest_path(warc), [f"{warc_sum}  {warc.name}\n", f"{index_sum}  {index.name}\n"])
    open_path(warc).rename(warc)
    sync_folder(warc.parent)


def open_path(warc: AnyPlace) -> AnyPlace:
    return warc.with_name(warc.name + OPEN)


def manifest_path(warc: AnyPlace) -> AnyPlace:
    """`x.sha256` for `x.warc.gz`: lines as `sha256sum -c` reads them."""
    return warc.with_name(warc.name.removesuffix(".warc.gz") + ".sha256")


def file_sum(path: Place) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
