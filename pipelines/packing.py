"""Many small files as one: the same files always give the same bytes."""

import tarfile
import zipfile
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

import zstandard


class Pack(StrEnum):
    """How the texts of a batch are stored."""

    NONE = "none"
    ZIP = "zip"
    TAR_ZST = "tar.zst"

    @property
    def ending(self) -> str:
        return "" if self is Pack.NONE else f".{self.value}"


def pack(folder: Path, names: Sequence[str], out: Path, how: Pack) -> None:
    """Write files of a folder, named relative to it, into the new file `out`, without owners and dates."""
    if how is Pack.ZIP:
        with zipfile.ZipFile(out, "x", zipfile.ZIP_DEFLATED) as zipped:
            for name in sorted(names):
                zipped.writestr(zipfile.ZipInfo(name), (folder / name).read_bytes(), zipfile.ZIP_DEFLATED)
        return
    with (
        out.open("xb") as file,
        zstandard.ZstdCompressor(level=6).stream_writer(file, closefd=False) as compressed,
        tarfile.open(fileobj=compressed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        for name in sorted(names):
            with (folder / name).open("rb") as member:
                entry = tarfile.TarInfo(name)
                entry.size = (folder / name).stat().st_size
                tar.addfile(entry, member)


def unpacked(file: BinaryIO, how: Pack) -> Iterator[tuple[str, bytes]]:
    """The files of a package by name. Raises ValueError for a name that would leave the folder it is put into."""
    for name, data in _members(file, how):
        if name.startswith("/") or ".." in name.split("/"):
            raise ValueError(f"the package holds a file called {name!r}")
        yield name, data


def _members(file: BinaryIO, how: Pack) -> Iterator[tuple[str, bytes]]:
    if how is Pack.ZIP:
        with zipfile.ZipFile(file) as zipped:
            yield from ((name, zipped.read(name)) for name in zipped.namelist())
        return
    with (
        zstandard.ZstdDecompressor().stream_reader(file, closefd=False) as plain,
        tarfile.open(fileobj=plain, mode="r|") as tar,
    ):
        for entry in tar:
            if (member := tar.extractfile(entry)) is not None:
                yield entry.name, member.read()
