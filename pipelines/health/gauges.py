"""The state of all newspapers as figures for Prometheus."""

from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from pipelines.files import replace_with
from pipelines.health.sitestatus import Status
from pipelines.health.verdict import Kind


def gauges(status: Status) -> bytes:
    """Prometheus' text format. Times are in seconds since 1970, sizes in bytes."""
    registry = CollectorRegistry()

    def gauge(name: str, help: str, *labels: str) -> Gauge:
        return Gauge(f"kliping_{name}", help, labels, registry=registry)

    last = gauge("last_run_timestamp_seconds", "When the last run of the newspaper began", "site")
    ended = gauge("last_run_end_timestamp_seconds", "When the last run of the newspaper ended", "site")
    health = gauge("health", "0 healthy, 1 somebody should look, 2 failed", "site")
    finding = gauge("finding", "1 for what was found in the last run", "site", "kind")
    today = gauge("articles_today", "Articles archived since midnight, at the newspaper's clock", "site")
    backlog = gauge("backlog", "Addresses that were announced and are not archived yet", "site")
    held = gauge("held_batches", "Batches that are not published", "site")
    due = gauge("next_run_timestamp_seconds", "When the newspaper is due", "site")
    for site in status.sites:
        if site.started:
            last.labels(site.site).set(site.started.timestamp())
        if site.ended:
            ended.labels(site.site).set(site.ended.timestamp())
        health.labels(site.site).set(site.level)
        for kind in Kind:
            finding.labels(site.site, kind.value).set(any(one.kind is kind for one in site.findings))
        today.labels(site.site).set(site.articles_today)
        backlog.labels(site.site).set(site.backlog)
        held.labels(site.site).set(site.held)
        due.labels(site.site).set(site.due.at.timestamp())
    gauge("disk_free_bytes", "Left on the disk of the folder of data").set(status.disk_free)
    gauge("disk_size_bytes", "The size of that disk").set(status.disk_size)
    gauge("status_timestamp_seconds", "When these figures were taken").set(status.at.timestamp())
    return generate_latest(registry)


def write_gauges(file: Path, status: Status) -> None:
    """For node_exporter's textfile collector, which must never see half a file."""
    replace_with(file, gauges(status))
