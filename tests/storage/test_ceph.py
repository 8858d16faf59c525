"""The same against Ceph's radosgw, which many people have: the one that KLIPING_TEST_CEPH names.

KLIPING_TEST_CEPH is its endpoint, KLIPING_TEST_CEPH_BUCKET a bucket there, KLIPING_TEST_CEPH_CA its certificate if
nobody else vouches for it; the credentials are those that boto3 finds.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from archive import multipart
from archive.bucket import Bucket
from archive.connection import Connection
from archive.stored import StoredFile
from archive.sums import sums_of
from pipelines.jobs.storagecheck import check
from pipelines.jobs.upload import upload
from tests.storage.holding import batch, sealed_warc

pytestmark = pytest.mark.ceph
PART = 5 * 1024 * 1024
GIVEN = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}


@pytest.fixture
def ceph(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    endpoint = os.environ.get("KLIPING_TEST_CEPH", "")
    if not endpoint:
        pytest.skip("needs a radosgw, which KLIPING_TEST_CEPH names")
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)
    certificate = os.environ.get("KLIPING_TEST_CEPH_CA")
    connection = Connection(endpoint=endpoint, ca_bundle=Path(certificate) if certificate else None, patience=20)
    bucket = Bucket(connection, os.environ["KLIPING_TEST_CEPH_BUCKET"], f"kliping-test-{uuid4().hex}/")
    yield bucket
    for stored in bucket.list():
        bucket.delete(stored.key)


@pytest.mark.parametrize("size", [0, 1000, PART + 1000])
def test_what_is_put_is_there_to_the_byte(ceph: Bucket, tmp_path: Path, size: int) -> None:
    file = tmp_path / "file"
    file.write_bytes(os.urandom(size))
    ceph.put("file", file, sums_of(file, PART))
    assert StoredFile(ceph, "file").read_bytes() == file.read_bytes()
    assert list(multipart.unfinished(ceph)) == []


def test_upload_twice(ceph: Bucket, tmp_path: Path) -> None:
    sealed_warc(tmp_path)
    batch(tmp_path)
    assert upload(tmp_path, ceph).uploaded == 8
    (tmp_path / "uploads.sqlite").unlink()
    report = upload(tmp_path, ceph)
    assert (report.uploaded, report.found, report.errors) == (0, 8, [])


def test_it_has_what_is_needed(ceph: Bucket) -> None:
    assert [answer for answer in check(ceph) if answer.needed and not answer.works] == []
