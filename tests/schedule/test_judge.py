"""Which runs are judged, and what is kept of what was found in those before."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.state.store import NAME, State
from pipelines.jobs.crawlreport import CrawlReport, SiteReport, write_report
from pipelines.jobs.judge import judge_ended
from pipelines.jobs.run import run as one_pass
from pipelines.jobs.status import past_of
from pipelines.schedule.config import Cadence, Config
from tests.schedule.test_health import SITE

NOW = datetime(2026, 11, 10, 5, tzinfo=UTC)


def begun(state: State, at: datetime) -> str:
    run = f"{at:%Y%m%dT%H%M%SZ}"
    state.runs.begin(SITE.name, run, at, {})
    return run


def test_a_run_that_could_not_write_its_end_is_judged_by_its_report(tmp_path: Path) -> None:
    """The archive and the state have no end of it: by them it was killed, and only the report knows better."""
    with State(tmp_path / NAME) as state:
        run = begun(state, NOW)
        folder = tmp_path / "runs" / run
        folder.mkdir(parents=True)
        assert judge_ended(tmp_path, state, SITE) == ([], []), "it may go on"
        told = {"site": SITE.name, "ended": "archive_failed", "errors": ["cannot write the archive: disk full"]}
        (folder / "run.json").write_text(json.dumps({"sites": [told]}), "utf-8")
        [verdict], _ = judge_ended(tmp_path, state, SITE)
        assert verdict.word == "run broken"
        assert "(archive_failed): cannot write the archive: disk full" in verdict.findings[0].words
        assert not verdict.published
        assert judge_ended(tmp_path, state, SITE) == ([], [])
        past = past_of(tmp_path, state, SITE)
        assert (past.resume, past.failed) == (run, True)
        killed = begun(state, NOW + timedelta(hours=1))
        past = past_of(tmp_path, state, SITE)
        assert (past.resume, past.failed) == (killed, False)


@pytest.mark.parametrize("left", ["", '{"run": "20261110T0500'])
def test_half_a_report_is_as_none(tmp_path: Path, left: str) -> None:
    with State(tmp_path / NAME) as state:
        folder = tmp_path / "runs" / begun(state, NOW)
        folder.mkdir(parents=True)
        (folder / "run.json").write_text(left, "utf-8")
        assert judge_ended(tmp_path, state, SITE) == ([], [])


def test_a_full_disk_leaves_no_half_report(small_disk: Path) -> None:
    sites = [SiteReport(f"koran-{number}", errors=["cannot write the archive: disk full"]) for number in range(3000)]
    report = CrawlReport("20261110T050000Z", small_disk, sites)
    write_report(report)
    assert report.errors == [f"{small_disk / 'run.json'}: No space left on device"]
    assert not [*small_disk.iterdir()]


def test_a_run_that_cannot_be_judged_is_told_and_stops_no_other(tmp_path: Path) -> None:
    """Neither the later runs of its newspaper nor those of the others."""
    sites = {name: replace(SITE, name=name) for name in ("koran", "surat")}
    with State(tmp_path / NAME) as state:
        for site, at in (("koran", NOW), ("koran", NOW + timedelta(minutes=1)), ("surat", NOW)):
            run = f"{at:%Y%m%dT%H%M%SZ}"
            state.runs.begin(site, run, at, {})
            state.runs.end(site, run, at + timedelta(seconds=9), "finished", {})
            (tmp_path / "runs" / run).mkdir(parents=True, exist_ok=True)
    batch = tmp_path / "text" / "koran" / f"{NOW:%Y%m%dT%H%M%SZ}"
    batch.mkdir(parents=True)
    (batch / "articles.jsonl").write_text('{"file": "0001', "utf-8")
    config = Config(contact="https://example.org/", data=tmp_path, sites=dict.fromkeys(sites, Cadence()))
    report = one_pass(config, sites, clock=lambda: NOW + timedelta(minutes=2), crawl=lambda: None)
    assert [(one.site, one.run) for one in report.verdicts] == [
        ("koran", "20261110T050100Z"),
        ("surat", "20261110T050000Z"),
    ]
    [error] = report.errors
    assert error.startswith("koran: run 20261110T050000Z cannot be judged: JSONDecodeError(")
