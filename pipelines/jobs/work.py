"""Pieces of WARCs extracted in one process or in many; what comes of each is kept in a file until the job is done.

Run as a program it extracts the one piece that it is given on stdin.
"""

import gc
import os
import pickle
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO, NamedTuple

from pipelines.files import naming, replace_with, write_all
from pipelines.guard import Limits
from pipelines.jobs.pieces import Piece, Source
from pipelines.jobs.steps import End, Step, read_steps

_AT_ONCE = 64 * 1024


class Task(NamedTuple):
    """A piece to extract, and how: the site whose articles are wanted, or an empty string, and what a page may take."""

    piece: Piece
    only: str
    limits: Limits


@dataclass(frozen=True)
class Spool:
    """A file of what a piece gave. It has its name when it is whole; before that it is the `.part` of a process."""

    path: Path

    @property
    def part(self) -> Path:
        """Each process has its own: that of a job that was killed may still be about to end."""
        return self.path.with_name(f"{self.path.name}.{os.getpid()}.part")

    def write(self, task: Task) -> Iterator[Step | End]:
        """Extracts the piece, and passes on what it has written. Whoever was killed at it before is careful."""
        if any(self.path.parent.glob(f"{self.path.name}.*.part")):
            task = careful(task)
        part = self.part
        with naming(part), part.open("wb", buffering=0) as file:
            waiting = bytearray()
            for told in read_steps(*task):
                waiting += pickle.dumps(told, pickle.HIGHEST_PROTOCOL)
                if len(waiting) >= _AT_ONCE:
                    write_all(file.fileno(), waiting)
                    waiting.clear()
                yield told
            write_all(file.fileno(), waiting)
        part.rename(self.path)

    def read(self) -> Iterator[Step | End]:
        with self.path.open("rb") as file:
            told: Step | End = pickle.load(file)
            while isinstance(told, Step):
                yield told
                told = pickle.load(file)
            yield told


Engine = Callable[[Sequence[tuple[Spool, Task]]], Iterator[None]]
"""Fills spools: when the n-th None has come, the first n are whole."""
Each = Callable[[Callable[[Any], Any], Sequence[Any]], Iterator[Any]]
"""Does the same with each of these somewhere else, side by side; the answers come in order."""


def careful(task: Task) -> Task:
    return task._replace(limits=replace(task.limits, careful=True))


def steps(
    tasks: Sequence[Task], folder: Path, engine: Engine | None, errors: list[str]
) -> Iterator[tuple[Source, Step]]:
    """A step for each page and miss, in the order of the tasks, whoever does them and in whatever order.

    `folder` keeps what is done: what is there already is not done again. Without an engine this process does all.
    What is not whole of a WARC is added to `errors`.
    """
    spools = [Spool(folder / f"{number:06d}") for number in range(len(tasks))]
    new = [not spool.path.exists() for spool in spools]
    todo = [(spool, task) for spool, task, is_new in zip(spools, tasks, new, strict=True) if is_new]
    filled = engine(todo) if engine else None
    at: int | None = 0
    torn: Source | None = None
    for spool, task, is_new in zip(spools, tasks, new, strict=True):
        piece = task.piece
        if filled is not None and is_new:
            next(filled)
        if piece.start == 0:
            at = 0
        elif at is None or (piece.end is not None and at >= piece.end):
            continue  # the reading of the WARC ended before, or went on beyond
        elif at != piece.start:  # which only looked like the beginning of a record
            task = task._replace(piece=piece._replace(start=at))
            spool = Spool(spool.path.with_suffix(".again"))
        for told in spool.read() if spool.path.exists() else spool.write(task):
            if isinstance(told, Step):
                yield piece.source, told
            else:
                at = told.offset
                if told.error and piece.source != torn:  # as the reader of the whole tells the first damage only
                    errors.append(told.error)
                    torn = piece.source


def filling(each: Each) -> Engine:
    """An engine whose pieces are extracted somewhere else, each in a process of its own, and sent back."""

    def fill(todo: Sequence[tuple[Spool, Task]]) -> Iterator[None]:
        contents = each(extract_apart, [task for _, task in todo])
        for (spool, _), content in zip(todo, contents, strict=True):
            replace_with(spool.path, content)
            yield

    return fill


def pool_of(workers: int) -> Engine:
    """An engine of processes on this machine. Work during which one of them dies is done again, page by page apart."""

    def fill(todo: Sequence[tuple[Spool, Task]]) -> Iterator[None]:
        broken = False
        done = 0
        while done < len(todo):
            with _processes(1 if broken else workers) as pool:
                jobs: list[Future[None]] = [
                    pool.submit(_fill, spool, careful(task) if broken else task) for spool, task in todo[done:]
                ]
                try:
                    for job in jobs:
                        job.result()
                        done += 1
                        yield
                except BrokenProcessPool:
                    if broken:  # even so, and alone: this one it was
                        _give_up(*todo[done])
                        done += 1
                        yield
                    broken = True
                finally:
                    for job in jobs:
                        job.cancel()

    return fill


@contextmanager
def _processes(number: int) -> Iterator[ProcessPoolExecutor]:
    """Forked, so that they need not load and compile again what this process has."""
    with warnings.catch_warnings():
        # They extract, and ask for no lock that a thread of this process may hold, such as a progress bar's.
        warnings.simplefilter("ignore", DeprecationWarning)
        with ProcessPoolExecutor(number, get_context("fork"), _begin) as pool:
            yield pool


def _begin() -> None:
    gc.freeze()  # what the parent has made is shared as long as nobody touches it
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends, and its children with it
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _fill(spool: Spool, task: Task) -> None:
    if not spool.path.exists():  # done before the process of another died
        for _ in spool.write(task):
            pass


def _give_up(spool: Spool, task: Task) -> None:
    told = End(error=f"{task.piece.source.path}: whoever reads on from {task.piece.start} dies; the rest is left out")
    spool.path.write_bytes(pickle.dumps(told))


def extract_apart(task: Task) -> bytes:
    """The content of a spool, from a process of its own; for engines whose threads cannot give up a page."""
    piece = task.piece
    answer, last = run_apart(__name__, (task, careful(task)))
    if answer is None:
        told = f"{piece.source.path}: nothing comes of what begins at {piece.start}: {last}"
        return pickle.dumps(End(error=told))
    return answer


def run_apart(module: str, attempts: Iterable[object]) -> tuple[bytes | None, str]:
    """What a module answers that is run as a program with one of these on stdin, the first that does not end it; or
    None, and its last word."""
    for attempt in attempts:
        ran = subprocess.run([sys.executable, "-m", module], input=pickle.dumps(attempt), capture_output=True)
        if ran.returncode == 0:
            return ran.stdout, ""
    return None, _last(ran)


def _last(ran: "subprocess.CompletedProcess[bytes]") -> str:
    lines = ran.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else f"exit {ran.returncode}"


def _main(given: BinaryIO, answer: BinaryIO) -> None:
    for told in read_steps(*pickle.load(given)):
        pickle.dump(told, answer, pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    _main(sys.stdin.buffer, sys.stdout.buffer)
