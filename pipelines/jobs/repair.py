"""Makes held batches again from their WARCs by the rules of today, and publishes those that are in order now."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crawler.lock import Lock
from crawler.site import Site
from crawler.state.runs import Run
from crawler.state.store import NAME, State
from pipelines.health.verdict import Verdict
from pipelines.health.verdictfile import held
from pipelines.jobs.judge import judge_run, needs_repair
from pipelines.jobs.replay import replay, warcs_of

WORK = ".repair"
"""In the folder of data: what is being made again."""


@dataclass(slots=True)
class RepairReport:
    verdicts: list[Verdict] = field(default_factory=list)
    """On each batch that was made again, as it is now."""
    errors: list[str] = field(default_factory=list)


def repair(data: Path, sites: Sequence[Site]) -> RepairReport:
    """Makes the held batches of the sites again; nothing is fetched.

    What the state knows of the versions since then is made again with them, so that a text which only the rules have
    changed is no new version. Published batches stay as they are.
    """
    report = RepairReport()
    with State(data / NAME) as state:
        for site in sites:
            lock = Lock(data / "locks" / site.name)
            if holder := lock.take("a repair"):
                report.errors.append(f"{site.name} is being crawled: {holder}; repair it afterwards")
                continue
            try:
                _repair(data, state, site, report)
            finally:
                lock.release()
    return report


def _repair(data: Path, state: State, site: Site, report: RepairReport) -> None:
    ill = [run for run in held(data, site.name) if needs_repair(data, site.name, run)]
    if not ill:
        return
    runs = [run for run in state.runs.recent(site.name, 1_000_000)[::-1] if run.ended and run.run >= ill[0]]
    work = data / WORK / site.name
    shutil.rmtree(work, ignore_errors=True)
    report.errors += _make_again(data, state, site, runs, work)
    for run in runs:
        if run.run in ill:
            _put(work / run.run, data / "text" / site.name / run.run)
            ended = state.runs.get(site.name, run.run)
            assert ended
            report.verdicts.append(judge_run(data, state, site, ended))
    shutil.rmtree(work, ignore_errors=True)


def _make_again(data: Path, state: State, site: Site, runs: Sequence[Run], work: Path) -> list[str]:
    """All runs since the first ill one, in their order: what one has, the next need not have again."""
    files = warcs_of(data / "warc" / site.name, [run.run for run in runs])
    torn = [
        f"{site.name} {run}: none of its WARCs is here, so it stays as it is; `kliping restore` brings them"
        for run, its in files.items()
        if not its
    ]
    runs = [run for run in runs if files[run.run]]
    with state.writing():
        for run in runs:
            state.articles.forget_run(site.name, run.run)
        for run in runs:
            torn += replay(files[run.run], site, run.run, state, work / run.run).torn
    return torn


def _put(new: Path, old: Path) -> None:
    """A kill in between leaves the batch held, and the next repair makes it again."""
    if new.is_dir():
        shutil.rmtree(old, ignore_errors=True)
        old.parent.mkdir(parents=True, exist_ok=True)
        new.rename(old)
