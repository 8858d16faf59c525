"""One pass: crawls what is due, judges it, tells what was found, and sends what is finished away."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from archive.objects import StorageError
from archive.stores import store_at
from crawler.lock import Lock
from crawler.site import Site
from crawler.state.store import NAME, State
from pipelines.health.gauges import write_gauges
from pipelines.health.verdict import Verdict
from pipelines.health.webhook import webhook_of
from pipelines.jobs.children import Lost, apart
from pipelines.jobs.judge import judge_ended
from pipelines.jobs.resuming import Order, going_on_with
from pipelines.jobs.status import due_of, status_of
from pipelines.jobs.telling import REPORT, tell
from pipelines.jobs.upload import upload
from pipelines.schedule.config import Bucket, Config
from pipelines.schedule.dues import Due, in_shard

Clock = Callable[[], datetime]
"""Gives the moment, in UTC."""

Crawl = Callable[..., Any]
"""`pipelines.jobs.crawl.crawl`, or what stands in for it; it is called in a process of its own."""


@dataclass(slots=True)
class PassReport:
    at: datetime
    dues: list[Due]
    """Every newspaper of the pass, due or not."""
    crawl: Any = None
    """The CrawlReport, if something was due and its crawl came to an end."""
    verdicts: list[Verdict] = field(default_factory=list)
    reports: list[Path] = field(default_factory=list)
    uploaded: Any = None
    """The UploadReport, when a bucket is told of."""
    errors: list[str] = field(default_factory=list)

    @property
    def due(self) -> list[Due]:
        return [due for due in self.dues if due.now]


def dues_of(
    config: Config,
    sites: Mapping[str, Site],
    now: datetime,
    *,
    only: Collection[str] = (),
    shard: tuple[int, int] | None = None,
) -> list[Due]:
    """What would be done at `now`, and why; nothing is changed."""
    config.data.mkdir(parents=True, exist_ok=True)
    with State(config.data / NAME) as state:
        return [
            due_of(config.data, state, sites[name], cadence, now)
            for name, cadence in sorted(config.sites.items())
            if (not only or name in only) and in_shard(sites[name], shard)
        ]


def run(
    config: Config,
    sites: Mapping[str, Site],
    *,
    clock: Clock,
    crawl: Crawl,
    only: Collection[str] = (),
    shard: tuple[int, int] | None = None,
) -> PassReport:
    """Does one pass. A newspaper that fails stands in the report, and the others go on; raises StateError and OSError
    when the folder of data cannot be used."""
    dues = dues_of(config, sites, clock(), only=only, shard=shard)
    report = PassReport(clock(), dues)
    ours = {due.site: sites[due.site] for due in dues}
    _judge(config, ours, clock(), report)  # what a pass that was killed has left
    if report.due:
        answer = apart(partial(_crawl, crawl, config, sites, _orders(report.due, config)))
        if isinstance(answer, Lost):
            report.errors.append(f"{', '.join(due.site for due in report.due)}: {answer.why}")
        else:
            report.crawl = answer
            report.errors += answer.all_errors
    _judge(config, ours, clock(), report)
    if config.bucket:
        _upload(config, config.bucket, report)
    if config.metrics:
        write_gauges(config.metrics, status_of(config, sites, clock()))
    return report


def _orders(dues: Sequence[Due], config: Config) -> dict[str, Order]:
    """What each newspaper is asked for: what it is due for, or the rest of what its broken run was asked for."""
    orders = {}
    with State(config.data / NAME) as state:
        for due in dues:
            broken = state.runs.get(due.site, due.resume) if due.resume else None
            orders[due.site] = (
                going_on_with(broken) if broken else Order(limit=config.sites[due.site].limit, since=due.since)
            )
    return orders


def _crawl(crawl: Crawl, config: Config, sites: Mapping[str, Site], orders: Mapping[str, Order]) -> Any:
    delays = {name: config.sites[name].delay for name in orders}
    ours = [sites[name] if delay is None else replace(sites[name], delay=delay) for name, delay in delays.items()]
    return crawl(ours, data=config.data, contact=config.contact, orders=orders)


def _judge(config: Config, sites: Mapping[str, Site], now: datetime, report: PassReport) -> None:
    with State(config.data / NAME) as state:
        by_run: dict[str, list[Verdict]] = {}
        for site in sites.values():
            verdicts, problems = judge_ended(config.data, state, site)
            report.errors += [problem for problem in problems if problem not in report.errors]
            for verdict in verdicts:
                report.verdicts.append(verdict)
                by_run.setdefault(verdict.run, []).append(verdict)
        for run, judged in sorted(by_run.items()):
            report.errors += tell(config.data, state, sites, run, judged, now, webhook_of(config.webhook))
            report.reports.append(config.data / "runs" / run / REPORT)


def _upload(config: Config, bucket: Bucket, report: PassReport) -> None:
    """Of two passes that overlap, the first sends; what the other has finished goes with the next."""
    lock = Lock(config.data / "locks" / "upload")
    if lock.take("an upload"):
        return
    try:
        report.uploaded = upload(config.data, store_at(bucket.url, bucket.connection))
        report.errors += report.uploaded.errors
    except StorageError as error:
        report.errors.append(str(error))
    finally:
        lock.release()
