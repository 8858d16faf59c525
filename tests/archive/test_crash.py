"""Crawls that are killed, or whose disk is full, lose nothing that they promised."""

import random
import shutil
from pathlib import Path

from crawler.newsroom.room import Newsroom
from tests.archive.crash import Archive, Paper
from tests.archive.promises import lost


def test_killed_crawls(tmp_path: Path) -> None:
    """A short form of `python -m tests.archive.crash --kills 200`."""
    with Newsroom() as newsroom:
        archive = Archive(tmp_path / "data", Paper(newsroom, "kompas"), random.Random(20261122), tmp_path / "log")
        for _ in range(3):
            archive.kill()
        archive.end()
    assert archive.wrong == []
    assert archive.kills == 3


def test_full_disks(roomy_disk: Path, tmp_path: Path) -> None:
    """Crawl after crawl finds a little more room, and so breaks off at another place."""
    ballast, data = roomy_disk / "ballast", roomy_disk / "data"
    with Newsroom() as newsroom:
        archive = Archive(data, Paper(newsroom, "tempo"), random.Random(1), tmp_path / "log")
        for room in (200_000, 300_000, 400_000, 500_000, 600_000):
            archive.paper.print_more()
            ballast.write_bytes(bytes(shutil.disk_usage(roomy_disk).free - room))
            archive.crawl([archive.paper.name])
            assert lost(data) == []
            ballast.unlink()
        archive.end()
    assert archive.wrong == []
    log = (tmp_path / "log").read_text("utf-8")
    assert log.count("No space left on device") + log.count("disk is full") >= 5
