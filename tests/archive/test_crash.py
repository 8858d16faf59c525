"""A short form of `python -m tests.archive.crash --kills 200`: a killed crawl loses nothing that it promised."""

import random
from pathlib import Path

from crawler.newsroom.room import Newsroom
from tests.archive.crash import Archive, Paper


def test_killed_crawls_lose_nothing(tmp_path: Path) -> None:
    with Newsroom() as newsroom:
        archive = Archive(tmp_path / "data", Paper(newsroom, "kompas"), random.Random(20261122))
        for _ in range(3):
            archive.kill()
        archive.end()
    assert archive.wrong == []
    assert archive.kills == 3
