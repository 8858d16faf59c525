"""What a folder of data holds that is finished, and how its objects are to be called."""

import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from archive.cdxj import index_path
from archive.layout import batch_key, warc_key
from archive.sealing import manifest_path
from pipelines.batch import CLOSED
from pipelines.files import files_below
from pipelines.health.verdictfile import is_published
from pipelines.packing import Pack, pack

STATE = "state.sqlite"


@dataclass(frozen=True, slots=True)
class Piece:
    """One object to be: a file, or with `names` the files of a folder in one package."""

    file: Path
    key: str
    names: tuple[str, ...] = ()
    pack: Pack = Pack.NONE
    expected: str = ""
    """The SHA-256 that was written down when the file was finished."""

    @property
    def size(self) -> int:
        """In bytes, before packing."""
        return sum(file.stat().st_size for file in self._files())

    @property
    def stamp(self) -> str:
        """Changes whenever the file is written, renamed or replaced; telling it reads no content."""
        seen = hashlib.sha256()
        for file in self._files():
            stat = file.stat()
            seen.update(f"{file.name} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}\n".encode())
        return seen.hexdigest()[:32]

    def as_file(self, work: Path) -> Path:
        """The file to send; what must be made for it is made in `work`."""
        if self.pack is not Pack.NONE:
            packed = work / "package"
            packed.unlink(missing_ok=True)
            pack(self.file, self.names, packed, self.pack)
            return packed
        return self.file

    def _files(self) -> list[Path]:
        return [self.file / name for name in self.names] or [self.file]


@dataclass(frozen=True, slots=True)
class Unit:
    """What belongs together. The last piece says that the unit is whole, in the bucket as on the disk."""

    pieces: tuple[Piece, ...]
    folder: Path | None = None
    """What the unit fills alone, if it is a batch."""


@dataclass(frozen=True, slots=True)
class Holdings:
    units: list[Unit]
    waiting: list[Path] = field(default_factory=list)
    """WARCs that are not sealed, and batches that are not closed or that were judged unfit to be published."""
    errors: list[str] = field(default_factory=list)


def holdings(data: Path, how: Pack, work: Path) -> Holdings:
    """Everything below `data` that will not be written any more; a snapshot of the state is made in `work`."""
    found = Holdings([])
    for file in sorted(files_below(data / "warc")):
        if file.name.endswith(".warc.gz") and manifest_path(file).exists():
            found.units.append(_warc(data, file))
        elif ".warc" in file.name and not file.name.endswith((".tail", ".new")):
            found.waiting.append(file)
    for index in sorted((data / "text").glob("*/*/articles.jsonl")):
        if not (index.parent / CLOSED).exists() or not is_published(data, *index.parent.parts[-2:]):
            found.waiting.append(index.parent)
        elif missing := _missing(index):
            found.errors.append(f"{index}: it names {missing}, which is not there; `kliping reextract` makes it again")
        else:
            found.units.append(_batch(index.parent, how))
    if (data / STATE).exists():
        found.units.append(_state(data / STATE, work))
    return found


def sums_beside(warc: Path) -> dict[str, str]:
    """SHA-256 by file name, from the manifest of a sealed WARC."""
    lines = manifest_path(warc).read_text(encoding="utf-8").splitlines()
    return {name: named for named, _, name in (line.partition("  ") for line in lines)}


def _warc(data: Path, file: Path) -> Unit:
    site = file.relative_to(data / "warc").parts[0] if file.parent != data / "warc" else "unknown"
    sums = sums_beside(file)
    parts = [part for part in (index_path(file), manifest_path(file), file) if part.exists()]
    return Unit(tuple(Piece(part, warc_key(site, part.name), expected=sums.get(part.name, "")) for part in parts))


def _batch(folder: Path, how: Pack) -> Unit:
    site, run = folder.parent.name, folder.name
    names = tuple(sorted(file.name for file in folder.glob("*.txt")))
    if how is Pack.NONE:
        texts = [Piece(folder / name, batch_key("text", site, run, f"/{name}")) for name in names]
    else:
        texts = [Piece(folder, batch_key("text", site, run, how.ending), names, how)] if names else []
    rows = [Piece(folder / f"{kind}.jsonl", batch_key(kind, site, run, ".jsonl")) for kind in ("articles", "rejected")]
    return Unit((*texts, *rows), folder)


def _missing(index: Path) -> str:
    with index.open(encoding="utf-8") as lines:
        names = (str(json.loads(line)["file"]) for line in lines)
        return next((name for name in names if not (index.parent / name).exists()), "")


def _state(file: Path, work: Path) -> Unit:
    """A copy of one moment: the file itself may be written while it is read."""
    copy = work / STATE
    copy.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as database:
        database.execute("VACUUM INTO ?", (str(copy),))
    with copy.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    log = file.with_name(file.name + "-wal")
    changed = max(part.stat().st_mtime for part in (file, log) if part.exists())
    day = datetime.fromtimestamp(changed, UTC).date().isoformat()
    return Unit((Piece(copy, f"state/date={day}/state-{digest[:16]}.sqlite"),))
