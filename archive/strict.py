"""A WARC record read to the letter: what there is, and what is wrong with it."""

import re
from dataclasses import dataclass, field
from functools import cached_property

_VERSION = re.compile(rb"WARC/1\.[01]")
_END = b"\r\n\r\n"


@dataclass(frozen=True)
class StrictRecord:
    """A record and the faults of its framing. Field names are as written."""

    version: bytes
    fields: tuple[tuple[str, str], ...]
    block: bytes = field(repr=False)
    faults: tuple[str, ...]

    @cached_property
    def first(self) -> dict[str, str]:
        """The first value of each field, by its name in lower case."""
        values: dict[str, str] = {}
        for name, value in self.fields:
            values.setdefault(name.lower(), value)
        return values

    def get(self, name: str) -> str:
        return self.first.get(name, "")

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.fields if key.lower() == name]

    @property
    def type(self) -> str:
        return self.get("warc-type")

    @property
    def record_id(self) -> str:
        return self.get("warc-record-id")

    @property
    def url(self) -> str:
        return self.get("warc-target-uri").removeprefix("<").removesuffix(">")


def parse_record(data: bytes) -> StrictRecord:
    """The one record that `data` should be."""
    faults: list[str] = []
    head, end, rest = data.partition(_END)
    version, *lines = head.split(b"\r\n")
    if not _VERSION.fullmatch(version):
        return StrictRecord(version, (), b"", (f"no WARC record: it begins {version[:40]!r}",))
    if not end:
        faults.append("the record's header has no end")
    fields = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon or name != name.strip() or not name:
            faults.append(f"a header line that is no field: {line[:60]!r}")
        else:
            fields.append((name.decode("utf-8", "replace"), value.strip().decode("utf-8", "replace")))
    lengths = [value for name, value in fields if name.lower() == "content-length"]
    if len(lengths) != 1 or not lengths[0].isdigit():
        return StrictRecord(version, tuple(fields), rest, (*faults, f"Content-Length is {lengths or 'missing'}"))
    length = int(lengths[0])
    block, after = rest[:length], rest[length:]
    if len(block) < length:
        faults.append(f"the block has {len(block)} bytes of the {length} that Content-Length says")
    elif after != _END:
        more = after.startswith(_END + b"WARC/")
        faults.append("more than one record in one gzip member" if more else f"the block is followed by {after[:20]!r}")
    return StrictRecord(version, tuple(fields), block, tuple(faults))
