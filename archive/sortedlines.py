"""Lines that are to be sorted when they are all there, kept small until then."""

import gzip
import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from io import BytesIO
from typing import IO

from isal import igzip

_RUN = 2000


class SortedLines:
    """Collects lines and gives them in order; all but the last few are kept compressed, to a twelfth for an index."""

    def __init__(self) -> None:
        self._runs: list[bytes] = []
        self._lines: list[str] = []

    def add(self, lines: Iterable[str]) -> None:
        self._lines += lines
        if len(self._lines) >= _RUN:
            self._runs.append(igzip.compress("".join(sorted(self._lines)).encode("utf-8"), 2))
            self._lines.clear()

    def __iter__(self) -> Iterator[str]:
        with ExitStack() as open_runs:
            runs = [open_runs.enter_context(_lines_of(run)) for run in self._runs]
            yield from heapq.merge(*runs, sorted(self._lines))


def _lines_of(run: bytes) -> IO[str]:
    return gzip.open(BytesIO(run), "rt", encoding="utf-8", newline="\n")  # igzip would keep 512 KB for each
