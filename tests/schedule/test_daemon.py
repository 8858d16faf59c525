"""The daemon: looks again and again, never twice at a time, and tells how it is."""

import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from pipelines.jobs.daemon import Daemon, answering

LOOK = timedelta(seconds=0.1)

# Writes when it begins and when it ends.
PASS = """
import sys, time
with open(sys.argv[1], "a") as file: file.write("begin\\n")
time.sleep(float(sys.argv[2]))
with open(sys.argv[1], "a") as file: file.write("end\\n")
sys.exit(int(sys.argv[3]))
"""


def running(log: Path, seconds: float = 0.0, code: int = 0) -> tuple[Daemon, Thread, list[str]]:
    log.touch()
    said: list[str] = []
    daemon = Daemon([sys.executable, "-c", PASS, str(log), str(seconds), str(code)], LOOK, said.append)
    thread = Thread(target=daemon.run)
    thread.start()
    return daemon, thread, said


def wait_for(seen: Callable[[], bool]) -> None:
    patience = time.monotonic() + 20
    while not seen():
        assert time.monotonic() < patience
        time.sleep(0.02)


def test_passes_follow_each_other_and_never_overlap(tmp_path: Path) -> None:
    log = tmp_path / "log"
    daemon, thread, said = running(log, 0.3)
    wait_for(lambda: log.read_text().count("end") >= 3)
    assert daemon.trouble == ""
    daemon.stop()
    thread.join(20)
    lines = log.read_text().split()
    assert lines[: 2 * (len(lines) // 2)] == ["begin", "end"] * (len(lines) // 2)
    assert said == []


def test_a_pass_is_asked_to_end_when_the_daemon_is(tmp_path: Path) -> None:
    log = tmp_path / "log"
    daemon, thread, said = running(log, 60)
    wait_for(lambda: "begin" in log.read_text())
    daemon.stop()
    thread.join(20)
    assert not thread.is_alive()
    assert "end" not in log.read_text()
    assert said == []


def test_health_of_the_daemon_is_not_that_of_the_newspapers(tmp_path: Path) -> None:
    """A pass that found a newspaper ill (1) has done its work; one that could do nothing (3) has not."""
    daemon, thread, said = running(tmp_path / "ill", 0, 1)
    with answering("127.0.0.1:0", lambda: b"kliping_health 1\n", daemon) as address:
        wait_for(lambda: (tmp_path / "ill").read_text().count("end") >= 2)
        assert address.startswith("http://127.0.0.1:")
        assert urlopen(f"{address}/healthz", timeout=10).read() == b"ok\n"
        answer = urlopen(f"{address}/metrics", timeout=10)
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        assert answer.read() == b"kliping_health 1\n"
        with pytest.raises(HTTPError) as elsewhere:
            urlopen(f"{address}/", timeout=10)
        assert elsewhere.value.code == 404
        elsewhere.value.close()
    daemon.stop()
    thread.join(20)
    assert said == []
    daemon, thread, said = running(tmp_path / "broken", 0, 3)
    with answering("127.0.0.1:0", lambda: b"", daemon) as address:
        wait_for(lambda: bool(said))
        with pytest.raises(HTTPError) as told:
            urlopen(f"{address}/healthz", timeout=10)
        assert told.value.code == 503
        assert told.value.read() == b"the last pass ended with exit code 3\n"
        told.value.close()
    daemon.stop()
    thread.join(20)
