"""Fixtures that every test may use."""

import sys
from collections.abc import Iterator
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
