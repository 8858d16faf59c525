"""What a newspaper is asked for in a run, and what is left to do of a run that was broken off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crawler.loader import load_sites, unknown_site
from crawler.site import Site
from crawler.state.runs import Run
from crawler.state.store import NAME, State

FINISHED = "finished"
URLS = "urls.txt"
"""In the folder of a run that was given addresses: these."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a crawl asks one newspaper for; see `pipelines.jobs.crawl.crawl`."""

    limit: int | None = None
    since: date | None = None
    until: date | None = None
    again: bool = False
    holes: bool = False
    resume: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to go on with a run: for which newspapers, and in what each was broken off."""

    sites: Sequence[Site]
    orders: Mapping[str, Order]
    urls: Sequence[str] | None = None


def resuming(data: Path, run: str, only: Sequence[Site] = ()) -> Plan:
    """What a run was asked to do, for the sites that it has not finished. Raises LookupError if there is none."""
    path = data / NAME
    if not path.exists():
        raise LookupError(f"{path}: no such file, so there is nothing to resume; is it another --data folder?")
    declared = load_sites() | {site.name: site for site in only}
    with State(path) as state:
        runs = state.runs.of(run)
        if not runs:
            recent = [one.run for site in state.runs.sites() for one in state.runs.recent(site, 3)]
            known = f"; the last ones are {', '.join(sorted(set(recent))[-3:])}" if recent else ""
            raise LookupError(f"{path}: no run {run}{known}")
        names = {site.name for site in only} or {one.site for one in runs}
        broken = [one for one in runs if one.reason != FINISHED and one.site in names]
        if not broken:
            raise LookupError(f"run {run} has finished: there is nothing to resume")
        going_on = [one for one in broken if not _is_exhausted(state, one)]
    if not going_on:
        raise LookupError(f"run {run} has asked for all {broken[0].how['limit']} articles: there is nothing to resume")
    return Plan(
        [declared.get(one.site) or unknown_site(one.site) for one in going_on],
        {one.site: going_on_with(one) for one in going_on},
        _urls(data / "runs" / run / URLS, going_on[0].how.get("resume", "")) if "urls" in going_on[0].how else None,
    )


def going_on_with(run: Run) -> Order:
    """The order by which a run goes on exactly where it was."""
    return Order(
        limit=run.how.get("limit"),
        since=_day(run, "since"),
        until=_day(run, "until"),
        again=bool(run.how.get("all")),
        holes=bool(run.how.get("holes")),
        resume=run.run,
    )


def _is_exhausted(state: State, run: Run) -> bool:
    limit = run.how.get("limit")
    before = state.runs.resumed(run.site, run.run)
    return limit is not None and limit <= len({key for one in before for key in state.captures.asked(run.site, one)})


def _day(run: Run, which: str) -> date | None:
    return date.fromisoformat(run.how[which]) if which in run.how else None


def _urls(file: Path, before: str) -> list[str]:
    """The addresses of the run, or of the one that it had resumed."""
    if not file.exists() and before:
        return _urls(file.parents[1] / before / URLS, "")
    return file.read_text(encoding="utf-8").splitlines()
