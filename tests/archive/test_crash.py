"""A short form of `python -m tests.archive.crash 200`: a killed crawl loses nothing that it promised."""

import random
from pathlib import Path

from tests.archive.crash import crash, losses
from tests.archive.odd import OddServer


def test_killed_crawls(tmp_path: Path) -> None:
    chance = random.Random(20261122)
    promised = []
    with OddServer() as server:
        for number in range(2):
            came_up, _ = crash(tmp_path, server.url, chance.uniform(0, 0.4), 1 + number * 1000)
            promised += came_up
            assert losses(tmp_path, promised) == []
    assert len(promised) > 10
