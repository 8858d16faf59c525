"""How fast a job over WARCs goes, and how long it still takes."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from archive.place import Place
from pipelines.commands.screen import say

_EVERY = 30.0
"""Seconds between two lines in a pipe."""


class Pace:
    """Counts pages and bytes; times in seconds."""

    def __init__(self, sizes: Mapping[Place, int], now: float) -> None:
        self.total = sum(sizes.values())
        self.done = 0
        self.pages = 0
        self._begun = now
        self._sizes = sizes
        self._place: Place | None = None
        self._before = 0

    def move(self, place: Place, offset: int) -> bool:
        """Whether the page at `offset` is the first of its WARC. WARCs come one after the other."""
        begun = place != self._place
        if begun:
            self._before += self._sizes.get(self._place, 0) if self._place else 0
            self._place = place
        self.done = self._before + offset
        self.pages += 1
        return begun

    def rate(self, now: float) -> float:
        """Pages a second."""
        return self.pages / max(1e-9, now - self._begun)

    def left(self, now: float) -> float:
        return (self.total - self.done) * (now - self._begun) / max(1, self.done)


@contextmanager
def pages_progress(sizes: Mapping[Place, int]) -> Iterator[Callable[[Place, int], None]]:
    """A bar over the sizes of the WARCs with the pages a second; in a pipe a line for each WARC, and now and then."""
    console = Console(stderr=True)
    pace = Pace(sizes, time.monotonic())
    if not console.is_terminal:
        yield _lines(pace, len(sizes))
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TextColumn("{task.fields[rate]:.0f} pages/s"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=pace.total, rate=0.0)

        def move(place: Place, offset: int) -> None:
            if pace.move(place, offset) or pace.pages % 20 == 0:
                bar.update(task, description=place.name, completed=pace.done, rate=pace.rate(time.monotonic()))

        yield move


def _lines(pace: Pace, files: int) -> Callable[[Place, int], None]:
    begun = 0
    told = time.monotonic()

    def tell(place: Place, offset: int) -> None:
        nonlocal begun, told
        if pace.move(place, offset):
            begun += 1
            say(f"{place.name} ({begun} of {files})")
        now = time.monotonic()
        if now - told >= _EVERY:
            told = now
            say(f"{pace.pages} pages, {pace.rate(now):.0f} a second, {pace.left(now) / 60:.0f} minutes left")

    return tell
