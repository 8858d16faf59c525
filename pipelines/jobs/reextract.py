"""Makes the texts again from WARC files alone, by the rules of today."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from errno import EEXIST
from pathlib import Path

from archive.errors import ArchiveError
from archive.place import Place
from crawler.loader import load_sites, unknown_site
from crawler.site import Site
from crawler.state.store import State
from pipelines.batch import Batch
from pipelines.files import make_folder
from pipelines.jobs.steps import Source, find_warcs, host_of, source_of, steps
from pipelines.ledger import Ledger
from pipelines.outcome import FAILED

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


def reextract(
    paths: Sequence[Place], out: Path, *, site: str = "", workers: int = 1, on_progress: Progress | None = None
) -> Report:
    """Writes `out/SITE/RUN` for every site and run in the WARCs, or for one site only.

    A run of ours has what is new or changed in it, as far as the WARCs of earlier runs are among `paths`.

    The files are the same whatever the number of workers. Of a torn WARC the whole records are used, and the error
    stands in the report. Raises FileNotFoundError for a path that is not there, and FileExistsError before any page
    is read when `out` holds one of the runs.
    """
    report = Report(out)
    sources = _readable(paths, report)
    _refuse_to_mix(out, sources)
    make_folder(out)
    sites = load_sites()
    state = State(None)
    batches: dict[tuple[str, str], Batch] = {}
    passed_over: Counter[str] = Counter()
    for source, step in steps(sources, only=site, workers=workers, work=out, errors=report.errors):
        if step.outcome is None:
            passed_over[step.passed_over] += 1
        else:
            key = (step.site, source.run)
            if key not in batches:
                if source.site:  # runs of ours follow each other: what one has, the next need not have again
                    report.batches += [_closed(*one, batches.pop(one)) for one in [*batches] if one[0] == step.site]
                declared = sites.get(step.site) or unknown_site(host_of(step.outcome.url))
                ledger = _ledger(state, declared, source) if source.site else None
                batches[key] = Batch(out.joinpath(*key), declared, ledger)
            batches[key].put(step.outcome)
            report.pages += 1
        if on_progress:
            on_progress(source.path, step.offset)
    report.passed_over = dict(passed_over)
    report.batches += [_closed(*one, batch) for one, batch in batches.items()]
    state.close()
    report.batches.sort(key=lambda batch: (batch.site, batch.run))
    for batch in report.batches:
        if failed := batch.rejected.get(FAILED):
            report.errors.append(f"{batch.folder}: {FAILED} on {failed} pages: see rejected.jsonl")
    return report


def _ledger(state: State, site: Site, source: Source) -> Ledger:
    state.runs.begin(site.name, source.run, datetime.now(UTC), {})
    return Ledger(state, site, source.run)


def _closed(name: str, run: str, batch: Batch) -> BatchReport:
    batch.close()
    reasons = Counter(rejected.reason for rejected in batch.rejected)
    assert batch.folder
    return BatchReport(name, run, batch.folder, batch.articles, dict(batch.templates), dict(reasons))


def _readable(paths: Sequence[Place], report: Report) -> list[Source]:
    sources = []
    for path in find_warcs(paths):
        try:
            sources.append(source_of(path))
        except (ArchiveError, OSError) as error:
            report.errors.append(str(error))
    report.warcs = len(sources)
    return sources


def _refuse_to_mix(out: Path, sources: Sequence[Source]) -> None:
    for run in sorted({source.run for source in sources}):
        for index in sorted(out.glob(f"*/{run}/articles.jsonl")):
            raise FileExistsError(EEXIST, "a batch is here already; choose another folder", str(index.parent))
