"""The records that one event leaves: an exchange, a miss, a new file. Pure: ids are made by the caller."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from archive import tls
from archive.dedup import SMALLEST, Original
from archive.exchange import Exchange
from archive.http import HttpResponse, parse_response, split_interim
from archive.records import (
    MISS_DETAIL,
    MISS_REASON,
    REVISIT_NOT_MODIFIED,
    REVISIT_SAME_PAYLOAD,
    Fields,
    Record,
    digest,
    warc_date,
    warc_fields,
)

NewId = Callable[[], str]

_HTTP = "application/http;msgtype="
_KEPT_OF_NO_HTTP = 4096
_HEADER_LINE = re.compile(rb"(?m)^([^\s:]+)([ \t]*:[ \t]*)([^\r\n]*)")


@dataclass(frozen=True, slots=True)
class Group:
    """Records that are written at once; the last is always a metadata record, which shows that the group is whole.

    `payload` is the digest for which the first record may stand as the original of later ones.
    """

    records: Sequence[Record]
    payload: str | None = None


def warcinfo(filename: str, fields: Fields, new_id: NewId, now: datetime) -> Record:
    """The record that opens every file and says who wrote it, how and for what."""
    named = (("WARC-Filename", filename), ("Content-Type", "application/warc-fields"))
    return Record("warcinfo", new_id(), now, named, warc_fields(fields))


def miss(url: str, reason: str, detail: str, when: datetime, warcinfo_id: str, new_id: NewId) -> Group:
    """A URL that finally gave nothing to extract."""
    return Group([_metadata(url, when, warcinfo_id, (), ((MISS_REASON, reason), (MISS_DETAIL, detail)), new_id())])


def remark(url: str, fields: Fields, when: datetime, warcinfo_id: str, new_id: NewId) -> Group:
    """What is to be remembered of a crawl and is neither an exchange nor a miss."""
    return Group([_metadata(url, when, warcinfo_id, (), fields, new_id())])


def exchange_group(
    exchange: Exchange,
    facts: Fields,
    warcinfo_id: str,
    new_id: NewId,
    *,
    redact: Collection[str] = (),
    original_of: Callable[[str], Original | None] = lambda payload: None,
    unchanged: Original | None = None,
) -> Group:
    """Response or revisit, request and metadata of an exchange, in this order.

    Without a complete response head there is nothing that could be replayed, and without a connection nothing was
    sent: then what there is of the three. `redact` names request headers, in lower case, whose values are not kept.
    `original_of` gives the record that already has a payload; `unchanged` is the capture that a 304 confirms.
    """
    interim, block = split_interim(exchange.response())
    response = parse_response(block)
    told = [*facts, *_facts(exchange, interim, block, response)]
    wire = [("WARC-Target-URI", exchange.url), ("WARC-Warcinfo-ID", warcinfo_id), *_connection(exchange, response)]
    request_id = new_id()
    records: list[Record] = []
    payload = None
    if response is not None:
        fields = [*wire, *([("WARC-Concurrent-To", request_id)] if exchange.request else [])]
        body_digest = digest(response.payload)
        payload = body_digest if _may_repeat(exchange, response) else None
        if response.status == 304 and unchanged:
            records.append(_not_modified(exchange, fields, unchanged, new_id()))
            told.append(("responseHead", _escaped(block)))
        elif payload and (original := original_of(payload)):
            head = block[: len(block) - len(response.raw_body)]
            records.append(_same_payload(exchange, fields, original, head, new_id()))
            payload = None
        else:
            records.append(_response(exchange, fields, body_digest, block, new_id()))
    if exchange.request:
        pair = [("WARC-Concurrent-To", record.record_id) for record in records]
        fields = [*wire, *pair, ("Content-Type", _HTTP + "request")]
        sent = redacted(bytes(exchange.request), redact)
        records.append(Record("request", request_id, exchange.started, tuple(fields), sent))
    related = [record.record_id for record in records[:1]]
    records.append(_metadata(exchange.url, exchange.started, warcinfo_id, related, told, new_id()))
    return Group(records, payload)


def redacted(request: bytes, names: Collection[str]) -> bytes:
    """A request with the values of the named headers (lower case) taken out of its head."""
    head, blank, body = request.partition(b"\r\n\r\n")

    def without_value(line: re.Match[bytes]) -> bytes:
        return line[1] + line[2] + b"[redacted]" if line[1].decode("latin-1").lower() in names else line[0]

    return _HEADER_LINE.sub(without_value, head) + blank + body if names else request


def _may_repeat(exchange: Exchange, response: HttpResponse) -> bool:
    whole = exchange.complete and not exchange.truncated and exchange.method == "GET"
    return whole and 200 <= response.status < 300 and len(response.payload) >= SMALLEST


def _response(exchange: Exchange, fields: Fields, payload: str, block: bytes, new_id: str) -> Record:
    cut = [("WARC-Truncated", exchange.truncated)] if exchange.truncated else []
    more = (*fields, ("WARC-Payload-Digest", payload), *cut, ("Content-Type", _HTTP + "response"))
    return Record("response", new_id, exchange.started, more, block)


def _same_payload(exchange: Exchange, fields: Fields, original: Original, head: bytes, new_id: str) -> Record:
    more = (
        *fields,
        ("WARC-Profile", REVISIT_SAME_PAYLOAD),
        *_refers_to(original),
        ("WARC-Truncated", "length"),  # the standard wants it: the block is cut after its head
        ("Content-Type", _HTTP + "response"),
    )
    return Record("revisit", new_id, exchange.started, more, head)


def _not_modified(exchange: Exchange, fields: Fields, original: Original, new_id: str) -> Record:
    """Without a block: replay would show the 304 itself, a blank page, instead of what it confirms."""
    more = (
        *fields,
        ("WARC-Profile", REVISIT_NOT_MODIFIED),
        *_refers_to(original),
        ("Content-Type", _HTTP + "response"),
    )
    return Record("revisit", new_id, exchange.started, more, b"")


def _refers_to(original: Original) -> Iterator[tuple[str, str]]:
    yield "WARC-Refers-To", original.record_id
    yield "WARC-Refers-To-Target-URI", original.url
    yield "WARC-Refers-To-Date", warc_date(original.date)
    yield "WARC-Refers-To-Filename", original.warc
    yield "WARC-Refers-To-File-Offset", str(original.offset)
    yield "WARC-Payload-Digest", original.payload


def _connection(exchange: Exchange, response: HttpResponse | None) -> Iterator[tuple[str, str]]:
    if exchange.peer_ip:
        yield "WARC-IP-Address", exchange.peer_ip
    if response:
        yield "WARC-Protocol", f"http/{response.version}"
    if exchange.tls_version:
        yield "WARC-Protocol", tls.protocol(exchange.tls_version)
    if exchange.tls_cipher and (suite := tls.cipher_suite(exchange.tls_cipher)):
        yield "WARC-Cipher-Suite", suite


def _facts(
    exchange: Exchange, interim: bytes, block: bytes, response: HttpResponse | None
) -> Iterator[tuple[str, str]]:
    if exchange.ended:
        took = (exchange.ended - exchange.started).total_seconds()
        yield "fetchTimeMs", str(max(0, round(took * 1000)))  # a clock can be set back meanwhile
    if exchange.failure:
        yield "failure", exchange.failure
    if interim:
        yield "interimResponses", _escaped(interim)
    if block and response is None:
        yield "receivedBytes", str(len(block))
        yield "received", _escaped(block[:_KEPT_OF_NO_HTTP])


def _metadata(
    url: str, when: datetime, warcinfo_id: str, related: Sequence[str], told: Fields, record_id: str
) -> Record:
    fields = (
        ("WARC-Target-URI", url),
        ("WARC-Warcinfo-ID", warcinfo_id),
        *(("WARC-Concurrent-To", other) for other in related),
        ("Content-Type", "application/warc-fields"),
    )
    return Record("metadata", record_id, when, fields, warc_fields(told))


def _escaped(data: bytes) -> str:
    return data.decode("latin-1").encode("unicode_escape").decode("ascii")
