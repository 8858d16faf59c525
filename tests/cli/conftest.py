"""The command line as a person uses it: arguments in, exit code and both streams out."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.cli import main


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


Kliping = Callable[..., Answer]


@pytest.fixture
def kliping(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Kliping:
    """Runs the command in this process, with pipes for streams."""

    def run(*arguments: str | Path) -> Answer:
        monkeypatch.setattr(sys, "argv", ["kliping", *map(str, arguments)])
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfdbinary.readouterr()
        return Answer(int(ended.value.code or 0), out.decode(), err.decode())

    return run


@pytest.fixture
def kliping_apart() -> Kliping:
    """Runs the command in a process of its own, as a crawl needs it: a reactor cannot be started twice."""

    def run(*arguments: str | Path) -> Answer:
        command = [Path(sys.executable).with_name("kliping"), *arguments]
        done = subprocess.run(command, capture_output=True, timeout=110)
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
