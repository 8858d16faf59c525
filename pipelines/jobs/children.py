"""A call in a process of its own: what it breaks stays its own, and it ends with its parent."""

import os
import signal
import sys
from collections.abc import Callable
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


def apart(call: Callable[[], Any]) -> Any:
    """The answer of the call, or Lost. The call and its answer must be such that pickle can carry them.

    SIGINT and SIGTERM are handed on: a crawl ends in good order, and its answer is waited for.
    """
    answer, far = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=_answer, args=(call, far))
    process.start()
    far.close()

    def hand_on(*_: object) -> None:
        process.terminate()

    before = {number: signal.signal(number, hand_on) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        return _result(process, answer)
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
    os.setpgid(0, 0)  # Ctrl-C is for the parent, which hands it on: of two signals a crawl takes the second for force
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        result = call()
    except Exception as error:  # noqa: BLE001 - the parent tells it, and goes on
        result = Lost(f"{type(error).__name__}: {error}")
    far.send(result)
    far.close()


def _end_with_parent() -> None:
    """A parent that was killed cannot end its child: it watches it."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)
