"""How every newspaper is doing: asks the state, the verdicts and the disk; changes nothing."""

import shutil
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from crawler.lock import Lock
from crawler.noting import started
from crawler.site import Site
from crawler.state.runs import Run
from crawler.state.store import NAME, State
from pipelines.health.sitestatus import SiteStatus, Status
from pipelines.health.verdict import Kind, Level
from pipelines.health.verdictfile import held, read_verdict
from pipelines.schedule.config import Cadence, Config
from pipelines.schedule.dues import Due, Past, due

COMPLETE = "finished"
BLOCKED = "blocked"


def status_of(config: Config, sites: Mapping[str, Site], now: datetime) -> Status:
    """The newspapers of the settings, by name; `now` is in UTC."""
    config.data.mkdir(parents=True, exist_ok=True)
    with State(config.data / NAME) as state:
        told = tuple(
            _site(config.data, state, sites[name], cadence, now) for name, cadence in sorted(config.sites.items())
        )
    disk = shutil.disk_usage(config.data)
    return Status(now, told, disk.free, disk.total)


def due_of(data: Path, state: State, site: Site, cadence: Cadence, now: datetime) -> Due:
    return due(site, cadence, past_of(data, state, site), now)


def past_of(data: Path, state: State, site: Site) -> Past:
    recent = state.runs.recent(site.name, 200)
    if not recent:
        return Past()
    complete = next((run for run in recent if _is_complete(state, site, run)), None)
    last = recent[0]
    finished = last.ended is not None and last.reason not in ("killed", "shutdown")
    judged = read_verdict(data, site.name, last.run)
    return Past(
        started=last.started,
        finished=finished,
        failed=bool(judged and judged[0].level is Level.FAIL),
        resume="" if finished or _is_by_hand(state, site, last) else last.run,
        complete=_begun(state, complete) if complete else None,
        busy="" if last.ended else _who_crawls(data, site.name),
        blocked=(last.ended or last.started) if last.reason == BLOCKED or last.verdict == BLOCKED else None,
    )


def _is_complete(state: State, site: Site, run: Run) -> bool:
    """Whether the run has read the sources to their end: in an outage none has answered, at its limit it stops."""
    if not run.ended or run.reason != COMPLETE or run.verdict == Kind.OUTAGE or run.counts.get("limited"):
        return False
    return not _is_by_hand(state, site, run)


def _is_by_hand(state: State, site: Site, run: Run) -> bool:
    """Whether a run was asked for what no schedule asks for: it has not read the sources, and is not gone on with.

    Days that a schedule asks for reach up to the one on which the first of the runs began that did them together.
    """
    if any(run.how.get(what) for what in ("urls", "all", "holes")):
        return True
    today = _begun(state, run).astimezone(ZoneInfo(site.timezone)).date()
    return "until" in run.how and date.fromisoformat(run.how["until"]) < today


def _begun(state: State, run: Run) -> datetime:
    """When the run began, or the first of those that it has gone on with."""
    return started(state.runs.resumed(run.site, run.run)[-1], run.started)


def _who_crawls(data: Path, site: str) -> str:
    lock = Lock(data / "locks" / site)
    holder = lock.take("a look at who crawls")
    lock.release()
    return holder


def _site(data: Path, state: State, site: Site, cadence: Cadence, now: datetime) -> SiteStatus:
    recent = state.runs.recent(site.name, 50)
    last = recent[0] if recent else None
    judged = next((run for run in recent if run.verdict is not None), None)
    found = read_verdict(data, site.name, judged.run) if judged else None
    midnight = now.astimezone(ZoneInfo(site.timezone)).replace(hour=0, minute=0, second=0, microsecond=0)
    return SiteStatus(
        site=site.name,
        run=last.run if last else None,
        started=last.started if last else None,
        ended=last.ended if last else None,
        reason=_reason(last),
        health=judged.verdict or "unknown" if judged else "unknown",
        level=found[0].level if found else Level.NOTE,
        findings=found[0].findings if found else (),
        articles_today=state.articles.count(site.name, midnight, now),
        backlog=state.addresses.backlog(site.name, now),
        held=sum(1 for _ in held(data, site.name)),
        due=due_of(data, state, site, cadence, now),
    )


def _reason(run: Run | None) -> str:
    if run is None:
        return "never crawled"
    return run.reason if run.ended else "goes on, or was killed"
