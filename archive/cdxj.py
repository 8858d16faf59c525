"""CDXJ index lines: what replay looks a URL up in."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from surt import surt

from archive.http import HttpResponse, parse_response
from archive.members import members
from archive.place import AnyPlace, Place
from archive.records import digest
from archive.strict import parse_record


@dataclass(frozen=True, slots=True)
class Placed:
    """A record in its place: `fields` by their names in lower case, `offset` and `length` of its gzip member."""

    fields: Mapping[str, str]
    block: bytes = field(repr=False)
    offset: int
    length: int


def index_lines(records: Iterable[Placed], warc: str) -> list[str]:
    """The sorted lines of records that stand in the file `warc`; a request comes after its response.

    Responses to anything but GET cannot be looked up by URL alone; those that were cut off make replay wait for the
    rest. Neither has a line, nor has a record without a URL and a date.
    """
    lines: dict[str, str] = {}
    for record in records:
        if record.fields.get("warc-type") == "request" and not record.block.startswith(b"GET "):
            lines.pop(record.fields.get("warc-concurrent-to", ""), None)
        elif line := _line(record, warc):
            lines[record.fields.get("warc-record-id", "")] = line
    return sorted(lines.values())


def index_file(path: Place, warc: str) -> list[str]:
    """The sorted lines of a `.warc.gz` that is or will be named `warc`; raises TornWarc."""
    return index_lines(_placed(path), warc)


def index_path(warc: AnyPlace) -> AnyPlace:
    """`x.cdxj` for `x.warc.gz`"""
    return warc.with_name(warc.name.removesuffix(".warc.gz") + ".cdxj")


def _placed(path: Place) -> Iterable[Placed]:
    for member in members(path):
        record = parse_record(member.data)
        yield Placed(record.first, record.block, member.offset, member.length)


def _line(record: Placed, warc: str) -> str | None:
    fields = record.fields
    revisit = fields.get("warc-type") == "revisit"
    if not revisit and (fields.get("warc-type") != "response" or "warc-truncated" in fields):
        return None
    if not fields.get("content-type", "").startswith("application/http"):
        return None
    response = parse_response(record.block)
    if response is None and not revisit:
        return None
    url, moment = fields.get("warc-target-uri"), _moment(fields.get("warc-date", ""))
    if not url or not moment:
        return None
    entry = {
        "url": url,
        **_mime(response, revisit),
        "status": str(response.status) if response else "304",
        "digest": fields.get("warc-payload-digest") or digest(response.payload if response else b""),
        "length": str(record.length),
        "offset": str(record.offset),
        "filename": warc,
    }
    return f"{surt(url)} {moment} {json.dumps(entry)}\n"


def _moment(date: str) -> str | None:
    try:
        return datetime.fromisoformat(date).strftime("%Y%m%d%H%M%S")
    except ValueError:
        return None


def _mime(response: HttpResponse | None, revisit: bool) -> dict[str, str]:
    if revisit:
        return {"mime": "warc/revisit"}
    named = response.content_type.partition(";")[0].strip() if response else ""
    return {"mime": named} if named else {}
