"""Lives through days of a newspaper: passes by the clock of the simulation, some of them killed, each in processes of
its own."""

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import time_machine

from crawler.site import Site
from pipelines.health.verdict import Finding
from pipelines.jobs.crawl import crawl
from pipelines.jobs.run import PassReport, run
from pipelines.schedule.config import Cadence, Config
from tests.crawler.crawling import kill_all, until_gone
from tests.month.gazette import Gazette

_PROCESSES = get_context("forkserver")
_PROCESSES.set_forkserver_preload(
    ["pipelines.jobs.crawl", "pipelines.items", "pipelines.jobs.run", "tests.month.simulation"]
)


@dataclass
class Days:
    """What happened: each pass with its moment; None for one that was killed."""

    passes: list[tuple[datetime, PassReport | None]] = field(default_factory=list)
    in_flight: set[int] = field(default_factory=set)
    """Which of the stories that were served, by their place in that list, a kill may have cut off."""

    def findings(self) -> Iterator[tuple[datetime, Finding]]:
        for at, report in self.passes:
            for verdict in report.verdicts if report else ():
                yield from ((at, finding) for finding in verdict.findings)


def live(
    gazette: Gazette,
    data: Path,
    moments: Sequence[datetime],
    *,
    site_at: Callable[[datetime], Site],
    killed: Collection[datetime],
    before: Callable[[datetime], None],
) -> Days:
    """Does a pass at each moment. One of those that are `killed` dies when it has fetched a few articles, and the next
    follows ten minutes later. `before` is called before the pass of each moment."""
    days = Days()
    for at in moments:
        gazette.now = at
        before(at)
        if at in killed:
            if one_pass_killed(gazette, data, at, site_at(at)):
                days.passes.append((at, None))
                days.in_flight.add(len(gazette.served) - 1)
            gazette.now = at + timedelta(minutes=10)
        days.passes.append((gazette.now, one_pass(gazette, data, gazette.now, site_at(at))))
    return days


def settings(data: Path) -> Config:
    return Config(contact="https://example.org/kliping", data=data, sites={"warta": Cadence(every="1h")})  # type: ignore[arg-type]


def one_pass(gazette: Gazette, data: Path, at: datetime, site: Site) -> PassReport:
    with ProcessPoolExecutor(1, mp_context=_PROCESSES, max_tasks_per_child=1) as process:
        return process.submit(do_pass, gazette.proxy_url, data, at, site).result(timeout=100)


def one_pass_killed(gazette: Gazette, data: Path, at: datetime, site: Site) -> bool:
    """Kills the pass and its crawl after three articles, as the kernel does when memory is short; False if it came to
    its end before."""
    process = _PROCESSES.Process(target=do_pass, args=(gazette.proxy_url, data, at, site))
    process.start()
    patience, before = monotonic() + 60, len(gazette.served)
    while len(gazette.served) < before + 3 and process.is_alive() and monotonic() < patience:
        sleep(0.005)
    killed = process.is_alive()
    kill_all(process.pid)
    process.join()
    until_gone(data, "warta")
    return killed


def do_pass(proxy: str, data: Path, at: datetime, site: Site) -> PassReport:
    """One pass at a moment of the simulation."""
    with time_machine.travel(at, tick=True):
        return run(
            settings(data),
            {"warta": site},
            clock=lambda: datetime.now(UTC),
            crawl=partial(crawl_at, proxy, at, os.getpgrp()),
        )


def crawl_at(proxy: str, at: datetime, group: int, *arguments: Any, **options: Any) -> Any:
    """The crawl, in a process of its own that takes the moment of the simulation for now and dies with its pass."""
    os.setpgid(0, group)
    with time_machine.travel(at + timedelta(seconds=1), tick=True):
        return crawl(*arguments, proxy=proxy, **options)
