"""Says what is wrong with an archive, and at which byte."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.cdxj import index_file, index_path
from archive.checks import record_faults
from archive.errors import ArchiveError, TornWarc
from archive.members import Member, is_gzip, members, record_end
from archive.place import AnyPlace, Place
from archive.references import FileReferences, Originals
from archive.sealing import OPEN, file_sum, manifest_path
from archive.strict import StrictRecord, parse_record


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `offset` is where the record begins, None for the file as a whole."""

    path: Place
    offset: int | None
    fault: str


Revisits = list[tuple[Place, int, StrictRecord]]


def verify(path: Place) -> list[Fault]:
    """All faults of a WARC file, or of all in a folder and below it, in the order of files and bytes.

    Revisits are looked up among the files that are verified and those in the same folders. Raises ArchiveError if
    there is no WARC at `path`.
    """
    files = [path] if path.is_file() else warcs_in(path)
    if not files:
        raise ArchiveError(f"{path}: no WARC here")
    originals = Originals()
    revisits: Revisits = []
    faults = [fault for file in files for fault in _file_faults(file, originals, revisits)]
    faults += _revisit_faults(revisits, originals, files)
    return sorted(faults, key=lambda fault: (fault.path, -1 if fault.offset is None else fault.offset))


def warcs_in(folder: AnyPlace) -> list[AnyPlace]:
    """All WARC files in a folder and below it, the unfinished ones too."""
    endings = (".warc", ".warc.gz", f".warc.gz{OPEN}")
    return sorted(path for path in folder.rglob("*.warc*") if path.is_file() and path.name.endswith(endings))


def _file_faults(path: Place, originals: Originals, revisits: Revisits) -> Iterator[Fault]:
    if path.name.endswith(OPEN):
        yield Fault(path, None, "unfinished: `kliping recover` makes it whole, unless a crawl is writing it")
    references = FileReferences()
    try:
        for member in _members(path):
            record = parse_record(member.data)
            originals.add(record)
            if record.type == "revisit":
                revisits.append((path, member.offset, record))
            for text in (*record_faults(record), *references.add(member.offset, record), *_name_faults(path, record)):
                yield Fault(path, member.offset, text)
    except TornWarc as error:
        yield Fault(path, error.offset, str(error))
        return  # what comes after cannot be told, so neither can what is missing
    for offset, text in references.faults():
        yield Fault(path, offset, text)
    if references.is_ours and not path.name.endswith(OPEN):
        yield from _sealed_faults(path)


def _name_faults(path: Place, record: StrictRecord) -> Iterator[str]:
    named = record.get("warc-filename")
    if named and named != path.name.removesuffix(OPEN):
        yield f"WARC-Filename says {named}"


def _sealed_faults(path: Place) -> Iterator[Fault]:
    """Whether what was put beside our WARC when it was sealed still agrees with it."""
    manifest, index = manifest_path(path), index_path(path)
    for beside in (manifest, index):
        if not beside.exists():
            yield Fault(beside, None, f"missing beside {path.name}")
    if manifest.exists():
        for line in manifest.read_text(encoding="utf-8").splitlines():
            expected, _, name = line.partition("  ")
            named = path.with_name(Path(name).name)
            if named.exists() and file_sum(named) != expected:
                yield Fault(named, None, f"its SHA-256 is not the one in {manifest.name}")
    if index.exists() and index.read_text(encoding="utf-8").splitlines(keepends=True) != index_file(path, path.name):
        yield Fault(index, None, f"it is not the index of {path.name}")


def _revisit_faults(revisits: Revisits, originals: Originals, verified: Iterable[Place]) -> Iterator[Fault]:
    folders = {path.parent for path, _, revisit in revisits if not originals.has(revisit)}
    for neighbour in {near for folder in folders for near in warcs_in(folder)} - set(verified):
        with suppress(TornWarc):  # its faults are not what was asked for
            for member in _members(neighbour):
                originals.add(parse_record(member.data))
    for path, offset, revisit in revisits:
        if text := originals.fault(revisit):
            yield Fault(path, offset, text)


def _members(path: Place) -> Iterator[Member]:
    with path.open("rb") as file:
        if is_gzip(file):
            yield from members(path)
            return
        size, offset = file.seek(0, 2), 0
        while offset < size:
            end = record_end(file, path, offset)
            file.seek(offset)
            yield Member(offset, end - offset, file.read(end - offset))
            offset = end
