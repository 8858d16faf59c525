"""Fixtures that every test may use."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.newsroom.room import Newsroom


def _loopback_only(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and not (address[0].startswith("127.") or address[0] in ("::1", "localhost")):
            raise ConnectionError(f"a test wanted to reach {address[0]}: tests stay on loopback")


sys.addaudithook(_loopback_only)


@pytest.fixture(scope="session")
def newsroom() -> Iterator[Newsroom]:
    """The newsroom on a free port. Its log goes on through the session: `newsroom.forget()` begins it anew."""
    with Newsroom() as room:
        yield room


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KB of its own, to be filled."""
    yield from _disk(tmp_path / "disk", 256)


@pytest.fixture
def megabyte_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk on which a crawl can begin, to be filled."""
    yield from _disk(tmp_path / "disk", 1024)


@pytest.fixture
def roomy_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk on which a crawl has room, unless it is taken."""
    yield from _disk(tmp_path / "disk", 16 * 1024)


def _disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"needs the right to mount a tmpfs: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)
