"""Reads the facts of a run from what it left behind: its batch, its row in the state, and what its sources told."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.noting import source_name
from crawler.site import Site, Source
from crawler.state.database import Database
from crawler.state.moments import micros
from crawler.state.runs import Run
from crawler.state.store import NAME, State
from pipelines.health.facts import RunFacts, SourceFacts
from pipelines.health.judging import BROKEN_OFF
from pipelines.ledger import AGAIN, UNCHANGED

DAY = timedelta(days=1)

LATELY = timedelta(days=7)
"""What is announced of days further back is back-fill, and says nothing of a source's news."""

OLD = timedelta(days=30)
"""An article that is older when it is captured says nothing about today's layout: back-fill is not judged by it."""


def facts_of(data: Path, state: State, site: Site, run: Run) -> RunFacts:
    """The facts of a run that has ended. A batch that was never begun has no articles."""
    folder = data / "text" / site.name / run.run
    rows = [row for row in _rows(folder / "articles.jsonl") if not _is_old(row)]
    refused = Counter(row["reason"] for row in _rows(folder / "rejected.jsonl"))
    for reason in (AGAIN, UNCHANGED):
        refused.pop(reason, None)
    told, errors = told_by_report(data, site.name, run.run) or ("killed", ())
    ended = run.reason or told
    return RunFacts(
        site=site.name,
        run=run.run,
        at=run.started,
        ended=ended,
        fetched=int(run.counts.get("fetched", 0)),
        articles=len(rows),
        characters=tuple(_length(folder / row["file"]) for row in rows),
        filled={name: sum(bool(row.get(name)) for row in rows) for name in site.expect.filled},
        templates=dict(Counter(row["template"] for row in rows)),
        paywalled=sum("paywalled" in row["flags"] for row in rows),
        refused=dict(refused),
        blocked=str(run.counts.get("blocked", "")),
        sources=() if ended in BROKEN_OFF else tuple(_sources(data, state, site, run, errors)),
        of_the_day=_of_the_day(state, site, run),
        errors=errors,
    )


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    if file.exists():
        with file.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def told_by_report(data: Path, site: str, run: str) -> tuple[str, tuple[str, ...]] | None:
    """How the run ended for the site and its errors, as its report says; a run that was killed has left none,
    and a disk that was full half of one."""
    try:
        told = json.loads((data / "runs" / run / "run.json").read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return next(((one["ended"], tuple(one["errors"])) for one in told["sites"] if one["site"] == site), None)


def _is_old(row: dict[str, Any]) -> bool:
    if not row["published"] or not row["fetched_at"]:
        return False
    return datetime.fromisoformat(row["fetched_at"]) - datetime.fromisoformat(row["published"]) > OLD


def _length(text: Path) -> int:
    return len(text.read_text(encoding="utf-8"))


def _of_the_day(state: State, site: Site, run: Run) -> int | None:
    """New articles in the day before the run's end; of a run that follows a longer pause, a day's share of them."""
    end = run.ended or run.started
    runs = [one for one in state.runs.since(site.name, end - 3 * OLD) if one.started < run.started]
    if not runs or end - runs[0].started < DAY:
        return None
    span = max(DAY, end - runs[-1].started)
    return round(state.articles.count(site.name, end - span, end) / (span / DAY))


def _sources(data: Path, state: State, site: Site, run: Run, errors: tuple[str, ...]) -> Iterator[SourceFacts]:
    """What each source told in the run and in those that it went on with, none of which has read all; of those that
    never answered, the error that names them."""
    before = [state.runs.get(site.name, name) for name in state.runs.resumed(site.name, run.run)[1:]]
    told = {name: numbers for name, *numbers in _readings(data / NAME, [run, *filter(None, before)])}
    declared = {source_name(source): source for source in site.discovery}
    for name, (answered, entries, new) in told.items():
        failed = "" if answered else _error_of(declared.get(name), errors) or "it cannot be read"
        yield SourceFacts(name, entries, new, failed)
    for name, source in declared.items():
        if name not in told and (failed := _error_of(source, errors)):
            yield SourceFacts(name, failed=failed)


def _readings(state: Path, runs: Sequence[Run]) -> list[tuple[Any, ...]]:
    site, first, last = runs[0].site, runs[-1].started, runs[0].ended or runs[0].started + DAY
    span = (micros(first), micros(last))
    lately = (first - LATELY).date().isoformat()
    names = json.dumps([run.run for run in runs])
    with Database(state) as db:
        return db.rows(_TOLD, (site, lately, *span, *span, site, names))


_TOLD = """
    SELECT source.name, sum(status = 200 AND entries IS NOT NULL), coalesce(sum(entries), 0), (
        SELECT count(*) FROM url CROSS JOIN announcement ON announcement.url = url.id
        WHERE url.site = ? AND url.day >= ? AND url.announced BETWEEN ? AND ?
        AND announcement.source = source.id AND announcement.at BETWEEN ? AND ?
    )
    FROM reading JOIN source ON source.id = reading.source JOIN run ON run.id = reading.run
    WHERE run.site = ? AND run.run IN (SELECT value FROM json_each(?)) GROUP BY source.id
"""


def _error_of(source: Source | None, errors: tuple[str, ...]) -> str:
    if source is None:
        return ""
    head = source_name(source).partition(" ")[2].partition("{")[0]
    return next((error.partition(": ")[2] for error in errors if error.startswith(head)), "")
