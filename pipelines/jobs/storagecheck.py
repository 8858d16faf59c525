"""Tries what a storage can do, with a probe of its own that it deletes again."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from archive import multipart
from archive.bucket import NO_CONDITIONS, Bucket
from archive.objects import StorageError, Store
from archive.s3 import status_of
from archive.sums import Sums, sums_of

_SMALLEST_PART = 5 * 1024 * 1024
_SKEW_AT_MOST = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether an ability is there; `told` is what was seen, or what is done without it."""

    ability: str
    works: bool
    told: str = ""
    needed: bool = True


def check(store: Store) -> list[Answer]:
    """One answer for each ability, in order; after one that all others need there may be no more."""
    if not isinstance(store, Bucket):
        raise StorageError(f"{store.url}: no bucket")
    key = f".kliping-check-{uuid4().hex[:12]}"
    with TemporaryDirectory() as folder:
        small, large = Path(folder, "small"), Path(folder, "large")
        small.write_bytes(os.urandom(100_000))
        large.write_bytes(os.urandom(_SMALLEST_PART + 1000))
        try:
            return list(_answers(store, key, small, large))
        finally:
            for name in (key, f"{key}-large", f"{key}-wrong"):
                with suppress(StorageError):
                    store.delete(name)


def _answers(bucket: Bucket, key: str, small: Path, large: Path) -> Iterator[Answer]:
    yield (listed := _tried("list", lambda: bucket.check()))
    if not listed.works:
        return
    yield _clock(bucket)
    sums, sums_large = sums_of(small), sums_of(large, _SMALLEST_PART)
    yield (put := _tried("put and prove", lambda: bucket.put(key, small, sums)))
    if put.works:
        yield _tried("read a range", lambda: _range(bucket, key, small))
        yield _metadata(bucket, key, sums)
        yield _digest(bucket, f"{key}-wrong", small)
        yield _condition(bucket, key, small, sums)
        yield _tried("upload in parts", lambda: bucket.put(f"{key}-large", large, sums_large))
        yield _unfinished(bucket, f"{key}-large")
        yield _tried("delete the probe", lambda: bucket.delete(key), needed=False, without="the probe stays; delete it")


def _tried(ability: str, action: Callable[[], object], *, needed: bool = True, without: str = "") -> Answer:
    try:
        action()
    except StorageError as error:
        return Answer(ability, False, f"{error}; {without}" if without else str(error), needed)
    return Answer(ability, True, needed=needed)


def _clock(bucket: Bucket) -> Answer:
    reply = bucket.ask("list_objects_v2", Prefix=bucket.prefix, MaxKeys=1)
    date = reply["ResponseMetadata"]["HTTPHeaders"].get("date", "")
    if not date:
        return Answer("agree on the time", True, "the server does not tell its time", needed=False)
    skew = (datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds()
    told = f"this clock is {abs(skew):.0f} s {'ahead' if skew > 0 else 'behind'}"
    return Answer("agree on the time", abs(skew) < _SKEW_AT_MOST, told)


def _range(bucket: Bucket, key: str, file: Path) -> None:
    if bucket.read(key, 5000, 300) != file.read_bytes()[5000:5300]:
        raise StorageError("the server gives other bytes than those of the range; no WARC can be read in place")


def _metadata(bucket: Bucket, key: str, sums: Sums) -> Answer:
    stored = bucket.head(key)
    if stored and stored.sha256 == sums.sha256 and stored.etag == sums.etag:
        return Answer("prove content by sums", True, needed=False)
    return Answer("prove content by sums", False, "each object is read back after it is put", needed=False)


def _digest(bucket: Bucket, key: str, file: Path) -> Answer:
    """Whether the server holds what arrives against its Content-MD5."""
    data = file.read_bytes()
    wrong = bucket.client.meta.events
    wrong.register_first("before-sign.s3.PutObject", _spoil, "kliping-spoil")
    try:
        bucket.send("put_object", key, data)
    except StorageError as error:
        refused = "BadDigest" in str(error) or "InvalidDigest" in str(error)
        return Answer("refuse damaged content", refused, "" if refused else str(error), needed=False)
    finally:
        wrong.unregister("before-sign.s3.PutObject", _spoil, "kliping-spoil")
    return Answer("refuse damaged content", False, "damage shows when the ETag is compared after the put", needed=False)


def _spoil(request: object, **_: object) -> None:
    headers = request.headers  # type: ignore[attr-defined]
    del headers["Content-MD5"]
    headers["Content-MD5"] = "AAAAAAAAAAAAAAAAAAAAAA=="


def _condition(bucket: Bucket, key: str, file: Path, sums: Sums) -> Answer:
    try:
        lacking = bucket.lacks(key, file, sums)
    except StorageError as error:
        return Answer("put only what is not there", False, f"{error}; {NO_CONDITIONS}", needed=False)
    return Answer("put only what is not there", not lacking, "".join(lacking), needed=False)


def _unfinished(bucket: Bucket, key: str) -> Answer:
    begun = bucket.ask("create_multipart_upload", f"{key}-x")
    try:
        listed = bucket.ask("list_multipart_uploads", expected=(403, 501), Prefix=bucket.prefix + key)
        if status_of(listed) == 200 and listed.get("Uploads"):
            return Answer("list unfinished uploads", True, needed=False)
    finally:
        multipart.abort(bucket, f"{key}-x", str(begun["UploadId"]))
    told = "interrupted uploads begin anew, and their parts stay until a lifecycle rule removes them"
    return Answer("list unfinished uploads", False, told, needed=False)
