"""What is left to do of a run that was broken off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crawler.loader import load_sites, unknown_site
from crawler.site import Site
from crawler.state.store import NAME, State

FINISHED = "finished"
URLS = "urls.txt"
"""In the folder of a run that was given addresses: these."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a crawl is to do."""

    sites: Sequence[Site]
    limit: int | None = None
    since: date | None = None
    until: date | None = None
    urls: Sequence[str] | None = None
    again: bool = False


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
        done = max(len(state.captures.asked(one.site, run)) for one in broken)
    how = broken[0].how
    limit = how.get("limit")
    if limit is not None and limit <= done:
        raise LookupError(f"run {run} has asked for all {limit} articles: there is nothing to resume")
    return Plan(
        [declared.get(one.site) or unknown_site(one.site) for one in broken],
        limit and limit - done,
        date.fromisoformat(how["since"]) if "since" in how else None,
        date.fromisoformat(how["until"]) if "until" in how else None,
        _urls(data / "runs" / run / URLS, how.get("resume", "")) if "urls" in how else None,
        bool(how.get("all")),
    )


def _urls(file: Path, before: str) -> list[str]:
    """The addresses of the run, or of the one that it had resumed."""
    if not file.exists() and before:
        return _urls(file.parents[1] / before / URLS, "")
    return file.read_text(encoding="utf-8").splitlines()
