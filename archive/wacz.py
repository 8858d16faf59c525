"""Packs WARCs, their index and their pages with text into one WACZ file, which ReplayWeb.page opens and searches."""

import hashlib
import heapq
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from isal import igzip

from archive.cdxj import index_file, index_path

_LINES_A_BLOCK = 3000
_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED


@dataclass(frozen=True, slots=True)
class WaczPage:
    """An article as the reader of a package finds it: by its title, its day, or any word of its text."""

    url: str
    fetched_at: datetime
    """The date of its record."""
    title: str
    text: str = field(repr=False)


def pack(
    warcs: Sequence[Path], pages: Iterable[WaczPage], out: Path, *, title: str, created: datetime, description: str = ""
) -> Path:
    """Write the package `out` of sealed `.warc.gz` files; it is there whole or not at all.

    Raises ValueError for two files of one name, TornWarc for one that is not whole.
    """
    names = [warc.name for warc in warcs]
    if len(set(names)) < len(names):
        raise ValueError("two WARC files of one name cannot go into one package")
    draft = out.with_name(out.name + ".new")
    blocks: list[str] = []
    with zipfile.ZipFile(draft, "w", allowZip64=True) as package:
        # stored, not deflated: replay reads single records and blocks out of the package by their offset
        resources = [
            _add(package, f"archive/{warc.name}", _pieces(warc), _STORED, size=warc.stat().st_size) for warc in warcs
        ]
        resources.append(_add(package, "indexes/index.cdx.gz", _index(warcs, blocks), _STORED))
        resources.append(_add(package, "indexes/index.idx", (line.encode("utf-8") for line in blocks), _DEFLATED))
        resources.append(_add(package, "pages/pages.jsonl", map(_page_line, _page_values(pages)), _DEFLATED))
        described = {
            "profile": "data-package",
            "resources": resources,
            "wacz_version": "1.1.1",
            "software": f"kliping {version('kliping')}",
            "created": _seconds(created),
            "title": title,
            **({"description": description} if description else {}),
        }
        datapackage = _add(package, "datapackage.json", [_json(described)], _DEFLATED)
        digest = {"path": datapackage["path"], "hash": datapackage["hash"]}
        _add(package, "datapackage-digest.json", [_json(digest)], _DEFLATED)
    return draft.rename(out)


def _add(package: zipfile.ZipFile, path: str, pieces: Iterable[bytes], how: int, *, size: int = 0) -> dict[str, object]:
    """`size` is needed in advance where it may pass 2 GB."""
    entry = zipfile.ZipInfo(path)  # without a date: packages of the same things shall be the same
    entry.compress_type = how
    entry.file_size = size
    sha256 = hashlib.sha256()
    size = 0
    with package.open(entry, "w") as sink:
        for piece in pieces:
            sink.write(piece)
            sha256.update(piece)
            size += len(piece)
    return {"name": path.rpartition("/")[2], "path": path, "hash": f"sha256:{sha256.hexdigest()}", "bytes": size}


def _pieces(warc: Path) -> Iterator[bytes]:
    with warc.open("rb") as file:
        while data := file.read(1024 * 1024):
            yield data


def _index(warcs: Sequence[Path], blocks: list[str]) -> Iterator[bytes]:
    """The lines of all WARCs in blocks of gzip; `blocks` becomes the index of the blocks: `cdxj-gzip-1.0`."""
    blocks.append('!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n')
    offset = 0
    with ExitStack() as files:
        merged = heapq.merge(*(_sorted_lines(warc, files) for warc in warcs))
        while lines := list(islice(merged, _LINES_A_BLOCK)):
            data = igzip.compress("".join(lines).encode("utf-8"), 2, mtime=0)
            key = " ".join(lines[0].split(" ", 2)[:2])
            place = {
                "offset": offset,
                "length": len(data),
                "digest": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "filename": "index.cdx.gz",
            }
            blocks.append(f"{key} {json.dumps(place)}\n")
            offset += len(data)
            yield data


def _sorted_lines(warc: Path, files: ExitStack) -> Iterable[str]:
    index = index_path(warc)
    if index.exists():
        return files.enter_context(index.open(encoding="utf-8", newline=""))
    return index_file(warc, warc.name)


def _page_values(pages: Iterable[WaczPage]) -> Iterator[dict[str, object]]:
    yield {"format": "json-pages-1.0", "id": "pages", "title": "Articles", "hasText": True}
    for page in pages:
        moment = _seconds(page.fetched_at)
        # the same page in two packages is the same page
        page_id = hashlib.sha256(f"{moment} {page.url}".encode()).hexdigest()[:22]
        yield {"id": page_id, "url": page.url, "ts": moment, "title": page.title, "text": page.text}


def _page_line(value: dict[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8") + b"\n"


def _json(value: object) -> bytes:
    return json.dumps(value, indent=2).encode("utf-8")


def _seconds(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
