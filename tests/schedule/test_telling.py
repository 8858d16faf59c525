"""What was found reaches whoever watches: the webhook, Prometheus, the report, the uploader."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from pipelines.health.gauges import gauges, write_gauges
from pipelines.health.sitestatus import SiteStatus, Status
from pipelines.health.verdict import Finding, Kind, Level, Verdict
from pipelines.health.verdictfile import held, is_published, read_verdict, write_verdict
from pipelines.health.webhook import message_of, send, webhook_of
from pipelines.jobs.holdings import holdings
from pipelines.packing import Pack
from pipelines.report.charts import HEIGHT, stacked
from pipelines.report.runs import render_runs
from pipelines.schedule.dues import Due
from tests.schedule.test_health import FEED, PAST, SITE, healthy, judged

NOW = datetime(2026, 11, 10, 5, tzinfo=UTC)
ILL = judged(healthy(templates={"generic": 12}))
WELL = judged(healthy())


@contextmanager
def hook(status: int = 200) -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """A server that takes messages: its address, and what came."""
    came: list[tuple[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.append((self.headers["Content-Type"], json.loads(body)))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/hook/geheim", came
        server.shutdown()
        thread.join()


def test_webhook_takes_what_was_found_as_json() -> None:
    message = message_of("20261110T050000Z", [WELL, ILL], [])
    assert message
    with hook() as (address, came):
        assert send(address, message) == ""
    [(kind, told)] = came
    assert kind.startswith("application/json")
    assert told["text"].startswith("koran: layout changed: the generic fallback answers for 12 of 12 articles")
    [site] = told["sites"]
    assert (site["site"], site["published"], site["findings"][0]["level"]) == ("koran", False, "fail")


def test_webhook_is_silent_when_all_is_well_and_tells_of_a_recovery() -> None:
    assert message_of("run", [WELL], []) is None
    quiet = Verdict("koran", "run", (Finding(Kind.QUIET, Level.NOTE, "Saturday"),))
    assert message_of("run", [quiet], []) is None
    recovered = message_of("run", [WELL], ["koran"])
    assert recovered
    assert recovered["text"] == "koran: healthy again"


def test_webhook_tells_once_of_a_source_that_has_stopped() -> None:
    old = Finding(Kind.FEED, Level.WARN, f"{FEED}: answered 404", FEED, NOW - timedelta(days=9))
    assert message_of("run", [Verdict("koran", "run", (old,))], []) is None
    message = message_of("run", [replace(ILL, findings=(*ILL.findings, old))], [])
    assert message
    assert [found["kind"] for found in message["sites"][0]["findings"]] == ["layout changed"]


def test_webhook_that_fails_is_told_without_its_address() -> None:
    with hook(500) as (address, _):
        assert send(address, {}) == "the webhook answered 500"
    problem = send(address, {})  # nobody is there any more
    assert problem.startswith("the webhook cannot be reached: ")
    assert "geheim" not in problem


def test_webhook_of_the_environment_goes_first() -> None:
    assert webhook_of("http://a.test/", {"KLIPING_WEBHOOK": "http://b.test/"}) == "http://b.test/"
    assert webhook_of("http://a.test/", {}) == "http://a.test/"
    assert webhook_of(None, {}) is None


def status(**changes: Any) -> Status:
    site = SiteStatus(
        site="koran",
        run="20261110T040000Z",
        started=NOW - timedelta(hours=1),
        ended=NOW - timedelta(minutes=50),
        reason="finished",
        health="layout changed",
        level=Level.FAIL,
        findings=ILL.findings,
        articles_today=17,
        backlog=3,
        held=2,
        due=Due("koran", False, NOW + timedelta(minutes=4), "every 60 min"),
    )
    return Status(NOW, (replace(site, **changes),), 5_000_000_000, 100_000_000_000)


def test_figures_are_prometheus_text(tmp_path: Path) -> None:
    write_gauges(tmp_path / "kliping.prom", status())
    text = (tmp_path / "kliping.prom").read_text("utf-8")
    assert [file.name for file in tmp_path.iterdir()] == ["kliping.prom"]
    figures = {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    site = ("site", "koran")
    assert figures["kliping_health", site] == 2
    assert figures["kliping_finding", ("kind", "layout changed"), site] == 1
    assert figures["kliping_finding", ("kind", "outage"), site] == 0
    assert figures["kliping_articles_today", site] == 17
    assert figures["kliping_last_run_timestamp_seconds", site] == (NOW - timedelta(hours=1)).timestamp()
    assert figures["kliping_next_run_timestamp_seconds", site] == (NOW + timedelta(minutes=4)).timestamp()
    assert figures["kliping_disk_free_bytes",] == 5e9


def test_figures_of_a_newspaper_that_was_never_crawled() -> None:
    text = gauges(status(run=None, started=None, ended=None, findings=(), level=Level.NOTE)).decode()
    assert "kliping_last_run_timestamp_seconds{" not in text
    assert 'kliping_health{site="koran"} 0.0' in text


def test_verdict_comes_back_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "runs" / ILL.run).mkdir(parents=True)
    facts = healthy(templates={"generic": 12})
    write_verdict(tmp_path, ILL, facts)
    assert read_verdict(tmp_path, "koran", ILL.run) == (ILL, facts)
    assert not is_published(tmp_path, "koran", ILL.run)
    assert [*held(tmp_path, "koran")] == [ILL.run]
    write_verdict(tmp_path, ILL, facts, released="somebody has looked")
    assert is_published(tmp_path, "koran", ILL.run)
    assert is_published(tmp_path, "koran", "20200101T000000Z"), "a crawl by hand is judged by nobody"


def test_uploader_leaves_out_what_is_held_back(tmp_path: Path) -> None:
    facts = healthy()
    for run, verdict in (("20261110T050000Z", ILL), ("20261110T060000Z", WELL)):
        batch = tmp_path / "text" / "koran" / run
        batch.mkdir(parents=True)
        (batch / "articles.jsonl").touch()
        (batch / "rejected.jsonl").touch()
        (tmp_path / "runs" / run).mkdir(parents=True)
        write_verdict(tmp_path, replace(verdict, run=run), facts)
    found = holdings(tmp_path, Pack.NONE, tmp_path / "work")
    assert [unit.folder.name for unit in found.units if unit.folder] == ["20261110T060000Z"]
    assert [path.name for path in found.waiting] == ["20261110T050000Z"]


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attributes)))


def test_report_stands_alone_and_begins_with_the_gravest() -> None:
    harmless = replace(SITE, name="abadi", title="Abadi & <i>Anak</i>")
    facts = healthy(sources=(*healthy().sources, healthy().sources[0]))
    page = render_runs(
        "RUN", NOW, [(harmless, WELL, facts, PAST), (SITE, ILL, facts, PAST)], ["the webhook answered 500"]
    )
    elements = Elements()
    elements.feed(page)
    sections = [attributes["id"] for tag, attributes in elements.seen if tag == "section"]
    assert sections == ["koran", "abadi"]
    assert not [tag for tag, attributes in elements.seen if tag in ("script", "link", "img") or "src" in attributes]
    assert sum(tag == "svg" for tag, _ in elements.seen) == 6
    assert "Abadi &amp; &lt;i&gt;Anak&lt;/i&gt;" in page
    assert "its batch is not published" in page
    assert "the webhook answered 500" in page
    assert FEED in page


@pytest.mark.parametrize("values", [[], [0.0], [3.0, 9.0, 1.0]])
def test_charts_stay_within_their_frame(values: list[float]) -> None:
    chart = stacked(
        [(str(value), {"today": value, "older": value / 3}) for value in values], {"at least": 4, "at most": 900}
    )
    assert all(bar.y >= 0 and bar.y + bar.height <= HEIGHT + 0.01 for bar in chart.bars)
    assert [name for _, name in chart.lines] == (["at least 4"] if values and max(values) > 2 else [])
