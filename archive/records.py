"""WARC 1.1 records as bytes. Pure: ids and dates are given."""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

Fields = Iterable[tuple[str, str]]

CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
REVISIT_SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
REVISIT_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
MISS_REASON = "missReason"
MISS_DETAIL = "missDetail"

_LINE_BREAKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record: `fields` in the order they are written, without Content-Length and Block-Digest."""

    type: str
    record_id: str
    date: datetime
    fields: tuple[tuple[str, str], ...]
    block: bytes = field(repr=False)

    @property
    def url(self) -> str:
        return dict(self.fields).get("WARC-Target-URI", "")

    def header(self) -> list[tuple[str, str]]:
        """The fields that stand before block digest and length, in the order they are written."""
        return [
            ("WARC-Type", self.type),
            ("WARC-Record-ID", self.record_id),
            ("WARC-Date", warc_date(self.date)),
            *self.fields,
        ]

    def as_bytes(self) -> bytes:
        measures = [("WARC-Block-Digest", digest(self.block)), ("Content-Length", str(len(self.block)))]
        head = "".join(f"{name}: {' '.join(value.splitlines())}\r\n" for name, value in [*self.header(), *measures])
        return b"".join([b"WARC/1.1\r\n", head.encode("utf-8"), b"\r\n", self.block, b"\r\n\r\n"])


def digest(data: bytes) -> str:
    """SHA-1 in base32, the form by which CDX files and replay tools know a payload."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode("ascii")


def digest_matches(named: str, data: bytes) -> bool | None:
    """Whether `data` has a digest as WARC fields name it, in base32 or base16; None if it is of an unknown kind."""
    algorithm, _, value = named.partition(":")
    name = algorithm.lower().replace("-", "")
    if name not in ("sha1", "sha256", "sha512", "md5") or not value:
        return None
    sum_ = hashlib.new(name, data, usedforsecurity=False).digest()
    encodings = (sum_.hex(), base64.b32encode(sum_).decode("ascii").rstrip("="))
    return value.rstrip("=").lower() in [encoded.lower() for encoded in encodings]


def warc_date(when: datetime) -> str:
    """`2026-11-22T04:55:38.123456Z`"""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def warc_fields(fields: Fields) -> bytes:
    """An `application/warc-fields` block; white space in values is folded to one space."""
    return "".join(f"{name}: {one_line(value)}\r\n" for name, value in fields).encode("utf-8")


def parse_warc_fields(block: bytes) -> dict[str, str]:
    """The fields of an `application/warc-fields` block; of several with one name the last."""
    lines = block.decode("utf-8", "replace").splitlines()
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    return {name.strip(): value.strip() for name, value in pairs}


def one_line(text: str) -> str:
    """The text on one line, as a field holds it. Lone surrogates, which UTF-8 cannot hold, are replaced."""
    return _LINE_BREAKS.sub(" ", text).strip().encode("utf-8", "replace").decode("utf-8")
