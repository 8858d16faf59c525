"""Says what is wrong with what a store holds."""

from collections.abc import Iterator

from archive.errors import ArchiveError
from archive.objects import stored_sum
from archive.sealing import manifest_path
from archive.stored import StoredFile
from archive.verify import Fault, verify, warcs_in


def verify_stored(place: StoredFile) -> tuple[int, list[Fault]]:
    """How many objects were looked at, and their faults: WARCs record by record, all others by their SHA-256.

    Everything is read, nothing is kept. Raises ArchiveError if there is nothing at `place`.
    """
    files = [place] if place.is_file() else sorted(place.below())
    if not files:
        raise ArchiveError(f"{place}: nothing here")
    warcs = [place] if place.is_file() and place.name.endswith(".warc.gz") else warcs_in(place)
    faults = verify(place) if warcs else []
    return len(files), [*faults, *(fault for file in files for fault in _sum_faults(file, file in warcs))]


def _sum_faults(file: StoredFile, is_warc: bool) -> Iterator[Fault]:
    stored = file.store.head(file.key)
    if stored is None or not stored.sha256:
        yield Fault(file, None, "its metadata names no SHA-256: it was not put here by `kliping upload`")
    elif is_warc and manifest_path(file).exists():
        # what is in the WARC was held against this manifest
        if f"{stored.sha256}  {file.name}\n" not in manifest_path(file).read_text("utf-8"):
            yield Fault(file, None, "the SHA-256 in its metadata is not the one that was written when it was sealed")
    elif stored_sum(file.store, file.key) != stored.sha256:
        yield Fault(file, None, "its SHA-256 is not the one in its metadata")
