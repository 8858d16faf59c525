"""Runs that know of each other, against a paper on loopback: what is new, what was left, what was broken off."""

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from random import randbytes
from typing import Any

import pytest

from archive.recover import recover
from crawler.loader import load_sites
from crawler.lock import Lock
from crawler.newsroom.room import Newsroom
from crawler.newsroom.server import Reply, Request
from crawler.noting import note
from crawler.site import Template
from crawler.state.store import NAME, State
from crawler.urls import identity
from pipelines.health.verdictfile import write_verdict
from pipelines.jobs import replay
from pipelines.jobs.crawlreport import SiteReport
from pipelines.jobs.demo import different_files
from pipelines.jobs.index import rebuild
from pipelines.jobs.reextract import reextract
from pipelines.jobs.repair import repair
from pipelines.jobs.resuming import resuming
from tests.crawler.crawling import HTML, PAPER, Press, feed, run, story, text
from tests.schedule.test_health import healthy, judged
from tests.state.dumping import dump

URL = "http://koran.test/berita/"
ROOT = Path(__file__).parents[2]


def urls(*numbers: object) -> list[str]:
    return [f"{URL}{number}" for number in numbers]


class Rolling(Press):
    """A paper whose feed the test changes between runs."""

    def __init__(self, *numbers: object) -> None:
        self.announced = urls(*numbers)
        self.answers: dict[str, Reply] = {}
        super().__init__(self._answer_now)

    def _answer_now(self, request: Request) -> Reply | None:
        if request.parts.path == "/rss":
            return feed(self.announced)
        return self.answers.get(request.url)


def crawled(data: Path, press: Press, **options: Any) -> SiteReport:
    press.visits.clear()
    [site] = run(data, press.proxy_url, **options).sites
    return site


def test_a_run_asks_for_what_is_new(tmp_path: Path) -> None:
    with Rolling(1, 2) as press:
        crawled(tmp_path, press)
        press.announced = urls(3, 2)
        second = crawled(tmp_path, press)
        assert press.asked() == urls(3)
        assert (second.announced, second.known, second.articles, second.left) == (1, 1, 1, 0)
        third = crawled(tmp_path, press)
        assert press.asked() == []
        assert (third.announced, third.known, third.articles) == (0, 2, 0)
        crawled(tmp_path, press, again=True)
        assert press.asked() == urls(3, 2)


def test_what_a_limit_leaves_comes_with_the_next_run(tmp_path: Path) -> None:
    with Rolling(1, 2, 3) as press:
        assert crawled(tmp_path, press, limit=1).left == 2
        press.announced = []
        crawled(tmp_path, press, limit=3)
        assert sorted(press.asked()) == urls(2, 3)
    with State(tmp_path / NAME) as state:
        assert [run.counts.get("limited") for run in state.runs.recent("koran", 9)] == [None, True]


def test_what_gave_no_answer_is_tried_again_later_and_what_was_refused_is_not(tmp_path: Path) -> None:
    with Rolling(1, 2, 3) as press:
        press.answers = {URL + "1": text("", 500), URL + "2": text("", 404)}
        crawled(tmp_path, press)
        crawled(tmp_path, press)
        assert press.asked() == []
        with State(tmp_path / NAME) as state:
            failed, refused, good = (state.addresses.find(identity(url, PAPER)) for url in urls(1, 2, 3))
        assert failed
        assert failed.answered
        assert refused
        assert good
        assert (failed.outcome, failed.reason, failed.attempts) == ("missing", "http 500", 1)
        assert failed.due == failed.answered + timedelta(hours=1)
        assert (refused.outcome, refused.reason, refused.due) == ("refused", "http 404", None)
        assert (good.outcome, good.reason) == ("archived", "")
        press.answers.clear()
        crawled(tmp_path, press, holes=True, since="1990-01-01")
        assert press.asked() == urls(1)


def test_a_robots_txt_that_fails_is_no_refusal(tmp_path: Path) -> None:
    """What it would allow is not known, so nothing is asked for, and all of it later."""
    with Rolling() as press:
        press.answers = {"http://koran.test/robots.txt": text("", 503)}
        crawled(tmp_path, press, urls=urls(1))
        assert press.asked() == []
        with State(tmp_path / NAME) as state:
            [told] = state.addresses.missing("koran", date.min, date.max)
        assert told.answered
        assert (told.reason, told.due) == ("robots.txt unreachable", told.answered + timedelta(hours=1))
        press.answers.clear()
        crawled(tmp_path, press, holes=True, since="1990-01-01")
        assert press.asked() == urls(1)


def test_what_only_the_rules_have_changed_is_no_version(tmp_path: Path) -> None:
    soon = tuple(timedelta(milliseconds=50 * n) for n in range(1, 6_000))
    before = replace(PAPER, revisits=soon, templates=(Template(name="lama", body="article"),))
    after = replace(before, templates=(Template(name="baru", body="article", drop=("p:last-of-type",)),))
    with Rolling(1, 2) as press:
        assert crawled(tmp_path, press, sites=[before]).articles == 2
        press.answers = {URL + "2": story("dua")}
        second = crawled(tmp_path, press, sites=[after])
    assert (second.seen_again, second.articles, second.unchanged) == (2, 1, 1)


def test_scrapy_crawl_remembers_as_well(newsroom: Newsroom, tmp_path: Path) -> None:
    scrapy = [Path(sys.executable).with_name("scrapy"), "crawl", "kompastv", "-a", "limit=3", "-s", "DOWNLOAD_DELAY=0"]
    folders = {"WARC_FOLDER": "warc", "TEXT_FOLDER": "text", "STATE": NAME}
    for name in ("one", "two"):
        told = {"RUN": name, **{setting: str(tmp_path / part) for setting, part in folders.items()}}
        settings = [part for setting, value in told.items() for part in ("-s", f"KLIPING_{setting}={value}")]
        environment = os.environ | newsroom.environment
        subprocess.run([*scrapy, *settings], cwd=ROOT, env=environment, capture_output=True, timeout=60, check=True)
    with State(tmp_path / NAME) as state:
        first, second = (state.runs.get("kompastv", name) for name in ("one", "two"))
        asked = [set(state.captures.asked("kompastv", name)) for name in ("one", "two")]
    assert first
    assert second
    assert (first.counts["fetched"], second.counts["fetched"], first.how) == (3, 3, {"limit": 3})
    assert not asked[0] & asked[1]


def test_a_state_that_is_not_of_these_data_is_refused(tmp_path: Path) -> None:
    with Rolling(1) as press:
        crawled(tmp_path, press)
        for file in tmp_path.glob(f"{NAME}*"):
            file.unlink()
        site = crawled(tmp_path, press)
        assert site.ended == "not started"
        assert "`kliping index rebuild`" in site.errors[0]
        assert press.visits == []


def test_the_second_of_two_runs_leaves(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "locks" / "koran")
    assert lock.take("run 20261122T045538Z") == ""
    try:
        with Rolling(1) as press:
            site = crawled(tmp_path, press)
            assert (site.ended, press.visits) == ("busy", [])
            assert site.errors == ["koran is being crawled already: run 20261122T045538Z"]
    finally:
        lock.release()


@pytest.mark.parametrize(
    "refusal",
    [
        text("", 403),
        Reply(200, HTML, b"<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"),
        Reply(200, HTML, b"<h1>Akses dibatasi untuk robot</h1>"),
    ],
    ids=["403", "challenge", "marker"],
)
def test_a_site_that_turns_us_away_is_left_alone_for_the_day(tmp_path: Path, refusal: Reply) -> None:
    paper = replace(PAPER, blocked_by=("Akses dibatasi",))
    with Rolling(*range(12)) as press:
        press.answers = dict.fromkeys(urls(*range(12)), refusal)
        first = crawled(tmp_path, press, sites=[paper])
        assert (first.ended, first.articles) == ("blocked", 0)
        assert len(press.asked()) == (10 if refusal.status == 403 else 3)
        second = crawled(tmp_path, press, sites=[paper])
        assert (second.ended, press.visits) == ("blocked", [])
        assert "left alone until tomorrow" in second.errors[0]
        press.answers.clear()
        third = crawled(tmp_path, press, sites=[paper], although_blocked=True)
        assert third.ended == "finished"
        assert third.articles > 0


def test_quiet_hours(tmp_path: Path) -> None:
    with Rolling(1) as press:
        site = crawled(tmp_path, press, sites=[replace(PAPER, quiet=(time(0), time(23, 59, 59, 999999)))])
    assert (site.ended, press.visits) == ("quiet hours", [])


def test_a_clock_that_was_set_back(tmp_path: Path) -> None:
    with State(tmp_path / NAME) as state:
        state.runs.begin("koran", "20990101T000000Z", datetime(2099, 1, 1, tzinfo=UTC), {})
    with Rolling(1) as press:
        site = crawled(tmp_path, press)
    assert site.ended == "clock set back"
    assert "set the clock right" in site.errors[0]


def test_a_rebuild_says_of_a_failed_archive_what_the_state_says(tmp_path: Path, small_disk: Path) -> None:
    """No WARC could say how the run ended, so by the state it was killed too; the next can begin when there is room."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "warc").symlink_to(small_disk)
    (small_disk / "ballast").write_bytes(bytes(100_000))
    with Rolling(*range(5)) as press:
        press.answers = {url: text(randbytes(60_000).hex()) for url in urls(1, 2, 3)}
        assert crawled(tmp_path / "data", press).ended == "archive_failed"
        assert list((tmp_path / "data" / "text").glob("koran/*/articles.jsonl"))
        assert not list((tmp_path / "data" / "text").glob("koran/*/rejected.jsonl"))
        full = crawled(tmp_path / "data", press)
        assert (full.ended, "No space left on device" in full.errors[0]) == ("not started", True)
        (small_disk / "ballast").unlink()
        press.answers = {}
        assert crawled(tmp_path / "data", press).ended == "finished"
    was = dump(tmp_path / "data" / NAME)
    assert sorted(row[5] for row in was["run"]) == ["finished", "killed"]
    rebuild(tmp_path / "data", sites={"koran": PAPER})
    assert dump(tmp_path / "data" / NAME) == was


def kill_after_four(report: SiteReport) -> None:
    if report.fetched == 4:
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_run_goes_on_exactly_where_it_was(newsroom: Newsroom, tmp_path: Path) -> None:
    site = load_sites()["kompas"]
    options: dict[str, Any] = {"sites": [site], "delay": 0}
    newsroom.forget()
    with pytest.raises(BrokenProcessPool):
        run(tmp_path, newsroom.proxy_url, on_progress=kill_after_four, **options)
    before = [exchange.url for exchange in newsroom.requests if exchange.method == "GET"]
    newsroom.forget()
    [killed] = [path.name for path in (tmp_path / "runs").iterdir()]
    plan = resuming(tmp_path, killed)
    [again] = run(tmp_path, newsroom.proxy_url, **(options | {"sites": plan.sites, "orders": plan.orders})).sites
    after = [exchange.url for exchange in newsroom.requests if exchange.method == "GET"]
    in_flight = before[-1:]
    twice = [url for url in after if url in before and "robots.txt" not in url]
    assert set(twice) <= set(in_flight)
    assert again.ended == "finished"
    with State(tmp_path / NAME) as state:
        assert [(one.run, one.reason) for one in state.runs.recent("kompas", 9)][1:] == [(killed, "killed")]
        assert state.addresses.backlog("kompas", datetime.now(UTC)) == 0
        archived = {
            one for one in newsroom.articles("kompas") if state.articles.find(identity(newsroom.url(one), site))
        }
    assert archived == set(newsroom.articles("kompas"))
    reextract([tmp_path / "warc"], tmp_path / "again")
    assert different_files(tmp_path / "text", tmp_path / "again") == []
    was = dump(tmp_path / NAME)
    rebuild(tmp_path)
    assert dump(tmp_path / NAME) == was
    with pytest.raises(LookupError, match="nothing to resume"):
        resuming(tmp_path, again.texts.name if again.texts else "")


def test_a_run_that_goes_on_has_what_is_left_of_its_limit(tmp_path: Path) -> None:
    with Rolling(*range(9)) as press:
        with pytest.raises(BrokenProcessPool):
            crawled(tmp_path, press, on_progress=kill_after_four, limit=6)
        before = press.asked()
        [killed] = [path.name for path in (tmp_path / "runs").iterdir()]
        plan = resuming(tmp_path, killed, [PAPER])
        crawled(tmp_path, press, sites=plan.sites, orders=plan.orders)
        assert len({*before, *press.asked()}) == 6
        with pytest.raises(BrokenProcessPool):
            crawled(tmp_path / "all", press, on_progress=kill_after_four, limit=4)
    [exhausted] = [path.name for path in (tmp_path / "all" / "runs").iterdir()]
    with pytest.raises(LookupError, match="has asked for all 4 articles"):
        resuming(tmp_path / "all", exhausted)


def test_others_can_write_while_a_killed_run_is_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of a large run takes minutes, and nobody waits so long for the state."""
    with Rolling(*range(5)) as press, pytest.raises(BrokenProcessPool):
        crawled(tmp_path, press, on_progress=kill_after_four)
    recover(tmp_path / "warc")
    noted = []

    def note_and_let_others_write(*told: Any) -> None:
        note(*told)
        noted.append(told)
        with State(tmp_path / NAME, patience=0) as other:
            other.runs.judge("another", "run", "healthy", [])

    monkeypatch.setattr(replay, "note", note_and_let_others_write)
    with State(tmp_path / NAME) as state:
        [_] = replay.mend(state, PAPER, tmp_path / "warc" / "koran", tmp_path / "text", but="")
    assert len(noted) > 4


def test_a_killed_run_whose_warcs_are_elsewhere_is_not_forgotten(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Its articles are known, so the next look at them makes no second first version. A file that cannot be read
    keeps no newspaper from being crawled."""
    with Rolling(*range(5)) as press, pytest.raises(BrokenProcessPool):
        crawled(tmp_path, press, on_progress=kill_after_four)
    warcs = tmp_path / "warc" / "koran"
    for file in warcs.iterdir():
        file.unlink()
    (warcs / "kliping-koran-leer.warc.gz").touch()
    with State(tmp_path / NAME) as state:
        [killed] = state.runs.unfinished("koran")
        state.runs.begin("koran", "20991122T045538Z", datetime(2099, 11, 22, tzinfo=UTC), {})
        before = dump(tmp_path / NAME)["version"]
        assert replay.mend(state, PAPER, warcs, tmp_path / "text", but="") == [killed.run, "20991122T045538Z"]
        assert [(one.run, one.reason) for one in state.runs.recent("koran", 9)] == [(killed.run, "killed")]
        assert len(before) >= 3
        assert dump(tmp_path / NAME)["version"] == before
    assert f"passed over: {warcs / 'kliping-koran-leer.warc.gz'}: torn at byte 0" in caplog.text


def fail_after_two(state: Path, report: SiteReport) -> None:
    if report.fetched == 2:
        with closing(sqlite3.connect(state)) as database:
            database.execute("CREATE TRIGGER broken BEFORE INSERT ON capture BEGIN SELECT RAISE(ABORT, 'broken'); END")


def test_a_batch_that_the_next_run_makes_again_is_not_closed(tmp_path: Path) -> None:
    """What is closed is uploaded, and no object is ever replaced."""
    with Rolling(*range(5)) as press:
        failed = crawled(tmp_path, press, on_progress=partial(fail_after_two, tmp_path / NAME))
        assert failed.ended == "state_failed"
        [rows] = (tmp_path / "text" / "koran").glob("*/articles.jsonl")
        assert not (rows.parent / "rejected.jsonl").exists()
        with closing(sqlite3.connect(tmp_path / NAME)) as database:
            database.execute("DROP TRIGGER broken")
        assert crawled(tmp_path, press).ended == "finished"
    assert (rows.parent / "rejected.jsonl").exists()


def test_a_repair_leaves_a_run_alone_whose_warcs_are_elsewhere(tmp_path: Path) -> None:
    with Rolling(1, 2) as press:
        crawled(tmp_path, press)
    [folder] = (tmp_path / "text" / "koran").iterdir()
    ill = healthy(templates={"generic": 12})
    write_verdict(tmp_path, replace(judged(ill), run=folder.name), ill)
    for file in (tmp_path / "warc" / "koran").iterdir():
        file.unlink()
    was = dump(tmp_path / NAME)["version"]
    [error] = repair(tmp_path, [PAPER]).errors
    assert error.startswith(f"koran {folder.name}: none of its WARCs is here")
    assert len(list(folder.glob("*.txt"))) == 2
    assert dump(tmp_path / NAME)["version"] == was


def test_a_killed_run_is_completed_by_the_next_one(newsroom: Newsroom, tmp_path: Path) -> None:
    options: dict[str, Any] = {"sites": [load_sites()["tempo"]], "delay": 0}
    with pytest.raises(BrokenProcessPool):
        run(tmp_path, newsroom.proxy_url, on_progress=kill_after_four, **options)
    run(tmp_path, newsroom.proxy_url, **options)
    reextract([tmp_path / "warc"], tmp_path / "again")
    assert different_files(tmp_path / "text", tmp_path / "again") == []
    assert len(list((tmp_path / "text" / "tempo").glob("*/rejected.jsonl"))) == 2
    was = dump(tmp_path / NAME)
    rebuild(tmp_path)
    assert dump(tmp_path / NAME) == was
