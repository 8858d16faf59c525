"""Uploads that are killed at whatever moment: nothing is lost, nothing is twice, nothing is left lying about."""

import hashlib
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive import multipart
from archive.bucket import Bucket
from archive.objects import stored_sum
from tests.storage.holding import RUN, batch, sealed_warc

ROOT = Path(__file__).parents[2]
PART = 5 * 1024 * 1024


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """30 files, three of them of several parts."""
    folder = tmp_path / "data"
    for number in range(1, 4):
        sealed_warc(folder, number, size=PART + 500_000 * number)
    for number in range(4, 7):
        sealed_warc(folder, number)
    batch(folder, articles=10)
    return folder


def start(data: Path, bucket: Bucket) -> "subprocess.Popen[bytes]":
    endpoint = bucket.connection.endpoint
    command = [sys.executable, "-m", "tests.storage.killing", data, bucket.bucket, bucket.prefix, endpoint]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def killed(data: Path, bucket: Bucket, kills: int) -> int:
    """Kills uploads at random moments after they have begun to work, and lets the last come to its end."""
    sums = {
        path.relative_to(data).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in data.rglob("*")
        if path.is_file()
    }
    assert len(sums) == 30
    moments = random.Random(kills)
    done = 0
    for _ in range(kills):
        process = start(data, bucket)
        begun = time.monotonic()
        while not (data / ".upload").exists() and process.poll() is None and time.monotonic() - begun < 30:
            time.sleep(0.005)
        time.sleep(moments.expovariate(2.5))
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
        done += process.returncode == -9
        stored = {key_of(stored.key): stored.key for stored in bucket.list()}
        for name, digest in sums.items():
            if not (data / name).exists() and not going(data, name):
                assert stored_sum(bucket, stored[name]) == digest, f"{name} was deleted and is not in the bucket"
    last = start(data, bucket)
    told, _ = last.communicate()
    assert last.returncode == 0, told.decode()
    names = [key_of(stored.key) for stored in bucket.list()]
    assert sorted(names) == sorted(sums)
    for stored in bucket.list():
        assert stored_sum(bucket, stored.key) == sums[key_of(stored.key)]
    assert list(multipart.unfinished(bucket)) == []
    assert [path for path in data.rglob("*") if path.is_file() and path.parent != data] == []
    return done


def key_of(key: str) -> str:
    """The local name of an object."""
    kind, site, _, *rest = key.split("/")
    site = site.removeprefix("site=")
    if kind == "warc":
        return f"warc/{site}/{rest[0]}"
    name = rest[1] if kind == "text" else f"{kind}.jsonl"
    return f"text/{site}/{RUN}/{name}"


def going(data: Path, name: str) -> bool:
    """Whether a file is in the folder of a batch that is being deleted."""
    return (data / name).parent.with_name(f".{RUN}.going").joinpath(Path(name).name).exists()


def test_killed_a_few_times(plain_bucket: Bucket, data: Path) -> None:
    assert killed(data, plain_bucket, 4) >= 1


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_killed_at_fifty_moments(plain_bucket: Bucket, data: Path) -> None:
    assert killed(data, plain_bucket, 50) >= 5
