"""Reads pages back from WARC files, ours and those of others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from archive.errors import TornWarc
from archive.http import HttpResponse, parse_response
from archive.page import Miss, Page, page_of
from archive.place import Place
from archive.rawrecords import MOST_OF_A_PAGE, RawRecord, raw_records
from archive.records import MISS_DETAIL, MISS_REASON, parse_warc_fields
from archive.revisit import Reach, revisited
from archive.sealing import OPEN


@dataclass(frozen=True, slots=True)
class Told:
    """A page or a miss, or neither, and what the crawl has told of it in the words of `fields`."""

    item: Page | Miss | None
    fields: dict[str, str]
    at: datetime


def read_pages(path: Place, start: int = 0, damages: list[TornWarc] | None = None) -> Iterator[Page | Miss]:
    """The pages of all HTTP responses, whatever their status, and the misses, in the order of their records.

    `start` is the offset of a record to begin with.
    A response that was cut off while our crawler fetched it is no page: the crawl asked again or noted a miss.
    A revisit is the page that it stands for.
    Raises TornWarc after the last whole record if the file ends or turns bad in the middle of one; whoever gives a
    list of `damages` finds it there instead.
    """
    return (item for _, item in _items(path, start, damages) if item is not None)


def read_told(path: Place) -> Iterator[Told]:
    """What `read_pages` gives, each with the fields of the metadata record that came with it, and our remarks."""
    waiting: Page | Miss | None = None
    for record, item in _items(path, 0):
        if record.type != "metadata":
            if waiting:
                yield Told(waiting, {}, record.date)
            waiting = item
            continue
        fields = parse_warc_fields(record.block)
        if waiting and record.get("warc-concurrent-to") == waiting.record_id:
            item, waiting = waiting, None
        yield Told(item, fields, record.date)
    if waiting:
        yield Told(waiting, {}, waiting.fetched_at if isinstance(waiting, Page) else waiting.missed_at)


def _items(
    path: Place, start: int, damages: list[TornWarc] | None = None
) -> Iterator[tuple[RawRecord, Page | Miss | None]]:
    """The responses, revisits and metadata records, with what they are to a reader."""
    ours = start > 0 and _is_ours(read_info(path))
    reach = Reach(path)
    for record in raw_records(path, start, damages, most=MOST_OF_A_PAGE):
        if record.type == "warcinfo":
            ours = _is_ours(parse_warc_fields(record.block))
        elif record.type == "response" and _is_http(record):
            yield record, None if ours and record.get("warc-truncated") else _page(record)
        elif record.type == "revisit" and _is_http(record):
            yield record, _revisited(record, reach)
        elif record.type == "metadata":
            yield record, _miss(record)


def read_info(path: Place) -> dict[str, str]:
    """The fields of the warcinfo record that opens the file; empty if another record does."""
    for record in raw_records(path):
        return parse_warc_fields(record.block) if record.type == "warcinfo" else {}
    raise TornWarc(path, 0, "no WARC record")


def _is_ours(info: dict[str, str]) -> bool:
    return info.get("software", "").startswith("kliping/")


def warc_name(path: Place) -> str:
    """The name that the file has or, while it is written, will have."""
    return path.name.removesuffix(OPEN)


def _is_http(record: RawRecord) -> bool:
    content_type = record.get("content-type").lower()
    return content_type.startswith("application/http") or (not content_type and record.url.startswith("http"))


def _page(record: RawRecord) -> Page | Miss:
    # A foreign crawler's size limit usually leaves the article whole; any other cut may fall anywhere in it.
    if record.get("warc-truncated") not in ("", "length"):
        return _missed(record, "response cut off", f"WARC-Truncated: {record.get('warc-truncated')}")
    response = parse_response(record.block)
    if response is None:
        return _missed(record, "no HTTP response", f"the record begins {record.block[:60]!r}")
    return _placed(record, response)


def _revisited(record: RawRecord, reach: Reach) -> Page | Miss:
    original = reach.original(record)
    response = revisited(record, original) if original else None
    if response is None:
        seen = f"{record.get('warc-refers-to-target-uri')} of {record.get('warc-refers-to-date')}"
        return _missed(record, "revisit of a record out of reach", seen)
    return _placed(record, response)


def _placed(record: RawRecord, response: HttpResponse) -> Page:
    return page_of(
        response,
        url=record.url,
        fetched_at=record.date,
        record_id=record.record_id,
        warc=warc_name(record.path),
        offset=record.offset,
        payload=record.get("warc-payload-digest"),
    )


def _miss(record: RawRecord) -> Miss | None:
    if not record.get("content-type").startswith("application/warc-fields"):
        return None
    fields = parse_warc_fields(record.block)
    if MISS_REASON not in fields:
        return None
    return _missed(record, fields[MISS_REASON], fields.get(MISS_DETAIL, ""))


def _missed(record: RawRecord, reason: str, detail: str) -> Miss:
    return Miss(
        url=record.url,
        reason=reason,
        detail=detail,
        missed_at=record.date,
        record_id=record.record_id,
        warc=warc_name(record.path),
        offset=record.offset,
    )
