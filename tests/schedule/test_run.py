"""`kliping run`, `status`, `repair` and `daemon` as an operator uses them: settings, exit codes, what is said."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Any
from urllib.request import urlopen

import pytest

from crawler import sites
from crawler.loader import load_sites
from crawler.newsroom.room import Newsroom
from crawler.newsroom.server import Reply, Request
from crawler.state.store import NAME, State
from crawler.urls import identity
from tests.cli.conftest import Answer, Kliping
from tests.cli.conftest import kliping as kliping
from tests.crawler.crawling import kill_all, until_gone
from tests.schedule.test_telling import hook

SETTINGS = """
contact = "https://example.org/kliping"
metrics = "kliping.prom"

[defaults]
delay = 0
limit = 4
"""
PASS = [str(Path(sys.executable).with_name("kliping")), "run"]
TWO = SETTINGS + "[sites.jfid]\n[sites.sriwijayatv]\n"


@dataclass(frozen=True)
class Desk:
    """A folder with settings, and the newsroom for the newspapers."""

    folder: Path
    environment: dict[str, str]
    here: Kliping

    def write(self, settings: str) -> None:
        (self.folder / "kliping.toml").write_text(settings, "utf-8")

    def __call__(self, *arguments: str) -> Answer:
        """What crawls nothing is called in this process."""
        return self.here(*arguments, "--config", self.folder / "kliping.toml")

    def crawl(self, *arguments: str) -> Answer:
        """In a process of its own."""
        return crawl(self.folder, self.environment, *arguments)

    def facts(self, *arguments: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self(*arguments, "--json").out)
        return told


def crawl(folder: Path, environment: dict[str, str], *arguments: str) -> Answer:
    """`kliping run`, or what is asked for instead, in a process of its own."""
    done = subprocess.run(
        [*PASS[:1], *(arguments or PASS[1:])], capture_output=True, cwd=folder, env=environment, timeout=110
    )
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


def environment(newsroom: Newsroom) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("KLIPING_")}
    return ours | newsroom.environment | {"no_proxy": "127.0.0.1"}


@pytest.fixture
def desk(newsroom: Newsroom, tmp_path: Path, kliping: Kliping) -> Desk:
    return Desk(tmp_path, environment(newsroom), kliping)


@pytest.fixture(scope="module")
def first_pass(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """A folder in which one pass was done, and what it said."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "kliping.toml").write_text(TWO, "utf-8")
    return folder, crawl(folder, environment(newsroom))


@pytest.fixture
def crawled(first_pass: tuple[Path, Answer], desk: Desk) -> Desk:
    """The same in a place of the test's own: what is known names no folder, settings and data go together."""
    shutil.copytree(first_pass[0], desk.folder, dirs_exist_ok=True)
    return desk


def test_what_would_be_done_is_said_and_not_done(desk: Desk) -> None:
    desk.write(TWO)
    dry = desk("run", "--dry-run")
    assert (dry.code, dry.err) == (0, "")
    assert dry.out.count("never crawled") == 2
    assert not [*(desk.folder / "data").glob("runs/*")]


def test_a_pass_crawls_judges_and_reports(first_pass: tuple[Path, Answer]) -> None:
    folder, answer = first_pass
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.count("healthy") == 2
    [report] = (folder / "data" / "runs").glob("*/report.html")
    assert f"report {report.relative_to(folder)}" in answer.out
    assert report.read_text("utf-8").count("<section") == 2
    assert b'kliping_articles_today{site="jfid"} 4.0' in (folder / "kliping.prom").read_bytes()


def test_the_next_pass_has_nothing_to_do_even_in_another_place(crawled: Desk) -> None:
    again = crawled("run")
    assert (again.code, again.err) == (0, "")
    assert again.out.startswith("nothing is due before 20")
    assert len([*(crawled.folder / "data" / "runs").iterdir()]) == 1


def test_all_newspapers_on_one_screen(crawled: Desk) -> None:
    screen = crawled("status")
    assert [line.split()[0] for line in screen.out.splitlines()[1:3]] == ["jfid", "sriwijayatv"]
    assert "2 newspapers, 0 not healthy" in screen.out
    [jfid, _] = crawled.facts("status")["sites"]
    assert (jfid["health"], jfid["articles_today"], jfid["reason"], jfid["held"]) == ("healthy", 4, "finished", 0)
    assert not jfid["due"]["now"]


def test_a_newspaper_that_fails_does_not_stop_the_others(desk: Desk) -> None:
    """The newsroom is a proxy that refuses whoever is none of its papers."""
    with hook() as (address, came):
        desk.write(f'webhook = "{address}"\n{SETTINGS}[sites.jfid]\n[sites.tirto]\n')
        answer = desk.crawl()
    assert answer.code == 1
    rows = {line.split()[0]: line for line in answer.out.splitlines() if line}
    assert "healthy" in rows["jfid"]
    assert "outage" in rows["tirto"]
    [(_, message)] = came
    assert [(site["site"], site["findings"][0]["kind"]) for site in message["sites"]] == [("tirto", "outage")]
    [log] = (desk.folder / "data" / "runs").glob("*/crawl.log")
    assert "[kliping.health] ERROR: tirto: outage: " in log.read_text("utf-8")
    held = {one["site"]: one["held"] for one in desk.facts("status")["sites"]}
    assert held == {"jfid": 0, "tirto": 1}
    released = desk("repair", "tirto", "--release", "somebody has looked")
    assert released.code == 0
    assert {one["site"]: one["held"] for one in desk.facts("status")["sites"]} == {"jfid": 0, "tirto": 0}


def test_a_newspaper_whose_file_is_wrong_does_not_stop_the_others(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A selector that is none stands in a file of a folder that is put beside that of the newspapers."""
    (desk.folder / "more").mkdir()
    wrong = desk.folder / "more" / "koran.py"
    wrong.write_text(
        "from crawler.site import Site, Template\nSITE = Site(name='koran', title='Koran', domains=('koran.test',),"
        " article='https://koran.test/.', templates=(Template(name='kini', body='div['),))\n",
        "utf-8",
    )
    more = f"import crawler.sites; crawler.sites.__path__.append({str(wrong.parent)!r})"
    (desk.folder / "sitecustomize.py").write_text(more, "utf-8")
    paths = os.pathsep.join(filter(None, (str(desk.folder), os.environ.get("PYTHONPATH"))))
    there = replace(desk, environment=desk.environment | {"PYTHONPATH": paths})
    said = f"{wrong}: templates[kini].body: no CSS selector: 'div['; write one such as `"
    desk.write(TWO + "[sites.koran]\n")
    answer = there.crawl()
    assert answer.code == 1
    assert answer.err.startswith(f"error: {said}")
    assert answer.err.count("\n") == 1
    assert answer.out.count("healthy") == 2
    monkeypatch.setattr(sites, "__path__", [*sites.__path__, str(wrong.parent)])
    for command in ("status", "repair", "run --dry-run", "run --dry-run koran"):
        again = desk(*command.split())
        assert said in again.err
        assert again.code == (3 if "koran" in command else 1)
        assert ("jfid" in again.out) == (command in ("status", "run --dry-run"))
    desk.write(SETTINGS + "[sites.koran]\n")
    assert desk("run").code == 3, "nothing else is left to be crawled"


def test_a_pass_goes_on_where_a_killed_one_was(desk: Desk, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write(SETTINGS.replace("limit = 4", "") + "[sites.kompas]\n")
    newsroom.forget()
    stuck, killed = Event(), Event()

    def answer_four(request: Request) -> Reply:
        if "/read/" in request.url and len(asked(newsroom, "/read/")) >= 4:
            stuck.set()
            killed.wait(100)
        return newsroom.answer(request)

    monkeypatch.setattr(newsroom, "_answer", answer_four)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(PASS, cwd=desk.folder, env=desk.environment, start_new_session=True, **quiet) as process:
        was_stuck = stuck.wait(100)
        kill_all(process.pid)
    assert was_stuck
    until_gone(desk.folder / "data", "kompas")
    before = asked(newsroom)
    killed.set()
    monkeypatch.undo()
    [run] = [folder.name for folder in (desk.folder / "data" / "runs").iterdir()]
    said = f"run {run} was broken off; it goes on where it was"
    [told] = desk.facts("run", "--dry-run")["dues"]
    assert (told["now"], told["resume"], told["why"]) == (True, run, said)

    newsroom.forget()
    answer = desk.crawl()
    assert f"kompas: {said}" in answer.out
    assert not {url for url in set(before) & set(asked(newsroom)) if "robots.txt" not in url}
    with State(desk.folder / "data" / NAME) as state:
        second, first = state.runs.recent("kompas", 9)
        stories = {identity(newsroom.url(one), load_sites()["kompas"]): one for one in newsroom.articles("kompas")}
        archived = [one for key, one in stories.items() if state.articles.find(key)]
    assert (first.reason, second.reason, second.how["resume"]) == ("killed", "finished", run)
    assert len(archived) == len(stories)


def asked(newsroom: Newsroom, part: str = "") -> list[str]:
    return [one.url for one in newsroom.requests if one.method == "GET" and part in one.url]


def test_shards_part_the_newspapers(desk: Desk) -> None:
    desk.write(SETTINGS + "".join(f"[sites.{name}]\n" for name in ("jfid", "sriwijayatv", "kompas", "tempo", "tirto")))
    parts = [{due["site"] for due in desk.facts("run", "--dry-run", "--shard", f"{i}/2")["dues"]} for i in (1, 2)]
    assert parts[0] | parts[1] == {"jfid", "sriwijayatv", "kompas", "tempo", "tirto"}
    assert not parts[0] & parts[1]


def test_data_without_their_state_are_not_crawled_again(crawled: Desk) -> None:
    for file in (crawled.folder / "data").glob("state.sqlite*"):
        file.unlink()
    answer = crawled.crawl()
    assert answer.code == 3
    assert "kliping index rebuild" in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("command", ["run", "status", "repair"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no database, but longer than what tells one from the other " * 99, "it is damaged (file is not a database)"),
        (None, "made by a newer Kliping (schema 99, this one knows 1); use that one, or"),
    ],
)
def test_a_state_that_cannot_be_used(desk: Desk, command: str, content: bytes | None, said: str) -> None:
    desk.write(TWO)
    file = desk.folder / "data" / NAME
    file.parent.mkdir()
    if content:
        file.write_bytes(content)
    else:
        with closing(sqlite3.connect(file)) as state, state:
            state.execute("PRAGMA user_version = 99")
    answer = desk(command)
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.startswith(f"kliping: {file}: {said}")
    assert "`kliping index rebuild`" in answer.err
    assert answer.err.count("\n") == 1


def test_a_clock_that_was_set_back_is_told(crawled: Desk) -> None:
    """The last runs were done while the clock was a year ahead."""
    with closing(sqlite3.connect(crawled.folder / "data" / "state.sqlite")) as state, state:
        state.execute("UPDATE run SET started = started + ?1, ended = ended + ?1", (366 * 86400 * 10**6,))
    assert "which is still to come: was the clock set back?" in crawled("run", "--dry-run").out
    answer = crawled.crawl()
    assert answer.code == 3
    assert "set the clock right" in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("arguments", "settings", "said"),
    [
        (("run",), None, "kliping.toml: there is no such file; docs/kliping.toml is one to begin with"),
        (("status",), 'contact = "me"\n', "kliping.toml:1: contact: 'me': write where newspapers reach you"),
        (("run", "--shard", "3/2"), TWO, "--shard: '3/2' is no shard; write I/N with I from 1 to N"),
        (("run", "kompas"), TWO, "'kompas' is not among the settings' newspapers: jfid, sriwijayatv"),
        (("daemon",), TWO.replace("[sites.jfid]", "[sites.jfd]"), "no newspaper is called 'jfd'; did you mean jfid?"),
    ],
)
def test_wrong_use(desk: Desk, arguments: tuple[str, ...], settings: str | None, said: str) -> None:
    if settings:
        desk.write(settings)
    answer = desk(*arguments)
    assert answer.code == 2
    assert said in answer.err
    assert "Traceback" not in answer.err
    assert not (desk.folder / "data").exists()


@pytest.fixture
def daemon(desk: Desk) -> Iterator[tuple[Desk, "subprocess.Popen[str]", str]]:
    desk.write(TWO + '[daemon]\nlisten = "127.0.0.1:0"\nlook = "1s"\n')
    command = [Path(sys.executable).with_name("kliping"), "daemon"]
    with subprocess.Popen(
        command, cwd=desk.folder, env=desk.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr
        address = process.stderr.readline().split()[-1].removesuffix("/healthz")
        yield desk, process, address
        process.kill()


def test_the_daemon_crawls_by_itself_and_ends_when_it_is_asked_to(
    daemon: tuple[Desk, "subprocess.Popen[str]", str],
) -> None:
    desk, process, address = daemon
    patience = time.monotonic() + 60
    while len([*(desk.folder / "data").glob("runs/*/report.html")]) < 1:
        assert time.monotonic() < patience
        time.sleep(0.1)
    assert urlopen(f"{address}/healthz", timeout=20).read() == b"ok\n"
    assert b'kliping_articles_today{site="jfid"} 4.0' in urlopen(f"{address}/metrics", timeout=20).read()
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert not [*(desk.folder / "data").rglob("*.open")], "what was begun was sealed"
