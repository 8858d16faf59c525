"""Says what is wrong with an archive, and at which byte."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.cdxj import index_file, index_path
from archive.checks import record_faults
from archive.errors import ArchiveError, TornWarc
from archive.members import Member, is_gzip, members, record_end
from archive.records import parse_warc_fields
from archive.sealing import OPEN, file_sum, manifest_path
from archive.strict import StrictRecord, parse_record


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `offset` is where the record begins, None for the file as a whole."""

    path: Path
    offset: int | None
    fault: str


@dataclass(slots=True)
class _Seen:
    """What references are held against: record ids by file, responses by what revisits say of them."""

    responses: dict[tuple[str, str], str] = field(default_factory=dict)
    """Payload digests by target URI and date."""
    revisits: list[tuple[Path, int, StrictRecord]] = field(default_factory=list)


def verify(path: Path) -> list[Fault]:
    """All faults of a WARC file, or of all in a folder and below it, in the order of files and bytes.

    Revisits are looked up among the files that are verified and those in the same folders. Raises ArchiveError if
    there is no WARC at `path`.
    """
    files = [path] if path.is_file() else warcs_in(path)
    if not files:
        raise ArchiveError(f"{path}: no WARC here")
    seen = _Seen()
    faults = [fault for file in files for fault in _file_faults(file, seen)]
    faults += _revisit_faults(seen, files)
    return sorted(faults, key=lambda fault: (fault.path, -1 if fault.offset is None else fault.offset))


def warcs_in(folder: Path) -> list[Path]:
    """All WARC files in a folder and below it, the unfinished ones too."""
    endings = (".warc", ".warc.gz", f".warc.gz{OPEN}")
    return sorted(path for path in folder.rglob("*.warc*") if path.is_file() and path.name.endswith(endings))


def _file_faults(path: Path, seen: _Seen) -> Iterator[Fault]:
    if path.name.endswith(OPEN):
        yield Fault(path, None, "unfinished: `kliping recover` makes it whole, unless a crawl is writing it")
    ids: set[str] = set()
    told: dict[str, int] = {}
    responses: dict[str, int] = {}
    references: list[tuple[int, str, str]] = []
    ours = False
    try:
        for member in _members(path):
            record = parse_record(member.data)
            for text in record_faults(record):
                yield Fault(path, member.offset, text)
            if record.record_id in ids:
                yield Fault(path, member.offset, f"a second record with the id {record.record_id}")
            ids.add(record.record_id)
            for name in ("warc-concurrent-to", "warc-warcinfo-id"):
                references += [(member.offset, name, target) for target in record.all(name)]
            if record.type == "warcinfo":
                ours = parse_warc_fields(record.block).get("software", "").startswith("kliping/")
                named = record.get("warc-filename")
                if named and named != path.name.removesuffix(OPEN):
                    yield Fault(path, member.offset, f"WARC-Filename says {named}")
            elif record.type == "response":
                seen.responses[record.url, record.get("warc-date")] = record.get("warc-payload-digest")
            elif record.type == "revisit":
                seen.revisits.append((path, member.offset, record))
            if ours and record.type in ("response", "revisit"):
                responses[record.record_id] = member.offset
            elif record.type in ("request", "metadata"):
                for target in record.all("warc-concurrent-to"):
                    told[target] = told.get(target, 0) | (1 if record.type == "request" else 2)
    except TornWarc as error:
        yield Fault(path, error.offset, str(error))
        return
    for offset, name, target in references:
        if target not in ids:
            yield Fault(path, offset, f"{name} names {target}, which is not in the file")
    for record_id, offset in responses.items():
        if told.get(record_id) != 3:
            yield Fault(path, offset, "a response without its request or its metadata record")
    if ours and not path.name.endswith(OPEN):
        yield from _sealed_faults(path)


def _members(path: Path) -> Iterator[Member]:
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


def _sealed_faults(path: Path) -> Iterator[Fault]:
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


def _revisit_faults(seen: _Seen, files: list[Path]) -> Iterator[Fault]:
    missing = [revisit for revisit in seen.revisits if _target(revisit[2]) not in seen.responses]
    folders = {path.parent for path, _, _ in missing}
    for neighbour in (near for folder in sorted(folders) for near in warcs_in(folder) if near not in files):
        for _ in _file_faults(neighbour, seen):
            pass  # its faults are not what was asked for, its responses are
    for path, offset, record in seen.revisits:
        target = _target(record)
        payload = seen.responses.get(target)
        if payload is None:
            yield Fault(path, offset, f"it revisits {target[0]} of {target[1]}, which is not in the archive")
        elif payload and record.get("warc-payload-digest") not in ("", payload):
            yield Fault(path, offset, f"it revisits {target[0]} of {target[1]}, which has another payload")


def _target(record: StrictRecord) -> tuple[str, str]:
    url = record.get("warc-refers-to-target-uri") or record.url
    return url.removeprefix("<").removesuffix(">"), record.get("warc-refers-to-date")
