"""Makes the texts again from WARC files alone, by the rules of today."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import ArchiveError
from archive.place import Place
from crawler.loader import unknown_site
from pipelines.batch import Batch
from pipelines.files import make_folder
from pipelines.guard import GIVEN_UP, Limits
from pipelines.jobs.pieces import PIECE, Source, pieces, shard
from pipelines.jobs.resume import unfinished
from pipelines.jobs.steps import Step, find_warcs, host_of, known_sites, source_of
from pipelines.jobs.work import Engine, Task, pool_of, steps
from pipelines.ledger import Known, Memory
from pipelines.outcome import FAILED

_ROWS = 200
"""How many rows of an index are written at once; a job that is killed makes them again."""

Progress = Callable[[Place, int], None]
"""Called with a WARC and how many of its bytes are done."""


@dataclass(slots=True)
class BatchReport:
    site: str
    run: str
    folder: Path
    articles: int
    templates: dict[str, int]
    """How many of the articles each template gave; `generic` is none of the site's own."""
    rejected: dict[str, int]
    """How many URLs for each reason."""


@dataclass(slots=True)
class Report:
    out: Path
    warcs: int = 0
    pages: int = 0
    """Pages and misses that were handed to a batch."""
    passed_over: dict[str, int] = field(default_factory=dict)
    """Records that belong to no article of a batch, and why."""
    batches: list[BatchReport] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    whole: bool = True
    """Whether every WARC could be read to its end; pages that were given up are not meant."""


@dataclass(frozen=True, slots=True)
class How:
    """What a page may take, on how many processes or with which engine, and which share of the WARCs is ours."""

    limits: Limits = field(default_factory=Limits)
    workers: int = 1
    engine: Engine | None = None
    shard: tuple[int, int] = (1, 1)
    """Its number, from 1, and of how many it is one."""
    piece: int = PIECE
    """Bytes of a WARC that are done by one process at a time."""


def reextract(
    paths: Sequence[Place],
    out: Path,
    *,
    site: str = "",
    workers: int = 1,
    how: How | None = None,
    on_progress: Progress | None = None,
) -> Report:
    """Writes `out/SITE/RUN` for every site and run in the WARCs, or for one site only.

    A run of ours has what is new or changed in it, as far as the WARCs of earlier runs are among `paths`.

    The files are the same whatever the number of workers. Of a torn WARC the whole records are used, and the error
    stands in the report; so does a page that was given up. What was killed goes on where it was when it is called
    again. Raises FileNotFoundError for a path that is not there, and FileExistsError before any page is read when
    `out` holds one of the runs.
    """
    how = how or How(workers=workers)
    report = Report(out)
    sources = shard(_readable(paths, report), *how.shard)
    report.warcs = len(sources)
    tasks = [Task(piece, site, how.limits) for piece in pieces(sources, how.piece)]
    engine = how.engine or (pool_of(how.workers) if how.workers > 1 else None)
    make_folder(out)
    with unfinished(out, sources, tasks, how.shard) as folder:
        batches = _Batches(out, sources, report)
        for source, step in steps(tasks, folder, engine, report.errors):
            batches.put(source, step)
            if on_progress:
                on_progress(source.path, step.offset)
        batches.close()
    report.whole = not report.errors
    report.batches.sort(key=lambda batch: (batch.site, batch.run))
    for batch in report.batches:
        for reason in (FAILED, GIVEN_UP):
            if count := batch.rejected.get(reason):
                report.errors.append(f"{batch.folder}: {reason} on {count} pages: see rejected.jsonl")
    return report


class _Batches:
    """The batches that are open. One is closed when no WARC that follows has more of its run."""

    def __init__(self, out: Path, sources: Sequence[Source], report: Report) -> None:
        self._out = out
        self._report = report
        self._sites = known_sites()
        self._open: dict[tuple[str, str], Batch] = {}
        self._known: dict[str, dict[str, Known]] = {}
        self._last = {source.run: source for source in sources}
        self._source: Source | None = None
        self._passed_over: Counter[str] = Counter()

    def put(self, source: Source, step: Step) -> None:
        if source != self._source:
            self._leave()
            self._source = source
        if step.outcome is None:
            self._passed_over[step.passed_over] += 1
            return
        self._batch(source, step.site, step.outcome.url).put(step.outcome)
        self._report.pages += 1

    def close(self) -> None:
        for name, run in [*self._open]:
            self._close(name, run)
        self._report.passed_over = dict(self._passed_over)

    def _batch(self, source: Source, name: str, url: str) -> Batch:
        key = name, source.run
        if key not in self._open:
            site = self._sites.get(name) or unknown_site(host_of(url))
            known: dict[str, Known] = {}
            if source.site:  # runs of ours follow each other: what one has, the next need not have again
                known = self._known.setdefault(name, known)
                for other in [run for open_name, run in self._open if open_name == name]:
                    self._close(name, other)
            self._open[key] = Batch(self._out.joinpath(*key), site, Memory(site, source.run, known), rows=_ROWS)
        return self._open[key]

    def _leave(self) -> None:
        if self._source and self._last[self._source.run] == self._source:
            for name, run in [key for key in self._open if key[1] == self._source.run]:
                self._close(name, run)

    def _close(self, name: str, run: str) -> None:
        batch = self._open.pop((name, run))
        batch.close()
        reasons = Counter(rejected.reason for rejected in batch.rejected)
        told = BatchReport(name, run, self._out / name / run, batch.articles, dict(batch.templates), dict(reasons))
        self._report.batches.append(told)


def _readable(paths: Sequence[Place], report: Report) -> list[Source]:
    sources = []
    for path in find_warcs(paths):
        try:
            sources.append(source_of(path))
        except (ArchiveError, OSError) as error:
            report.errors.append(str(error))
    return sources
