"""Finds an article in a bucket: its row, its text, and its record, by ranges and without a local copy."""

import json
from collections.abc import Iterator
from typing import Any

from archive.layout import batch_key, parse_key, warc_key
from archive.objects import StorageError
from archive.stored import StoredFile
from crawler.loader import load_sites, site_of
from pipelines.jobs.show import Found, keys_of
from pipelines.packing import Pack, unpacked


def find_stored(wanted: str, root: StoredFile) -> list[Found]:
    """All rows below `root` with that id, URL or canonical URL: articles before rejections, newest run first."""
    keys = keys_of(wanted)
    owner = site_of(wanted, load_sites()) if "://" in wanted else None
    below = f"/site={owner.name}" if owner else ""
    return [found for kind in ("articles", "rejected") for found in _found(root, f"{kind}{below}", keys)]


def _found(root: StoredFile, folder: str, keys: set[str]) -> Iterator[Found]:
    indexes = sorted(root.join(folder).below(), key=lambda index: index.name, reverse=True)
    for index in indexes:
        for row in _rows(index, keys):
            key = parse_key(index.key.removeprefix(f"{root.key}/"))
            if key is None:
                continue
            text = _text(root, key.site, key.run, str(row["file"])) if "file" in row else None
            warc = root.join(warc_key(key.site, str(row["warc"])))
            batch = root.join(batch_key("text", key.site, key.run, ""))
            yield Found(row, batch, text, warc if warc.exists() else None)


def _rows(index: StoredFile, keys: set[str]) -> Iterator[dict[str, Any]]:
    needles = [json.dumps(key, ensure_ascii=False).encode() for key in keys]
    with index.open() as lines:
        for line in lines:
            if any(needle in line for needle in needles):
                row = json.loads(line)
                if keys & {row.get("id"), row["url"], row.get("canonical_url")}:
                    yield row


def _text(root: StoredFile, site: str, run: str, name: str) -> str:
    alone = root.join(batch_key("text", site, run, f"/{name}"))
    if alone.exists():
        return alone.read_text()
    for how in (Pack.ZIP, Pack.TAR_ZST):
        package = root.join(batch_key("text", site, run, how.ending))
        if package.exists():
            with package.open() as file:
                for member, data in unpacked(file, how):
                    if member == name:
                        return data.decode("utf-8")
    raise StorageError(f"{alone}: the text is not there, neither alone nor in a package of its run")
