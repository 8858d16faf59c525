"""Reads a run again from its WARCs, into the state and into a batch: what a crawl has written, for the crawl that was
killed, and for a state that is lost."""

import logging
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError, TornWarc
from archive.page import Miss, Page
from archive.read import Told, read_info, read_told
from archive.recall import here
from crawler.noting import COUNTS, ENDED, HOW, SOURCE, as_json, note, started
from crawler.site import Site
from crawler.state.articles import Text, Version
from crawler.state.store import State
from crawler.urls import is_article
from pipelines.article import Article
from pipelines.batch import Batch
from pipelines.jobs.show import article_at
from pipelines.ledger import UNCHANGED, Ledger, text_of

logger = logging.getLogger(__name__)

KILLED = "killed"
"""How a run ended of which no WARC says how it ended."""


@dataclass(slots=True)
class Replayed:
    """What the WARCs of a run say. `torn` are those that could only be read in part, with the error."""

    articles: int = 0
    ended: datetime | None = None
    reason: str = KILLED
    counts: dict[str, Any] = field(default_factory=dict)
    last: datetime | None = None
    torn: list[str] = field(default_factory=list)


def mend(state: State, site: Site, warcs: Path, texts: Path, but: str) -> list[str]:
    """Completes the runs of the site that were killed: their texts and their state are made again from their WARCs.

    `but` is the run that goes on. To be called by whoever holds the lock of the site; gives the names of the runs.
    """
    broken = [run.run for run in state.runs.unfinished(site.name) if run.run != but]
    files = warcs_of(warcs, broken) if broken else {}
    for run in broken:
        if not files[run]:
            if not state.runs.drop(site.name, run):  # its WARCs were, and may be elsewhere
                state.runs.end(site.name, run, started(run, datetime.min), KILLED, {})
            continue
        folder = texts / site.name / run
        shutil.rmtree(folder, ignore_errors=True)
        # Record by record, so that others can write meanwhile: the run has no end until all of it is done.
        state.articles.forget_run(site.name, run)
        replay(files[run], site, run, state, folder)
    return broken


def replay(files: Sequence[Path], site: Site, run: str, state: State, folder: Path | None) -> Replayed:
    """Reads a run from its WARCs, in their order, and ends it in the state. `folder` is where its texts go, if
    anywhere. The run must have begun in the state, and what it has added must be forgotten."""
    told = Replayed()
    batch = Batch(folder, site, Ledger(state, site, run, again=again_from(files[0].parent, site)))
    misses: set[str] = set()
    for file in files:
        try:
            for each in read_told(file):
                _one(each, site, run, state, batch, told)
                if isinstance(each.item, Miss):
                    misses.add(each.item.record_id)
        except TornWarc as error:
            told.torn.append(str(error))
    batch.close()
    told.articles = batch.articles
    ended = told.ended or told.last or started(run, datetime.min)
    state.runs.end(site.name, run, ended, told.reason, told.counts or counts_of(batch, misses))
    return told


def again_from(warcs: Path, site: Site) -> Callable[[Version], Text | None]:
    """What makes a version by the rules of today, as its record in a folder of WARCs tells."""

    def again(version: Version) -> Text | None:
        warc = here(warcs / version.place.warc)
        result = article_at(warc, version.place.offset, site) if warc.exists() else None
        return text_of(result) if isinstance(result, Article) else None

    return again


def begin(file: Path, site: Site, run: str, state: State) -> None:
    """Begins a run in the state as its first WARC tells of it."""
    info = read_info(file)
    first = next((each.at for each in read_told(file)), datetime.min)
    state.runs.begin(site.name, run, started(run, first), as_json(info.get(HOW, "")))


def counts_of(batch: Batch, misses: set[str]) -> dict[str, Any]:
    """What a batch counts: `articles`, those `unchanged`, pages `rejected` and addresses `missed` by reason."""
    rejected = [one for one in batch.rejected if one.record_id not in misses]
    reasons = Counter(one.reason for one in rejected)
    unchanged = reasons.pop(UNCHANGED, 0)
    missed = Counter(one.reason for one in batch.rejected if one.record_id in misses)
    return {"articles": batch.articles, "unchanged": unchanged, "rejected": dict(reasons), "missed": dict(missed)}


def _one(told: Told, site: Site, run: str, state: State, batch: Batch, replayed: Replayed) -> None:
    replayed.last = told.at
    if ENDED in told.fields:
        replayed.ended, replayed.reason = told.at, told.fields[ENDED]
        replayed.counts = as_json(told.fields.get(COUNTS, ""))
    if isinstance(told.item, Page):
        source = told.fields.get(SOURCE, "")
        note(state, site, run, told.item, source)
        if not source and is_article(told.item.url, site):
            batch.add(told.item)
    elif isinstance(told.item, Miss):
        batch.add(told.item)


def warcs_of(warcs: Path, runs: Iterable[str]) -> dict[str, list[Path]]:
    """The WARCs of runs, in their order. A file that cannot be read belongs to none."""
    files: dict[str, list[Path]] = {run: [] for run in runs}
    for file in sorted(warcs.glob("*.warc.gz")):
        try:
            run = read_info(file).get("isPartOf", "")
        except ArchiveError as error:
            logger.warning("passed over: %s", error)
            continue
        if run in files:
            files[run].append(file)
    return files
