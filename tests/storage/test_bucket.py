"""A bucket as a store: what is put is proven, what is there is never overwritten, over HTTP and HTTPS."""

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from archive import multipart
from archive.bucket import Bucket
from archive.connection import Connection
from archive.objects import ObjectDiffers, StorageError, Unreachable, stored_sum
from archive.s3 import client_of
from archive.stored import StoredFile
from archive.sums import Sums
from archive.sums import sums_of as sums_of_file
from tests.storage.conftest import connection_to
from tests.storage.seaweed import READER_KEY, READER_SECRET, Seaweed

PART = 5 * 1024 * 1024
"""The smallest part that S3 allows, for tests that are quick."""


def sums_of(file: Path) -> Sums:
    return sums_of_file(file, PART)


def file_of(tmp_path: Path, size: int, name: str = "file") -> Path:
    path = tmp_path / name
    path.write_bytes(os.urandom(size))
    return path


@pytest.mark.parametrize("size", [0, 1, 100_000, PART, PART + 1, 2 * PART + 5])
def test_what_is_put_is_there_to_the_byte(bucket: Bucket, tmp_path: Path, size: int) -> None:
    file = file_of(tmp_path, size)
    sums = sums_of(file)
    stored = bucket.put("a/b=c/file", file, sums)
    assert (stored.size, stored.sha256, stored.etag) == (size, sums.sha256, sums.etag)
    assert StoredFile(bucket, "a/b=c/file").read_bytes() == file.read_bytes()
    assert stored_sum(bucket, "a/b=c/file") == hashlib.sha256(file.read_bytes()).hexdigest()
    assert list(multipart.unfinished(bucket)) == []


def test_a_put_of_what_is_there_sends_nothing(bucket: Bucket, tmp_path: Path) -> None:
    file = file_of(tmp_path, 1000)
    sent: list[int] = []
    for _ in range(2):
        bucket.put("file", file, sums_of(file), on_bytes=sent.append)
    assert sum(sent) == 1000


@pytest.mark.parametrize("size", [1000, PART + 1000])
def test_other_content_under_the_name_is_never_overwritten(bucket: Bucket, tmp_path: Path, size: int) -> None:
    first, second = file_of(tmp_path, size, "first"), file_of(tmp_path, size, "second")
    bucket.put("file", first, sums_of(first))
    with pytest.raises(ObjectDiffers, match=r"arsip/file: it is there with other content"):
        bucket.put("file", second, sums_of(second))
    assert StoredFile(bucket, "file").read_bytes() == first.read_bytes()
    assert list(multipart.unfinished(bucket)) == []


@pytest.mark.parametrize("size", [1000, PART + 1000])
def test_who_comes_second_in_a_race_does_not_overwrite(
    plain_bucket: Bucket, tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The object appears between the look and the put: only the server's condition can help."""
    first, second = file_of(tmp_path, size, "first"), file_of(tmp_path, size, "second")
    look = Bucket.head
    looks: list[str] = []

    def head(self: Bucket, key: str) -> object:
        looks.append(key)
        if len(looks) == 1:
            other = Bucket(self.connection, self.bucket, self.prefix)
            sums = sums_of(first)
            if sums.in_parts:
                looks.append("")
            other.put(key, first, sums)
            return None
        return look(self, key)

    monkeypatch.setattr(Bucket, "head", head)
    with pytest.raises(ObjectDiffers):
        plain_bucket.put("file", second, sums_of(second))
    assert StoredFile(plain_bucket, "file").read_bytes() == first.read_bytes()
    assert list(multipart.unfinished(plain_bucket)) == []


def test_what_others_have_put_is_read_back_before_it_counts(bucket: Bucket, tmp_path: Path) -> None:
    file = file_of(tmp_path, 5000)
    bucket.client.put_object(Bucket=bucket.bucket, Key=f"{bucket.prefix}same", Body=file.read_bytes())
    bucket.client.put_object(Bucket=bucket.bucket, Key=f"{bucket.prefix}other", Body=bytes(5000))
    assert bucket.put("same", file, sums_of(file)).size == 5000
    with pytest.raises(ObjectDiffers):
        bucket.put("other", file, sums_of(file))


def test_metadata_alone_proves_nothing(bucket: Bucket, tmp_path: Path) -> None:
    file = file_of(tmp_path, 5000)
    sums = sums_of(file)
    lie = {"sha256": sums.sha256}
    bucket.client.put_object(Bucket=bucket.bucket, Key=f"{bucket.prefix}a", Body=bytes(5000), Metadata=lie)
    with pytest.raises(ObjectDiffers):
        bucket.put("a", file, sums)


@pytest.mark.parametrize("size", [1000, PART + 1000])
def test_a_file_that_changes_while_it_is_sent_is_an_error(plain_bucket: Bucket, tmp_path: Path, size: int) -> None:
    file = file_of(tmp_path, size)
    sums = sums_of(file)
    file.write_bytes(bytes(size))
    with pytest.raises(StorageError, match="file: it changed while it was uploaded"):
        plain_bucket.put("file", file, sums)
    assert plain_bucket.head("file") is None


def test_parts_that_are_there_are_not_sent_again(bucket: Bucket, tmp_path: Path) -> None:
    file = file_of(tmp_path, 3 * PART + 10)
    sums = sums_of(file)
    begun = bucket.client.create_multipart_upload(
        Bucket=bucket.bucket, Key=f"{bucket.prefix}file", Metadata={"sha256": sums.sha256}
    )
    parts = {"Bucket": bucket.bucket, "Key": f"{bucket.prefix}file", "UploadId": begun["UploadId"]}
    data = file.read_bytes()
    bucket.client.upload_part(**parts, PartNumber=1, Body=data[:PART])
    bucket.client.upload_part(**parts, PartNumber=3, Body=bytes(PART))  # torn by whatever: not ours to the byte
    bucket.client.create_multipart_upload(Bucket=bucket.bucket, Key=f"{bucket.prefix}file")  # a lost reply leaves two
    sent: list[int] = []
    wire: list[int] = []
    bucket.client.meta.events.register(
        "before-call.s3.UploadPart", lambda params, **_: wire.append(int(params["query_string"]["partNumber"]))
    )
    bucket.put("file", file, sums, resume=True, on_bytes=sent.append)
    assert sorted(wire) == [2, 3, 4]
    assert sum(sent) == sums.size
    assert StoredFile(bucket, "file").read_bytes() == data
    assert list(multipart.unfinished(bucket)) == []


def test_listing_goes_on_past_a_page(plain_bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        plain_bucket.client.put_object(Bucket=plain_bucket.bucket, Key=f"{plain_bucket.prefix}k/{number}", Body=b"x")
    plain_bucket.client.put_object(Bucket=plain_bucket.bucket, Key="elsewhere", Body=b"x")
    ask = Bucket.ask

    def few(self: Bucket, operation: str, key: str = "", **more: object) -> object:
        if operation == "list_objects_v2":
            more["MaxKeys"] = 3
        return ask(self, operation, key, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Bucket, "ask", few)
    assert [stored.key for stored in plain_bucket.list()] == [f"k/{number}" for number in range(7)]


def test_the_storage_class_and_no_acl_go_with_every_object(plain_bucket: Bucket, tmp_path: Path) -> None:
    connection = replace(plain_bucket.connection, storage_class="STANDARD_IA")
    bucket = Bucket(connection, plain_bucket.bucket, plain_bucket.prefix)
    asked: list[dict[str, str]] = []
    for name in ("PutObject", "CreateMultipartUpload"):
        bucket.client.meta.events.register(
            f"before-call.s3.{name}", lambda params, **_: asked.append(dict(params["headers"]))
        )
    for size in (10, PART + 10):
        file = file_of(tmp_path, size)
        bucket.put(f"file-{size}", file, sums_of(file))
    assert [headers["x-amz-storage-class"] for headers in asked] == ["STANDARD_IA"] * 2
    assert not [name for headers in asked for name in headers if "acl" in name.lower() or "grant" in name.lower()]


def test_refusals_in_plain_words(seaweed: Seaweed, bucket_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = connection_to(seaweed, "http")
    with pytest.raises(Unreachable, match="s3://no-such-bucket: there is no such bucket; make it first"):
        Bucket(connection, "no-such-bucket").check()
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    with pytest.raises(Unreachable, match="the secret key is not the one that belongs to the access key"):
        Bucket(connection, bucket_name).check()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    with pytest.raises(Unreachable, match="the server does not know this access key"):
        Bucket(connection, bucket_name).check()
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(Unreachable, match="no credentials; set AWS_ACCESS_KEY_ID"):
        Bucket(connection, bucket_name).check()
    with pytest.raises(Unreachable, match="no-such-profile"):
        client_of(replace(connection, profile="no-such-profile"))


def test_a_bucket_that_may_only_be_read(
    seaweed: Seaweed, bucket_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", READER_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", READER_SECRET)
    bucket = Bucket(connection_to(seaweed, "http"), bucket_name, "reader/")
    bucket.check()
    for size in (10, PART + 10):
        file = file_of(tmp_path, size)
        with pytest.raises(Unreachable, match="the credentials do not allow it"):
            bucket.put("file", file, sums_of(file))


def test_a_clock_that_is_hours_wrong(plain_bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    import botocore.auth

    now = botocore.auth.get_current_datetime
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda *a, **k: now(*a, **k) + timedelta(hours=2))
    with pytest.raises(Unreachable, match="this machine's clock and the server's differ too much"):
        plain_bucket.check()


def test_a_certificate_that_nobody_vouches_for(seaweed: Seaweed, bucket_name: str) -> None:
    with pytest.raises(Unreachable, match="give the server's certificate with --ca-bundle"):
        Bucket(connection_to(seaweed, "https", ca_bundle=None), bucket_name).check()


def test_an_address_where_nobody_answers_shows_soon() -> None:
    with pytest.raises(Unreachable, match="Could not connect"):
        Bucket(Connection(endpoint="http://127.0.0.1:9", patience=1), "bucket").check()


def test_reading_wanders(plain_bucket: Bucket, tmp_path: Path) -> None:
    file = file_of(tmp_path, 700_000)
    plain_bucket.put("file", file, sums_of(file))
    data = file.read_bytes()
    with StoredFile(plain_bucket, "file").open() as stored:
        for start, length in ((0, 10), (699_990, 50), (300_000, 200_000), (5, 5), (700_000, 1)):
            stored.seek(start)
            assert stored.read(length) == data[start : start + length]
        assert stored.seek(-3, 2) == 699_997
        assert stored.read() == data[-3:]
    assert plain_bucket.read("file", 700_000, 10) == b""


def test_who_reads_on_asks_seldom_though_he_looks_back(plain_bucket: Bucket, tmp_path: Path) -> None:
    file = file_of(tmp_path, 20_000_000)
    plain_bucket.put("file", file, sums_of(file))
    asked: list[int] = []
    plain_bucket.client.meta.events.register("before-call.s3.GetObject", lambda **_: asked.append(1))
    with StoredFile(plain_bucket, "file").open() as stored:
        for start in range(0, 20_000_000, 1_000_000):  # as records of a megabyte are read
            stored.seek(start)
            assert len(stored.read(1_000_000)) == 1_000_000
            stored.seek(start)
            stored.read(2)
    assert len(asked) < 30


def test_a_rate_is_kept(plain_bucket: Bucket, tmp_path: Path) -> None:
    from time import monotonic

    file = file_of(tmp_path, 600_000)
    slow = Bucket(replace(plain_bucket.connection, rate=400_000), plain_bucket.bucket, plain_bucket.prefix)
    begun = monotonic()
    slow.put("file", file, sums_of(file))
    assert monotonic() - begun > 1.4


def test_the_endpoint_may_stand_in_the_environment(
    seaweed: Seaweed, bucket_name: str, prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", seaweed.https)
    monkeypatch.setenv("AWS_CA_BUNDLE", str(seaweed.certificate))
    bucket = Bucket(Connection(patience=5), bucket_name, prefix)
    file = file_of(tmp_path, 1000)
    assert bucket.put("file", file, sums_of(file)).size == 1000
    assert bucket.client.meta.config.request_checksum_calculation == "when_required"
    assert bucket.client.meta.config.s3["addressing_style"] == "path"


def test_at_amazons_the_sdk_has_its_way() -> None:
    config = client_of(Connection(region="ap-southeast-3")).meta.config
    assert config.request_checksum_calculation == "when_supported"
    assert config.s3["addressing_style"] == "auto"


def test_encryption_by_the_server(plain_bucket: Bucket, tmp_path: Path) -> None:
    connection = replace(plain_bucket.connection, sse="AES256")
    bucket = Bucket(connection, plain_bucket.bucket, plain_bucket.prefix)
    for size in (1000, PART + 1000):
        file = file_of(tmp_path, size)
        bucket.put(f"file-{size}", file, sums_of(file))
        told = bucket.ask("head_object", f"file-{size}")
        assert told["ServerSideEncryption"] == "AES256"
        assert StoredFile(bucket, f"file-{size}").read_bytes() == file.read_bytes()


def test_a_forked_process_has_connections_of_its_own(bucket: Bucket, tmp_path: Path) -> None:
    file = file_of(tmp_path, 1000)
    bucket.put("file", file, sums_of(file))
    child = os.fork()
    if child == 0:
        os._exit(0 if bucket.read("file", 0, 1000) == file.read_bytes() else 1)
    assert bucket.read("file", 0, 1000) == file.read_bytes()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert bucket.head("file") is not None
