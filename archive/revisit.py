"""Gives revisit records back the payload that they leave out."""

from contextlib import suppress
from pathlib import PurePosixPath

from archive.errors import ArchiveError, TornWarc
from archive.http import HttpResponse, parse_response
from archive.place import Place
from archive.rawrecords import MOST_OF_A_PAGE, RawRecord, raw_records
from archive.records import digest_matches
from archive.sealing import open_path


class Reach:
    """The records that revisits in one file can be resolved to: those of the same file, and those that a revisit
    names by file and offset in the same folder."""

    def __init__(self, path: Place) -> None:
        self._path = path
        self._offsets: dict[str, int] | None = None

    def original(self, revisit: RawRecord) -> RawRecord | None:
        """The response that a revisit refers to, if it is there and has the payload that the revisit says."""
        place = self._named(revisit) or self._in_this_file(revisit)
        if place is None:
            return None
        path, offset = place
        try:
            found = next(raw_records(path, offset, most=MOST_OF_A_PAGE))
        except (ArchiveError, OSError, StopIteration):
            return None
        response = parse_response(found.block) if found.type == "response" else None
        if response is None or digest_matches(revisit.get("warc-payload-digest"), response.payload) is False:
            return None
        return found

    def _named(self, revisit: RawRecord) -> tuple[Place, int] | None:
        name, offset = revisit.get("warc-refers-to-filename"), revisit.get("warc-refers-to-file-offset")
        if not name or not offset.isdigit():
            return None
        path = self._path.with_name(PurePosixPath(name).name)
        for candidate in (path, open_path(path)):
            if candidate.exists():
                return candidate, int(offset)
        return None

    def _in_this_file(self, revisit: RawRecord) -> tuple[Place, int] | None:
        if self._offsets is None:
            self._offsets = {}
            with suppress(TornWarc):  # what stands before is whole, and whoever reads on learns of it
                for record in raw_records(self._path, most=0):
                    if record.type == "response":
                        for key in (record.record_id, _key(record.url, record.get("warc-date"))):
                            self._offsets.setdefault(key, record.offset)
        refers_to = _key(revisit.get("warc-refers-to-target-uri"), revisit.get("warc-refers-to-date"))
        for key in (revisit.get("warc-refers-to"), refers_to):
            if key in self._offsets:
                return self._path, self._offsets[key]
        return None


def revisited(revisit: RawRecord, original: RawRecord) -> HttpResponse | None:
    """The response that a revisit stands for: its own head, or the original's if it has none, and the payload."""
    first = parse_response(original.block)
    own = parse_response(revisit.block)
    if first is None or own is None:
        return first
    headers = tuple((name, value) for name, value in own.headers if name.lower() != b"transfer-encoding")
    return HttpResponse(own.version, own.status, own.reason, headers, first.payload)


def _key(url: str, date: str) -> str:
    return f"{date[:19]} {url.removeprefix('<').removesuffix('>')}"
