"""Brings objects back from a store to where they lay."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from surt import surt

from archive.errors import ArchiveError
from archive.layout import Key, parse_key
from archive.objects import StorageError, Store, Stored, Unreachable, stored_sum
from archive.read import read_info
from archive.sealing import file_sum
from archive.stored import StoredFile
from pipelines.files import make_folder
from pipelines.packing import Pack, unpacked

_KINDS = ("warc", "text", "articles", "rejected")
"""In this order a batch is closed last."""
_STEP = 4 * 1024 * 1024

Progress = Callable[[str, int, int], None]
"""Called with a name, the bytes that have come, and those that shall come."""


@dataclass(slots=True)
class RestoreReport:
    """Numbers count objects; `received` is in bytes."""

    out: Path
    restored: int = 0
    received: int = 0
    present: int = 0
    """Were here already, the same to the byte."""
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; an empty field asks for everything. `day` is that of the keys, `url` a page's address."""

    site: str = ""
    day: str = ""
    url: str = ""

    def takes(self, key: Key) -> bool:
        return self.site in ("", key.site) and self.day in ("", key.day)


def restore(
    store: Store, out: Path, wanted: Wanted, *, on_progress: Progress = lambda name, done, of: None
) -> RestoreReport:
    """Writes what is wanted below `out`, laid out as a folder of data, each file proven before it gets its name.

    A file that is there with other content is an error, and stays. A disk that is full ends the work; what was begun
    is taken away again. Raises Unreachable if the store cannot be used at all, StorageError if nothing is wanted.
    """
    store.check()
    found = list(_of_url(store, wanted) if wanted.url else _selected(store, wanted))
    if not found:
        raise StorageError(f"{store.url}: nothing here of {wanted}")
    report = RestoreReport(out)
    total = sum(stored.size for stored in found)
    for stored in found:

        def count(more: int, name: str = stored.key.rpartition("/")[2]) -> None:
            report.received += more
            on_progress(name, report.received, total)

        try:
            fetched = _fetch(store, stored.key, out, count)
        except Unreachable as error:
            report.errors.append(str(error))
            break
        except ArchiveError as error:
            report.errors.append(str(error))
        except OSError as error:
            report.errors.append(f"{error.filename or out}: {error.strerror}")
            break
        else:
            report.restored += fetched
            report.present += not fetched
    return report


def _selected(store: Store, wanted: Wanted) -> Iterator[Stored]:
    for kind in _KINDS:
        prefix = f"{kind}/site={wanted.site}/" if wanted.site else f"{kind}/"
        found = [stored for stored in store.list(prefix) if (key := parse_key(stored.key)) and wanted.takes(key)]
        # a WARC comes after what says how to check it
        yield from sorted(found, key=lambda stored: (stored.key.endswith(".warc.gz"), stored.key))
    if not wanted.site and not wanted.day:
        yield from store.list("state/")


def _of_url(store: Store, wanted: Wanted) -> Iterator[Stored]:
    """The WARCs in which a URL was captured, what lies beside them, and the batches of their runs."""
    begin = f"{surt(wanted.url)} "
    runs: dict[tuple[str, str], None] = {}
    for kind in _KINDS:
        for stored in list(_selected(store, Wanted(wanted.site, wanted.day))):
            key = parse_key(stored.key)
            if key is None or key.kind != kind:
                continue
            if kind != "warc":
                if (key.site, key.run) in runs:
                    yield stored
            elif stored.key.endswith(".cdxj") and _names(StoredFile(store, stored.key), begin):
                warc = StoredFile(store, stored.key.removesuffix(".cdxj") + ".warc.gz")
                runs[key.site, read_info(warc).get("isPartOf", "")] = None
                beside = [stored.key, warc.key.removesuffix(".warc.gz") + ".sha256", warc.key]
                yield from (there for name in beside if (there := store.head(name)))


def _names(index: StoredFile, begin: str) -> bool:
    with index.open() as lines:
        return any(line.decode("utf-8", "replace").startswith(begin) for line in lines)


def _fetch(store: Store, key: str, out: Path, count: Callable[[int], None]) -> bool:
    """Whether anything was written."""
    stored = store.head(key)
    if stored is None:
        raise StorageError(f"{store.url}/{key}: it has gone meanwhile")
    place = _place(key)
    if ".." in place.parts or place.is_absolute():
        raise StorageError(f"{key}: such a name cannot be a file's")
    target = out / place
    if stored.key.endswith((Pack.ZIP.ending, Pack.TAR_ZST.ending)):
        return _fetch_package(store, stored, target, count)
    if target.exists():
        if file_sum(target) != (stored.sha256 or stored_sum(store, key)):
            raise StorageError(f"{target}: it is here with other content than {store.url}/{key}; move it away first")
        return False
    part = _download(store, stored, target, count)
    part.rename(target)
    return True


def _fetch_package(store: Store, stored: Stored, folder: Path, count: Callable[[int], None]) -> bool:
    """The texts of a batch, out of their package."""
    make_folder(folder)
    part = _download(store, stored, folder / "package", count)
    how = Pack.ZIP if stored.key.endswith(Pack.ZIP.ending) else Pack.TAR_ZST
    new = False
    try:
        with part.open("rb") as package:
            for name, data in unpacked(package, how):
                target = folder / name
                if not target.exists():
                    _write(target, [data])
                    new = True
                elif target.read_bytes() != data:
                    raise StorageError(f"{target}: it is here with other content than in {store.url}/{stored.key}")
    except ValueError as error:
        raise StorageError(f"{store.url}/{stored.key}: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return new


def _download(store: Store, stored: Stored, target: Path, count: Callable[[int], None]) -> Path:
    """A file beside `target` that is what the store says it has."""
    make_folder(target.parent)
    part = target.with_name(target.name + ".part")
    digest = hashlib.sha256()

    def pieces() -> Iterator[bytes]:
        for start in range(0, stored.size, _STEP):
            data = store.read(stored.key, start, min(_STEP, stored.size - start))
            digest.update(data)
            count(len(data))
            yield data

    _write(part, pieces())
    size = part.stat().st_size
    if size != stored.size or stored.sha256 not in ("", digest.hexdigest()):
        part.unlink()
        raise StorageError(f"{store.url}/{stored.key}: what came is not what was uploaded; see `kliping verify`")
    return part


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    try:
        with path.open("wb") as file:
            for data in pieces:
                file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        error.filename = error.filename or str(path)
        raise
    except ArchiveError:
        path.unlink(missing_ok=True)
        raise


def _place(key: str) -> Path:
    """Where an object lay below a folder of data; for a package the folder of its batch."""
    parsed = parse_key(key)
    if parsed is None:
        return Path(key)
    if parsed.kind == "warc":
        return Path("warc", parsed.site, parsed.name)
    batch = Path("text", parsed.site, parsed.run)
    if parsed.kind == "text":
        return batch if parsed.name in (Pack.ZIP.ending, Pack.TAR_ZST.ending) else batch / parsed.name.lstrip("/")
    return batch / f"{parsed.kind}{parsed.name}"
