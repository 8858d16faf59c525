"""Re-extraction from store to store: one WARC in, one object out; done means that the object is there."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.errors import ArchiveError
from archive.objects import Store
from archive.place import Place
from archive.stored import StoredFile
from archive.sums import sums_of
from pipelines.files import files_below
from pipelines.jobs.reextract import Report, reextract
from pipelines.packing import Pack, pack

Progress = Callable[[Place, int], None]
"""Called with a WARC and how many of its bytes are done."""


@dataclass(slots=True)
class StoredReport:
    url: str
    written: int = 0
    """Objects, one for each WARC."""
    skipped: int = 0
    """WARCs whose object was there already."""
    pages: int = 0
    articles: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def reextract_to(
    warcs: Sequence[Place],
    out: Store,
    *,
    site: str = "",
    workers: int = 1,
    on_progress: Progress = lambda warc, done: None,
) -> StoredReport:
    """Packs the tree that `reextract` makes of each WARC into `NAME.tar.zst`, below the WARC's own site and day.

    The WARCs are read where they lie. One that cannot be read to its end gives an error and no object, so that the
    next run tries it again.
    """
    out.check()
    report = StoredReport(out.url)
    done = {stored.key for stored in out.list()}
    todo = [warc for warc in warcs if output_key(warc) not in done]
    report.skipped = len(warcs) - len(todo)
    rejected: Counter[str] = Counter()
    for warc, made in _each(todo, out, site, workers):
        try:
            one = made()
        except ArchiveError as error:
            report.errors.append(str(error))
            continue
        on_progress(warc, -1)
        report.errors += one.errors
        report.written += not one.errors
        report.pages += one.pages
        report.articles += sum(batch.articles for batch in one.batches)
        for batch in one.batches:
            rejected.update(batch.rejected)
    report.rejected = dict(rejected)
    return report


def output_key(warc: Place) -> str:
    """`site=S/date=D/NAME.tar.zst`, or the name alone for a WARC that does not lie in our layout."""
    name = warc.name.removesuffix(".gz").removesuffix(".warc") + Pack.TAR_ZST.ending
    folders = warc.key.split("/")[:-1] if isinstance(warc, StoredFile) else []
    return "/".join([*(part for part in folders if part.startswith(("site=", "date="))), name])


def _each(warcs: Sequence[Place], out: Store, site: str, workers: int) -> Iterator[tuple[Place, Callable[[], Report]]]:
    if min(workers, len(warcs)) <= 1:
        for warc in warcs:
            yield warc, lambda warc=warc: _one(warc, out, site)  # type: ignore[misc]
        return
    with ProcessPoolExecutor(min(workers, len(warcs)), mp_context=get_context("spawn")) as pool:
        jobs: list[tuple[Place, Future[Report]]] = [(warc, pool.submit(_one, warc, out, site)) for warc in warcs]
        for warc, job in jobs:
            yield warc, job.result


def _one(warc: Place, out: Store, site: str) -> Report:
    with TemporaryDirectory(prefix="kliping-") as work:
        texts, package = Path(work, "texts"), Path(work, "package")
        report = reextract([warc], texts, site=site)
        if not report.errors:
            names = [file.relative_to(texts).as_posix() for file in files_below(texts)]
            pack(texts, names, package, Pack.TAR_ZST)
            out.put(output_key(warc), package, sums_of(package))
        return report
