"""Calls in processes of their own: what one breaks stays its own, and none outlives its parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

PROGRAM = """
import os, signal, sys, time
from functools import partial
from pipelines.jobs.children import apart

def square(number): return number * number
def break_off(): raise ValueError("no such day")
def die(): os.kill(os.getpid(), signal.SIGKILL)
def stay(file):
    signal.signal(signal.SIGTERM, lambda *_: (open(file, "w").write("in good order"), sys.exit()))
    signal.signal(signal.SIGINT, lambda *_: open(file + ".again", "w").close())
    open(file + ".pid", "w").write(str(os.getpid()))
    time.sleep(60)

if sys.argv[1:]:
    apart(partial(stay, sys.argv[1]))
else:
    print([apart(partial(square, 7)), apart(break_off), apart(die)])
"""


def test_each_call_has_its_own_fate() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60)
    killed = "Lost(why='its process was killed (SIGKILL)')"
    assert done.stdout == f"[49, Lost(why='ValueError: no such day'), {killed}]\n", done.stderr


def stopped(file: Path, stop: Callable[[int], None]) -> None:
    """Stops a parent whose child stays, and waits for what the child writes at its end."""
    with subprocess.Popen([sys.executable, "-c", PROGRAM, str(file)], start_new_session=True) as parent:
        patience = time.monotonic() + 30
        while not file.with_name("end.pid").exists():
            assert time.monotonic() < patience
            time.sleep(0.02)
        stop(parent.pid)
    while not file.exists():
        assert time.monotonic() < patience
        time.sleep(0.02)


def test_children_of_a_killed_parent_end_in_good_order(tmp_path: Path) -> None:
    stopped(tmp_path / "end", lambda parent: os.kill(parent, signal.SIGKILL))


def test_of_ctrl_c_a_child_learns_once(tmp_path: Path) -> None:
    """The terminal sends it to all processes of the group; a crawl that is stopped twice does not end in good order."""
    stopped(tmp_path / "end", lambda parent: os.killpg(parent, signal.SIGINT))
    assert not (tmp_path / "end.again").exists()
