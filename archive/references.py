"""Whether what records say of each other is so: within a file, and from revisits to their originals."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.records import parse_warc_fields
from archive.strict import StrictRecord

_REQUEST, _METADATA = "request", "metadata"


@dataclass(slots=True)
class FileReferences:
    """The references within one file, record by record; `faults` when all have been added."""

    is_ours: bool = False
    _ids: set[str] = field(default_factory=set)
    _named: list[tuple[int, str, str]] = field(default_factory=list)
    _told_by: dict[str, set[str]] = field(default_factory=dict)
    """What kinds of records name a record as concurrent."""
    _responses: dict[str, int] = field(default_factory=dict)

    def add(self, offset: int, record: StrictRecord) -> Iterator[str]:
        """The faults that show at once."""
        if record.record_id in self._ids:
            yield f"a second record with the id {record.record_id}"
        self._ids.add(record.record_id)
        for name in ("WARC-Concurrent-To", "WARC-Warcinfo-ID"):
            self._named += [(offset, name, target) for target in record.all(name.lower())]
        if record.type == "warcinfo":
            self.is_ours = parse_warc_fields(record.block).get("software", "").startswith("kliping/")
        elif record.type in ("response", "revisit") and self.is_ours:
            self._responses[record.record_id] = offset
        elif record.type in (_REQUEST, _METADATA):
            for target in record.all("warc-concurrent-to"):
                self._told_by.setdefault(target, set()).add(record.type)

    def faults(self) -> Iterator[tuple[int, str]]:
        for offset, name, target in self._named:
            if target not in self._ids:
                yield offset, f"{name} names {target}, which is not in the file"
        for record_id, offset in self._responses.items():
            if self._told_by.get(record_id) != {_REQUEST, _METADATA}:
                yield offset, "a response without its request or its metadata record"


@dataclass(slots=True)
class Originals:
    """Responses by what revisits say of them: target URI and date, to the payload digest."""

    _payloads: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, record: StrictRecord) -> None:
        if record.type == "response":
            self._payloads[record.url, record.get("warc-date")] = record.get("warc-payload-digest")

    def has(self, revisit: StrictRecord) -> bool:
        return _target(revisit) in self._payloads

    def fault(self, revisit: StrictRecord) -> str | None:
        url, date = _target(revisit)
        payload = self._payloads.get((url, date))
        if payload is None:
            return f"it revisits {url} of {date}, which is not in the archive"
        if payload and revisit.get("warc-payload-digest") not in ("", payload):
            return f"it revisits {url} of {date}, which has another payload"
        return None


def _target(revisit: StrictRecord) -> tuple[str, str]:
    url = revisit.get("warc-refers-to-target-uri") or revisit.url
    return url.removeprefix("<").removesuffix(">"), revisit.get("warc-refers-to-date")
