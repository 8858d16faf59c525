"""A dask cluster on this machine, for the tests that ask one."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

Cluster = tuple[str, list[subprocess.Popen[bytes]]]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """The address of a scheduler, and the processes of its two workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", address, "--no-dashboard"]
    with (tmp_path / "cluster.log").open("wb") as log:
        scheduler = subprocess.Popen(command, stdout=log, stderr=log)
        work = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"]
        more = ["--no-nanny", "--host", "127.0.0.1", "--local-directory", str(tmp_path)]
        workers = [subprocess.Popen([*work, *more], stdout=log, stderr=log) for _ in range(2)]
    try:
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()
