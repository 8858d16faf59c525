"""A bucket of an S3-compatible server as a store."""

import hashlib
import os
from base64 import b64encode
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from archive import multipart
from archive.connection import Connection
from archive.layout import is_ours
from archive.objects import ObjectDiffers, OnBytes, StorageError, Stored, stored_sum
from archive.s3 import client_of, knows_no_condition, patiently, refusal, status_of, without_secrets
from archive.sending import Body, Pace, watch
from archive.sums import Sums

SHA256 = "sha256"
"""The name under which an object's metadata keeps our sum."""

NO_CONDITIONS = (
    "the server passes over If-None-Match: each object is looked up before it is put, so two machines that upload to"
    " the same names at the same moment could overwrite each other"
)

_FIRST_PATIENCE = 8.0


@dataclass(frozen=True)
class Bucket:
    """The part of a bucket below `prefix`, which ends with a slash unless it is empty.

    Threads may share it; in another process it makes a client of its own.
    """

    connection: Connection
    bucket: str
    prefix: str = ""

    @property
    def client(self) -> Any:
        # a forked process must not speak on the connections of its parent
        owner, client = self.__dict__.get("_client", (0, None))
        if owner != os.getpid():
            client = client_of(self.connection)
            watch(client)
            self.__dict__["_client"] = os.getpid(), client
        return client

    @cached_property
    def pace(self) -> Pace:
        return Pace(self.connection.rate)

    def __getstate__(self) -> dict[str, Any]:
        return {name: self.__dict__[name] for name in ("connection", "bucket", "prefix")}

    @property
    def url(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")

    @property
    def identity(self) -> str:
        return f"{self.url} at {without_secrets(self.client.meta.endpoint_url)}"

    def check(self) -> None:
        # a wrong address must show soon, not after all the patience that an upload under way deserves
        self.ask(
            "list_objects_v2", patience=min(_FIRST_PATIENCE, self.connection.patience), Prefix=self.prefix, MaxKeys=1
        )

    def head(self, key: str) -> Stored | None:
        reply = self.ask("head_object", key, expected=(404,))
        if status_of(reply) == 404:
            return None
        metadata = {name.lower(): value for name, value in reply.get("Metadata", {}).items()}
        return Stored(key, reply["ContentLength"], reply.get("ETag", "").strip('"'), metadata.get(SHA256, ""))

    def list(self, prefix: str = "") -> Iterator[Stored]:
        more: dict[str, Any] = {}
        while True:
            page = self.ask("list_objects_v2", Prefix=self.prefix + prefix, **more)
            for entry in page.get("Contents", ()):
                if not entry["Key"].endswith("/"):  # a "folder" that some console has made
                    key = entry["Key"].removeprefix(self.prefix)
                    yield Stored(key, entry["Size"], entry.get("ETag", "").strip('"'))
            if not page.get("IsTruncated"):
                return
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def read(self, key: str, start: int, length: int) -> bytes:
        def whole(reply: dict[str, Any]) -> bytes:
            data: bytes = reply["Body"].read()
            return data

        reply = self.ask("get_object", key, expected=(416,), then=whole, Range=f"bytes={start}-{start + length - 1}")
        return reply if isinstance(reply, bytes) else b""

    def put(
        self, key: str, file: Path, sums: Sums, *, resume: bool = False, on_bytes: OnBytes = lambda count: None
    ) -> Stored:
        if self.head(key) is None:
            if sums.in_parts:
                multipart.put(self, key, file, sums, resume=resume, on_bytes=on_bytes)
            else:
                self._put_whole(key, file, sums, on_bytes)
        elif resume and sums.in_parts:
            multipart.abort(self, key)  # it was completed, and something still lies about
        stored = self.head(key)
        if stored is None:
            raise StorageError(f"{self.url}/{key}: the server took it, and now says that it is not there; run again")
        return self.prove(stored, sums)

    def prove(self, stored: Stored, sums: Sums) -> Stored:
        """That an object is what `sums` says; where its ETag is no proof, it is read back."""
        same = stored.size == sums.size and stored.sha256 in ("", sums.sha256)
        proven = stored.sha256 == sums.sha256 and stored.etag == sums.etag
        if not same or not (proven or stored_sum(self, stored.key) == sums.sha256):
            raise ObjectDiffers(f"{self.url}/{stored.key}: it is there with other content, and nothing is overwritten")
        return stored

    def delete(self, key: str) -> None:
        self.ask("delete_object", key)

    def tidy(self, keys: Collection[str] = (), before: datetime | None = None) -> int:
        old = [
            one
            for one in multipart.unfinished(self)
            if one.key in keys or (before and one.begun < before and is_ours(one.key))
        ]
        return sum(multipart.abort(self, one.key, one.upload_id) for one in old)

    def lacks(self, key: str, file: Path, sums: Sums) -> Sequence[str]:
        # the same object again: where the condition is passed over, nothing is lost
        reply = self.send("put_object", key, file.read_bytes(), IfNoneMatch="*", **self.metadata(sums))
        return () if status_of(reply) in (409, 412) else (NO_CONDITIONS,)

    def send(
        self, operation: str, key: str, data: bytes, on_bytes: OnBytes = lambda count: None, **parameters: Any
    ) -> Any:
        """A request with a body, which the server holds against its MD5."""
        digest = b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()

        def attempt(**arguments: Any) -> dict[str, Any]:
            body = Body(data, self.pace, on_bytes)
            on_bytes(0)
            try:
                reply: dict[str, Any] = getattr(self.client, operation)(Body=body, **arguments)
            except BaseException:
                body.take_back()
                raise
            return reply

        expected = (400, 409, 412, 501) if "IfNoneMatch" in parameters else ()
        return self.ask(operation, key, expected=expected, via=attempt, ContentMD5=digest, **parameters)

    def metadata(self, sums: Sums) -> dict[str, Any]:
        return {"Metadata": {SHA256: sums.sha256}, **self.connection.stored_as}

    def _put_whole(self, key: str, file: Path, sums: Sums, on_bytes: OnBytes) -> None:
        data = file.read_bytes()
        if hashlib.sha256(data).hexdigest() != sums.sha256:
            raise StorageError(f"{file}: it changed while it was uploaded")
        reply: Any = self.send("put_object", key, data, on_bytes, IfNoneMatch="*", **self.metadata(sums))
        if knows_no_condition(reply):
            self.send("put_object", key, data, on_bytes, **self.metadata(sums))
        elif status_of(reply) not in (200, 409, 412):  # those mean that it is there; `prove` sees whether it is ours
            raise refusal(ClientError(reply, "put_object"), f"{self.url}/{key}")

    def ask(
        self,
        operation: str,
        key: str = "",
        *,
        expected: tuple[int, ...] = (),
        patience: float | None = None,
        then: Callable[[dict[str, Any]], Any] = lambda reply: reply,
        via: Callable[..., dict[str, Any]] | None = None,
        **parameters: Any,
    ) -> Any:
        """The reply to one request, with what `then` makes of it while it can still be asked again.

        An error of an `expected` status is a reply too, with `Error` in it; any other is raised as StorageError.
        """
        named = {"Key": self.prefix + key} if key else {}
        request = via or getattr(self.client, operation)
        try:
            return patiently(
                lambda: then(request(Bucket=self.bucket, **named, **parameters)),
                self.connection.patience if patience is None else patience,
            )
        except ClientError as error:
            if status_of(error.response) in expected:
                return error.response
            raise refusal(error, f"{self.url}/{key}" if key else self.url) from error
        except BotoCoreError as error:
            raise refusal(error, f"{self.url}/{key}" if key else self.url) from error
