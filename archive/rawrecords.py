"""WARC records as they stand in a file, whoever wrote it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator
from warcio.archiveiterator import ArchiveIterator as WarcioIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.coding import BODY_LIMIT
from archive.errors import BadRecord, TornWarc
from archive.members import find_member, is_gzip, record_end
from archive.place import Place

MOST_OF_A_PAGE = BODY_LIMIT + 1024 * 1024
"""Bytes of a block that whoever looks for pages need read: a larger body is no page, and a head is smaller."""


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record whose block is still what it was. Field names are in lower case; of several the last is kept."""

    path: Place
    offset: int
    fields: dict[str, str]
    block: bytes = field(repr=False)

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def type(self) -> str:
        return self.get("warc-type")

    @property
    def record_id(self) -> str:
        return self.get("warc-record-id")

    @property
    def url(self) -> str:
        """The target URI; without the angle brackets that WARC/1.0 writers put around it."""
        return self.get("warc-target-uri").removeprefix("<").removesuffix(">")

    @property
    def date(self) -> datetime:
        text = self.get("warc-date")
        try:
            when = datetime.fromisoformat(text)
        except ValueError:
            raise BadRecord(self.path, self.offset, f"WARC-Date is no date: {text!r}") from None
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def raw_records(
    path: Place, start: int = 0, damages: list[TornWarc] | None = None, *, most: int = -1
) -> Iterator[RawRecord]:
    """All records from `start` on, `.warc` or `.warc.gz`, one in memory at a time, or the first `most` bytes of it.

    What FastWARC cannot parse is tried with warcio. Where a gzip member is damaged, it goes on at the next whole one.
    Raises TornWarc, for the first damage, when there is nothing left to read; whoever gives a list, because he may
    stop before, finds the damages there instead.
    """
    torn: list[TornWarc] = [] if damages is None else damages
    with path.open("rb") as file:
        size = file.seek(0, 2)
        if size == 0:
            raise TornWarc(path, 0, "the file is empty")
        plain = not is_gzip(file)
        while start < size:
            last = None
            for record in _fastwarc(file, path, start, most):
                if plain or is_gzip(file, record.offset):  # else it shares the member of an earlier one
                    last = record.offset
                yield record
            try:
                if last is not None:
                    start = record_end(file, path, last)
                end = record_end(file, path, start) if start < size else size
                odd = _warcio(file, path, start, most) if start < size else None
            except TornWarc as error:
                torn.append(error)
                sound = None if plain else find_member(file, max(start, error.offset) + 1)
                start = size if sound is None else sound
            else:
                start = end
                if odd is not None:
                    yield odd
    if torn and damages is None:
        raise torn[0]


def _fastwarc(file: BinaryIO, path: Place, start: int, most: int) -> Iterator[RawRecord]:
    """The records until the first that FastWARC cannot parse or that is not whole; it then often just stops."""
    file.seek(start)
    try:
        for record in ArchiveIterator(file, parse_http=False, auto_decode="none"):
            # FastWARC takes memory for as much as it is asked for.
            block = record.reader.read(-1 if most < 0 else min(most, record.content_length))
            fields = {name.lower(): value for name, value in record.headers.items()}
            if "content-length" not in fields or len(block) not in (record.content_length, most):
                return
            yield RawRecord(path, record.stream_pos, fields, block)
    except OSError:
        return


def _warcio(file: BinaryIO, path: Place, start: int, most: int) -> RawRecord:
    file.seek(start)
    try:
        record = next(iter(WarcioIterator(file, no_record_parse=True)))
        fields = {name.lower(): value for name, value in record.rec_headers.headers}
        return RawRecord(path, start, fields, record.raw_stream.read(most if most >= 0 else None))
    except (ArchiveLoadFailed, StopIteration) as error:
        raise TornWarc(path, start, f"no WARC record: {error!s:.120}") from error
