"""Extraction that comes to an end: a page that takes too long or too much memory is given up, and the rest goes on."""

import logging
import os
import pickle
import resource
import select
import signal
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from pathlib import Path
from types import FrameType
from typing import BinaryIO, NoReturn

from archive.page import Miss, Page
from crawler.nesting import has_endless_tag
from crawler.site import Site
from pipelines.article import Rejected
from pipelines.extract import rejected
from pipelines.outcome import FAILED, Outcome, outcome_of

GIVEN_UP = "given up"
"""The reason of a page that took more than it is allowed."""

_LARGE = 512 * 1024
"""What is smaller takes little memory and keeps the parser, which nothing can interrupt, for seconds at most: it is
not given pages that are nested without end."""
_LOOK = 20
"""Milliseconds between two looks at what a process of its own takes."""
_ROOM = 2
"""What it may ask for, as a multiple of what it may take: at the end of that Python crawls on from crumb to crumb."""
_NO_MEMORY = 3
_OUT_OF_MEMORY = ("MemoryError", "SelectolaxError: Can't parse HTML")
"""How Python and the parser tell it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may take: seconds of computing, and megabytes beyond what the process has.

    A page that may take much is extracted in a process of its own, which is killed when it takes more; with `careful`
    every page is.
    """

    seconds: float = 30.0
    megabytes: int = 1000
    careful: bool = False


class _TooLongError(BaseException):
    """No Exception: whoever catches all of these on the way must not catch this."""


def guarded_outcome(item: Page | Miss, site: Site, limits: Limits) -> Outcome:
    """The outcome of the item, or its rejection as GIVEN_UP. Only the main thread can give up a small page."""
    if isinstance(item, Miss):
        return outcome_of(item, site)
    if limits.careful or _may_take_much(item.body):
        return _apart(item, site, limits)
    try:
        with _alarm(limits.seconds):
            return outcome_of(item, site)
    except _TooLongError:
        return _given_up(item, site, f"more than {limits.seconds:g} s of computing")


def _may_take_much(body: bytes) -> bool:
    return len(body) > _LARGE or has_endless_tag(body)


def _given_up(page: Page, site: Site, why: str) -> Outcome:
    return Outcome(page.url, rejected(page, site, GIVEN_UP, f"{why}; the page has {len(page.body)} bytes"))


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Interrupts Python and its regular expressions, which ask for signals; a parser at work is waited for."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _listen()
    try:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


@lru_cache(maxsize=1)
def _listen() -> None:
    """Once a process; without the timer the signal does not come."""
    signal.signal(signal.SIGPROF, _too_long)


def _too_long(number: int, frame: FrameType | None) -> NoReturn:
    raise _TooLongError


def _apart(page: Page, site: Site, limits: Limits) -> Outcome:
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # The child runs extraction alone and asks for no lock that a thread of the parent may hold.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        _be_the_child(page, site, limits, writing)
    os.close(writing)
    try:
        answer = _answer(child, reading, _resident("self") + limits.megabytes * 1_000_000)
    finally:
        os.close(reading)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if answer is None:
        return _given_up(page, site, _too_much_memory(limits))
    if status == 0:
        outcome: Outcome = pickle.loads(answer)
        return outcome
    return _given_up(page, site, _told(status, limits))


def _answer(child: int, pipe: int, most: int) -> bytes | None:
    """What the child writes until it ends; None when more than `most` bytes of memory were its, and it was killed."""
    answer = bytearray()
    waiting = select.poll()
    waiting.register(pipe)
    while True:
        if waiting.poll(_LOOK):
            if not (piece := os.read(pipe, 1 << 20)):
                return bytes(answer)
            answer += piece
        elif _resident(child) > most:
            os.kill(child, signal.SIGKILL)
            return None


def _be_the_child(page: Page, site: Site, limits: Limits, writing: int) -> NoReturn:
    status = 1
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (ceil(limits.seconds), ceil(limits.seconds) + 1))
        most = _address_space() + _ROOM * limits.megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        logging.disable()  # whatever goes wrong is told to the parent
        outcome = outcome_of(page, site)
        if _lacked_memory(outcome):
            status = _NO_MEMORY
        else:
            with os.fdopen(writing, "wb") as pipe:
                _dump(outcome, pipe)
            status = 0
    except MemoryError:
        status = _NO_MEMORY
    finally:
        os._exit(status)


def _dump(outcome: Outcome, pipe: BinaryIO) -> None:
    pickle.dump(outcome, pipe, pickle.HIGHEST_PROTOCOL)


def _lacked_memory(outcome: Outcome) -> bool:
    result = outcome.result
    return isinstance(result, Rejected) and result.reason == FAILED and result.detail.startswith(_OUT_OF_MEMORY)


def _address_space() -> int:
    return _memory("self", 0)


def _resident(process: int | str) -> int:
    return _memory(process, 1)


def _memory(process: int | str, place: int) -> int:
    return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[place]) * resource.getpagesize()


def _told(status: int, limits: Limits) -> str:
    if status == -signal.SIGXCPU or status == -signal.SIGKILL:
        return f"more than {limits.seconds:g} s of computing"
    if status == _NO_MEMORY:
        return _too_much_memory(limits)
    return (
        f"its process ended with {signal.Signals(-status).name}" if status < 0 else f"its process ended with {status}"
    )


def _too_much_memory(limits: Limits) -> str:
    return f"more than {limits.megabytes} MB of memory"
