"""Large files in parts: sent side by side, taken up again where a killed run left them."""

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from archive.objects import OnBytes, StorageError
from archive.s3 import knows_no_condition, refusal, status_of
from archive.sums import Sums

if TYPE_CHECKING:
    from archive.bucket import Bucket

AT_ONCE = 3
"""Parts under way at one time; each is in memory while it is."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A multipart upload that was begun and not completed."""

    key: str
    upload_id: str
    begun: datetime


def put(bucket: "Bucket", key: str, file: Path, sums: Sums, *, resume: bool, on_bytes: OnBytes) -> None:
    """Afterwards the key is there, with our content or another's; the parts of a put that fails are kept for the next.

    With `resume` all unfinished uploads of the key are ours: one is gone on with, the others are aborted.
    """
    upload_id, etags = _taken_up(bucket, key, sums) if resume else ("", {})
    if not upload_id:
        made = bucket.ask("create_multipart_upload", key, **bucket.metadata(sums))
        upload_id = str(made["UploadId"])
    on_bytes(sum(sums.span(number - 1)[1] for number in etags))
    missing = [number for number in range(1, len(sums.md5s) + 1) if number not in etags]

    def send(number: int) -> tuple[int, str]:
        data = _part(file, sums, number)
        named = {"PartNumber": number, "UploadId": upload_id}
        return number, bucket.send("upload_part", key, data, on_bytes, **named)["ETag"]

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="part") as pool:
        jobs = [pool.submit(send, number) for number in missing]
        try:
            wait(jobs, return_when=FIRST_EXCEPTION)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    failed = [error for job in jobs if not job.cancelled() and (error := job.exception())]
    if failed:
        raise failed[0]
    etags.update(job.result() for job in jobs)
    _complete(bucket, key, upload_id, etags)
    abort(bucket, key)  # nothing may be put here any more, and a lost reply may have left a second upload


def unfinished(bucket: "Bucket", prefix: str = "") -> Iterator[Unfinished]:
    """What is listed below a prefix; nothing where the server keeps no such list, or does not show it."""
    more: dict[str, Any] = {}
    while True:
        page = bucket.ask("list_multipart_uploads", expected=(403, 501), Prefix=bucket.prefix + prefix, **more)
        for upload in page.get("Uploads", ()):
            key = upload["Key"].removeprefix(bucket.prefix)
            yield Unfinished(key, upload["UploadId"], upload["Initiated"].astimezone(UTC))
        if not page.get("IsTruncated"):
            return
        more = {"KeyMarker": page["NextKeyMarker"], "UploadIdMarker": page.get("NextUploadIdMarker", "")}


def abort(bucket: "Bucket", key: str, upload_id: str = "") -> int:
    """Abort one unfinished upload of a key, or all of them; how many there were."""
    ids = [upload_id] if upload_id else [one.upload_id for one in unfinished(bucket, key) if one.key == key]
    for each in ids:
        bucket.ask("abort_multipart_upload", key, expected=(404,), UploadId=each)
    return len(ids)


def _taken_up(bucket: "Bucket", key: str, sums: Sums) -> tuple[str, dict[int, str]]:
    """The unfinished upload with the most parts that are ours to the byte, and these parts' ETags."""
    ids = [one.upload_id for one in unfinished(bucket, key) if one.key == key]
    found = [(upload_id, _parts(bucket, key, upload_id, sums)) for upload_id in ids]
    found.sort(key=lambda one: len(one[1]))
    if not found:
        return "", {}
    *others, best = found
    for upload_id, _ in others:
        abort(bucket, key, upload_id)
    return best


def _parts(bucket: "Bucket", key: str, upload_id: str, sums: Sums) -> dict[int, str]:
    etags: dict[int, str] = {}
    more: dict[str, Any] = {}
    while True:
        page = bucket.ask("list_parts", key, expected=(404,), UploadId=upload_id, **more)
        for part in page.get("Parts", ()):
            number, etag = part["PartNumber"], part["ETag"].strip('"')
            known = number <= len(sums.md5s) and etag == sums.md5s[number - 1].hex()
            if known and part["Size"] == sums.span(number - 1)[1]:
                etags[number] = part["ETag"]
        if not page.get("IsTruncated"):
            return etags
        more = {"PartNumberMarker": page["NextPartNumberMarker"]}


def _part(file: Path, sums: Sums, number: int) -> bytes:
    start, length = sums.span(number - 1)
    with file.open("rb") as source:
        data = os.pread(source.fileno(), length, start)
    if hashlib.md5(data, usedforsecurity=False).digest() != sums.md5s[number - 1]:
        raise StorageError(f"{file}: it changed while it was uploaded, near byte {start}")
    return data


def _complete(bucket: "Bucket", key: str, upload_id: str, etags: dict[int, str]) -> None:
    """A reply that is lost comes back as "no such upload" or "it is there" when asked again: the caller looks."""
    parts = [{"PartNumber": number, "ETag": etag} for number, etag in sorted(etags.items())]
    named: dict[str, Any] = {"UploadId": upload_id, "MultipartUpload": {"Parts": parts}}
    conditions: tuple[dict[str, Any], ...] = ({"IfNoneMatch": "*"}, {})
    for condition in conditions:
        reply = bucket.ask("complete_multipart_upload", key, expected=(400, 404, 409, 412, 501), **named, **condition)
        status = status_of(reply)
        if status in (404, 409, 412) and bucket.head(key) is not None:
            abort(bucket, key, upload_id)
            return
        if status == 200:
            return
        if not knows_no_condition(reply):
            break
    raise refusal(ClientError(reply, "complete_multipart_upload"), f"{bucket.url}/{key}")
