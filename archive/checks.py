"""What is wrong with one record, by the standard and by what replay can bear."""

import re
from collections.abc import Iterator

from archive.http import parse_response
from archive.records import REVISIT_SAME_PAYLOAD, digest_matches
from archive.strict import StrictRecord

_DATE = re.compile(r"\d{4}(-\d\d(-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?Z)?)?")
_ID = re.compile(r"<[a-zA-Z][a-zA-Z0-9+.-]*:[^<>\s]+>")
_WITH_TARGET = {"response", "request", "resource", "revisit", "conversion", "continuation"}
_TRUNCATED = {"", "length", "time", "disconnect", "unspecified"}


def record_faults(record: StrictRecord) -> Iterator[str]:
    """The faults that show in the record alone."""
    yield from record.faults
    if record.fields:
        yield from _field_faults(record)
        yield from _digest_faults(record)
        yield from _http_faults(record)


def _field_faults(record: StrictRecord) -> Iterator[str]:
    for name in ("WARC-Type", "WARC-Record-ID", "WARC-Date"):
        if not record.get(name.lower()):
            yield f"no {name}"
    if record.record_id and not _ID.fullmatch(record.record_id):
        yield f"WARC-Record-ID is no URI in angle brackets: {record.record_id}"
    if record.get("warc-date") and not _DATE.fullmatch(record.get("warc-date")):
        yield f"WARC-Date is no date: {record.get('warc-date')}"
    if record.type in _WITH_TARGET and not record.url:
        yield f"a {record.type} record without WARC-Target-URI"
    if record.get("warc-truncated") not in _TRUNCATED:
        yield f"WARC-Truncated says {record.get('warc-truncated')}"
    if record.type == "revisit":
        if not record.get("warc-profile"):
            yield "a revisit record without WARC-Profile"
        if record.get("warc-profile") == REVISIT_SAME_PAYLOAD and not record.get("warc-payload-digest"):
            yield "a revisit of the same payload without WARC-Payload-Digest"
    if record.block and record.type != "continuation" and not record.get("content-type"):
        yield "no Content-Type"


def _digest_faults(record: StrictRecord) -> Iterator[str]:
    block = record.get("warc-block-digest")
    if block and digest_matches(block, record.block) is False:
        yield "the block is not what WARC-Block-Digest says"
    named = record.get("warc-payload-digest")
    # that of a revisit is its original's
    if not named or record.type == "revisit" or record.get("warc-segment-number"):
        return
    if digest_matches(named, _payload(record)) is False:
        framed = digest_matches(named, record.block.partition(b"\r\n\r\n")[2])
        yield (
            "WARC-Payload-Digest is of the body with its chunk framing"
            if framed
            else "the payload is not what WARC-Payload-Digest says"
        )


def _payload(record: StrictRecord) -> bytes:
    if not record.get("content-type").replace(" ", "").startswith("application/http"):
        return record.block
    response = parse_response(record.block) if record.type == "response" else None
    return response.payload if response else record.block.partition(b"\r\n\r\n")[2]


def _http_faults(record: StrictRecord) -> Iterator[str]:
    if record.type != "response" or not record.get("content-type").startswith("application/http"):
        return
    if record.block.startswith(b"HTTP/1.1 1") and not record.block.startswith(b"HTTP/1.1 101"):
        yield "the block begins with an interim response: indexes take its status"
    elif parse_response(record.block) is None:
        yield f"no HTTP response: it begins {record.block[:40]!r}"
    elif not record.block.startswith(b"HTTP/1."):
        yield f"replay refuses the status line {record.block[:20]!r}"
