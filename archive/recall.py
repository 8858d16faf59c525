"""Finds again what a capture stands on, so that a newspaper can be asked whether anything has changed since."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.dedup import Original
from archive.errors import ArchiveError
from archive.http import HttpResponse, parse_response
from archive.page import Page
from archive.rawrecords import RawRecord, raw_records
from archive.read import read_pages, warc_name
from archive.records import digest
from archive.revisit import Reach, revisited
from archive.sealing import open_path


@dataclass(frozen=True, slots=True)
class Recalled:
    """A page as it was captured, and the `response` record that has its payload."""

    url: str
    original: Original
    response: HttpResponse
    """As it stands in the original: what a 304 confirms."""
    etag: str
    last_modified: str


def recall(warc: Path, offset: int) -> Recalled | None:
    """The capture at `offset` of a WARC, finished or not; None if it or its original is not here, or no 200."""
    with suppress(ArchiveError, OSError, StopIteration):
        path = here(warc)
        record = next(raw_records(path, offset))
        original = Reach(path).original(record) if record.type == "revisit" else record
        if original is None or original.type != "response":
            return None
        first = parse_response(original.block)
        last = revisited(record, original) if record.type == "revisit" else first
        if first is None or last is None or first.status != 200 or original.get("warc-truncated"):
            return None
        return Recalled(record.url, _original(original, first), first, last.last("etag"), last.last("last-modified"))
    return None


def page_at(warc: Path, offset: int) -> Page | None:
    """The page whose record begins at `offset` of a WARC, finished or not; None if it is not here."""
    with suppress(ArchiveError, OSError, StopIteration):
        item = next(read_pages(here(warc), offset))
        return item if isinstance(item, Page) else None
    return None


def here(warc: Path) -> Path:
    """The file of this name, or the unfinished one that will have it."""
    return warc if warc.exists() else open_path(warc)


def _original(record: RawRecord, response: HttpResponse) -> Original:
    payload = record.get("warc-payload-digest") or digest(response.payload)
    return Original(payload, record.record_id, record.url, record.date, warc_name(record.path), record.offset)
