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


def apart(*arguments: str | Path) -> Answer:
    """Runs the command in a process of its own, as a crawl needs it: a reactor cannot be started twice."""
    command = [Path(sys.executable).with_name("kliping"), *arguments]
    done = subprocess.run(command, capture_output=True, timeout=110)
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="session")
def demo_answer(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    return apart("demo", "--data", tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def demo(demo_answer: Answer) -> Path:
    """The folder of data that `kliping demo` has made."""
    [log] = [line.split(maxsplit=1)[1] for line in demo_answer.out.splitlines() if line.startswith("log ")]
    return Path(log).parents[2]
