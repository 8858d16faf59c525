"""The values that the live crawl and the WARC reader both make."""

from dataclasses import dataclass, field
from datetime import datetime

from archive.http import HttpResponse


@dataclass(frozen=True, slots=True)
class Page:
    """A response whose record is in the archive, decoded as far as extraction needs.

    `fetched_at` is aware and in UTC: the WARC-Date of the record. `warc` is the final file name (never
    `.open`), `offset` where the record's gzip member begins in it.
    """

    url: str
    status: int
    content_type: str
    """The Content-Type header as sent, or an empty string."""
    body: bytes = field(repr=False)
    """Transfer and content coding removed; the charset is still the page's own."""
    fetched_at: datetime
    record_id: str
    warc: str
    offset: int
    payload: str = ""
    """The digest of its payload, as its record has it; empty where the record of another crawler has none."""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Miss:
    """A URL that was asked for and gave nothing to extract, with its metadata record in the archive.

    `reason` is a short fixed phrase that can be counted ("robots.txt forbids it", "no such host"); `detail`
    says what was seen.
    """

    url: str
    reason: str
    detail: str
    missed_at: datetime
    record_id: str
    warc: str
    offset: int


def page_of(
    response: HttpResponse,
    *,
    url: str,
    fetched_at: datetime,
    record_id: str,
    warc: str,
    offset: int,
    payload: str,
) -> Page:
    """The page in a response, live or from a record. `payload` is the digest of its payload, as the record has it."""
    return Page(
        url=url,
        status=response.status,
        content_type=response.content_type,
        body=response.body,
        fetched_at=fetched_at,
        record_id=record_id,
        warc=warc,
        offset=offset,
        payload=payload,
        etag=response.last("etag"),
        last_modified=response.last("last-modified"),
    )
