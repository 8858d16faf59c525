"""Re-extraction from store to store: one WARC in, one object out; done means that the object is there.

Run as a program it does the one WARC that it is given on stdin.
"""

import pickle
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from archive.errors import ArchiveError
from archive.objects import Store
from archive.place import Place
from archive.stored import StoredFile
from archive.sums import sums_of
from pipelines.files import files_below
from pipelines.guard import Limits
from pipelines.jobs.pieces import is_share
from pipelines.jobs.reextract import How, Report, reextract
from pipelines.jobs.work import Each, run_apart
from pipelines.packing import Pack, pack

Progress = Callable[[Place, int], None]
"""Called with a WARC and how many of its bytes are done."""


class Job(NamedTuple):
    """A WARC to re-extract into a store: the site whose articles are wanted, or an empty string, and the limits."""

    warc: Place
    out: Store
    only: str
    limits: Limits


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
    how: How | None = None,
    each: Each | None = None,
    on_progress: Progress = lambda warc, done: None,
) -> StoredReport:
    """Packs the tree that `reextract` makes of each WARC into `NAME.tar.zst`, below the WARC's own site and day.

    The WARCs are read where they lie, each in a process of its own when there are several workers, or on those that
    `each` has. One that cannot be read to its end gives an error and no object, so that the next run tries it again.
    """
    out.check()
    how = how or How()
    report = StoredReport(out.url)
    done = {stored.key for stored in out.list()}
    ours = [warc for warc in warcs if is_share(output_key(warc), *how.shard)]
    todo = [Job(warc, out, site, how.limits) for warc in ours if output_key(warc) not in done]
    report.skipped = len(ours) - len(todo)
    rejected: Counter[str] = Counter()
    if each:
        made: Iterator[Report] = each(_one_apart, todo)
    else:
        made = _side_by_side(todo, how.workers) if min(how.workers, len(todo)) > 1 else map(_one, todo)
    for job, one in zip(todo, made, strict=True):
        on_progress(job.warc, -1)
        report.errors += one.errors
        report.written += one.whole
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


def _side_by_side(todo: Sequence[Job], workers: int) -> Iterator[Report]:
    """In the order of the WARCs. When a process dies, the first WARC that is not done is done apart, as it may be the
    one, and what is left by new processes: an object that is there already is the same."""
    left = deque(todo)
    while left:
        with ProcessPoolExecutor(min(workers, len(left)), get_context("spawn")) as pool:
            doing = [pool.submit(_one, job) for job in left]
            try:
                for made in doing:
                    report = made.result()
                    left.popleft()
                    yield report
            except BrokenProcessPool:
                pass
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
        if left:
            yield _one_apart(left.popleft())


def _one_apart(job: Job) -> Report:
    answer, last = run_apart(__name__, (job, job._replace(limits=replace(job.limits, careful=True))))
    if answer is None:
        return Report(Path(), errors=[f"{job.warc}: nothing comes of it: {last}"], whole=False)
    report: Report = pickle.loads(answer)
    return report


def _one(job: Job) -> Report:
    key = output_key(job.warc)
    with TemporaryDirectory(prefix="kliping-") as work:
        texts, package = Path(work, "texts"), Path(work, "package")
        try:
            report = reextract([job.warc], texts, site=job.only, how=How(job.limits))
            report.errors = [error.replace(f"{texts}/", f"{job.out.url}/{key}: ") for error in report.errors]
            if report.whole:
                names = [file.relative_to(texts).as_posix() for file in files_below(texts)]
                pack(texts, names, package, Pack.TAR_ZST)
                job.out.put(key, package, sums_of(package))
        except ArchiveError as error:
            return Report(texts, errors=[str(error)], whole=False)
        return report


if __name__ == "__main__":
    sys.stdout.buffer.write(pickle.dumps(_one(pickle.load(sys.stdin.buffer))))
