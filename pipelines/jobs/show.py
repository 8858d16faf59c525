"""Finds an article among all that was written, and asks its record what today's rules would make of it."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from archive.place import Place
from archive.read import read_pages
from archive.sealing import OPEN
from archive.stored import StoredFile
from crawler.loader import load_sites, site_of, unknown_site
from crawler.site import Site
from crawler.urls import canonical_url
from pipelines.article import Article, Rejected
from pipelines.assembly import Assembly
from pipelines.files import files_below
from pipelines.guard import Limits, guarded_outcome
from pipelines.jobs.steps import host_of
from pipelines.rows import article_row, rejected_row
from pipelines.text import render

_RECORDS_AT_MOST = 500
"""Among how many the further pages of an article are looked for: they are asked for before other articles are."""

_ID = re.compile(r"(?:.*/)?(?:\d{3,}_)?([0-9a-f]{16})(?:\.txt)?")


@dataclass(frozen=True, slots=True)
class Found:
    """A row of `articles.jsonl` with its text, or one of `rejected.jsonl`."""

    row: dict[str, Any]
    folder: Path | StoredFile
    text: str | None
    warc: Place | None
    """The file that holds the record, if it is here."""

    @property
    def run(self) -> str:
        return self.folder.name


def find(wanted: str, data: Path) -> list[Found]:
    """All rows below `data` with that id, URL or canonical URL: articles before rejections, newest run first."""
    keys = keys_of(wanted)
    files = sorted(files_below(data))
    names = ("articles.jsonl", "rejected.jsonl")
    return [_found(row, index, files) for name in names for index, row in _rows(files, name, keys)]


def again(found: Found) -> Article | Rejected | None:
    """What today's rules make of the record; None when its WARC is not here."""
    if found.warc is None:
        return None
    url = str(found.row["url"])
    sites = load_sites()
    site = sites.get(str(found.row["site"])) or site_of(url, sites) or unknown_site(host_of(url))
    return article_at(found.warc, int(found.row["offset"]), site)


def differences(found: Found, result: Article | Rejected) -> list[str]:
    """The fields of the row that would be others now; `text` among them."""
    if isinstance(result, Rejected):
        row, text = rejected_row(result), None
    else:
        row = article_row(result, str(found.row.get("id")), str(found.row.get("file")))
        text = render(result.paragraphs)
    row = json.loads(json.dumps(row))
    changed = [key for key in row if key != "rules_version" and row[key] != found.row.get(key)]
    return (["text"] if text != found.text else []) + changed


def article_at(warc: Place, offset: int, site: Site) -> Article | Rejected | None:
    """What today's rules make of the record at `offset` of a WARC, and of the pages that follow it soon."""
    assembly = Assembly()
    first = ""
    for item in islice(read_pages(warc, offset), _RECORDS_AT_MOST):
        first = first or item.url
        if item.url != first and not assembly.awaits(item.url):
            continue
        outcome = guarded_outcome(item, site, Limits())
        if isinstance(outcome.result, Article):
            whole = assembly.feed(outcome.url, outcome.result, outcome.next_url)
            if whole and whole.url == first:
                return whole
        elif outcome.url == first:
            return outcome.result
    return next((article for article in assembly.rest() if article.url == first), None)


def keys_of(wanted: str) -> set[str]:
    """What a row may hold when it is the wanted one."""
    if match := _ID.fullmatch(wanted):
        return {match[1]}
    keys = {wanted}
    if site := site_of(wanted, load_sites()):
        keys.add(canonical_url(wanted, site))
    return keys


def _rows(files: Iterable[Path], name: str, keys: set[str]) -> Iterator[tuple[Path, dict[str, Any]]]:
    indexes = [file for file in files if file.name == name]
    indexes.sort(key=lambda index: index.parent.name, reverse=True)
    needles = [json.dumps(key, ensure_ascii=False).encode() for key in keys]
    for index in indexes:
        with index.open("rb") as lines:
            for line in lines:
                if any(needle in line for needle in needles):
                    row = json.loads(line)
                    if keys & {row.get("id"), row["url"], row.get("canonical_url")}:
                        yield index, row


def _found(row: dict[str, Any], index: Path, files: Iterable[Path]) -> Found:
    folder = index.parent
    text = (folder / row["file"]).read_text(encoding="utf-8") if "file" in row else None
    warc = next((file for file in files if file.name in (row["warc"], row["warc"] + OPEN)), None)
    return Found(row, folder, text, warc)
