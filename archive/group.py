"""The records that one event leaves: an exchange, a miss, a new file. Pure: ids are made by the caller."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from archive import tls
from archive.exchange import Exchange
from archive.http import HttpResponse, parse_response, split_interim
from archive.records import MISS_DETAIL, MISS_REASON, Fields, Record, digest, warc_fields

NewId = Callable[[], str]

_HTTP = "application/http;msgtype="
_KEPT_OF_NO_HTTP = 4096
_HEADER_LINE = re.compile(rb"(?m)^([^\s:]+)([ \t]*:[ \t]*)([^\r\n]*)")


def warcinfo(filename: str, fields: Fields, new_id: NewId, now: datetime) -> Record:
    """The record that opens every file and says who wrote it, how and for what."""
    named = (("WARC-Filename", filename), ("Content-Type", "application/warc-fields"))
    return Record("warcinfo", new_id(), now, named, warc_fields(fields))


def miss(url: str, reason: str, detail: str, when: datetime, warcinfo_id: str, new_id: NewId) -> list[Record]:
    """A URL that finally gave nothing to extract."""
    return [_metadata(url, when, warcinfo_id, (), ((MISS_REASON, reason), (MISS_DETAIL, detail)), new_id())]


def exchange_group(
    exchange: Exchange, facts: Fields, redact: Collection[str], warcinfo_id: str, new_id: NewId
) -> list[Record]:
    """Response, request and metadata of an exchange, in this order; a group always ends with its metadata.

    Without a complete response head there is nothing that could be replayed, and without a connection nothing was
    sent: then what there is of the three. `redact` names request headers, in lower case, whose values are not kept.
    """
    interim, block = split_interim(exchange.response())
    response = parse_response(block)
    response_id, request_id = new_id(), new_id()
    wire = (
        ("WARC-Target-URI", exchange.url),
        ("WARC-Warcinfo-ID", warcinfo_id),
        *_connection(exchange, response),
    )
    records: list[Record] = []
    if response is not None:
        fields = (*wire, *_response_fields(exchange, response, request_id))
        records.append(Record("response", response_id, exchange.started, fields, block))
    if exchange.request:
        pair = (("WARC-Concurrent-To", response_id),) if response is not None else ()
        fields = (*wire, *pair, ("Content-Type", _HTTP + "request"))
        sent = redacted(bytes(exchange.request), redact)
        records.append(Record("request", request_id, exchange.started, fields, sent))
    related = [record.record_id for record in records[:1]]
    told = (*facts, *_facts(exchange, interim, block if response is None else b""))
    return [*records, _metadata(exchange.url, exchange.started, warcinfo_id, related, told, new_id())]


def redacted(request: bytes, names: Collection[str]) -> bytes:
    """A request with the values of the named headers (lower case) taken out of its head."""
    head, blank, body = request.partition(b"\r\n\r\n")

    def without_value(line: re.Match[bytes]) -> bytes:
        return line[1] + line[2] + b"[redacted]" if line[1].decode("latin-1").lower() in names else line[0]

    return _HEADER_LINE.sub(without_value, head) + blank + body if names else request


def _response_fields(exchange: Exchange, response: HttpResponse, request_id: str) -> Fields:
    yield "WARC-Concurrent-To", request_id
    yield "WARC-Payload-Digest", digest(response.payload)
    if exchange.truncated:
        yield "WARC-Truncated", exchange.truncated
    yield "Content-Type", _HTTP + "response"


def _connection(exchange: Exchange, response: HttpResponse | None) -> Fields:
    if exchange.peer_ip:
        yield "WARC-IP-Address", exchange.peer_ip
    if response:
        yield "WARC-Protocol", f"http/{response.version}"
    if exchange.tls_version:
        yield "WARC-Protocol", tls.protocol(exchange.tls_version)
    if exchange.tls_cipher and (suite := tls.cipher_suite(exchange.tls_cipher)):
        yield "WARC-Cipher-Suite", suite


def _facts(exchange: Exchange, interim: bytes, no_http: bytes) -> Fields:
    if exchange.ended:
        yield "fetchTimeMs", str(round((exchange.ended - exchange.started).total_seconds() * 1000))
    if exchange.failure:
        yield "failure", exchange.failure
    if interim:
        yield "interimResponses", _escaped(interim)
    if no_http:
        yield "receivedBytes", str(len(no_http))
        yield "received", _escaped(no_http[:_KEPT_OF_NO_HTTP])


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
