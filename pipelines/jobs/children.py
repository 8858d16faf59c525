"""Calls in processes of their own, side by side: what one breaks stays its own, and all end with their parent."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Any

_PROCESSES: Any = get_context("fork" if sys.platform == "linux" else "spawn")
"""A pass has one thread and has loaded what a crawl needs: on Linux its copy begins at once."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A call that gave no answer."""

    why: str


def side_by_side(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """The answer of each call, or Lost. Calls and answers must be such that pickle can carry them.

    SIGINT and SIGTERM are handed on: a crawl ends in good order, and its answer is waited for.
    """
    started = []
    for call in calls:
        answer, far = _PROCESSES.Pipe(duplex=False)
        process = _PROCESSES.Process(target=_answer, args=(call, far))
        process.start()
        far.close()
        started.append((process, answer))

    def hand_on(*_: object) -> None:
        for process, _answer in started:
            process.terminate()

    before = {number: signal.signal(number, hand_on) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        return [_result(process, answer) for process, answer in started]
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _result(process: Any, answer: "Connection[Any, Any]") -> Any:
    try:
        result = answer.recv()
    except EOFError:
        result = None
    finally:
        answer.close()
    process.join()
    if result is None:
        code = process.exitcode
        return Lost(f"its process was killed ({signal.Signals(-code).name})" if code and code < 0 else f"exit {code}")
    return result


def _answer(call: Callable[[], Any], far: "Connection[Any, Any]") -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        result = call()
    except Exception as error:  # noqa: BLE001 - the parent tells it, and goes on with the others
        result = Lost(f"{type(error).__name__}: {error}")
    far.send(result)
    far.close()


def _end_with_parent() -> None:
    """A parent that was killed cannot end its children: they watch it."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
