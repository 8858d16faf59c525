"""The client of an S3 server, its patience, and its refusals in plain words."""

import random
import re
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any, TypeVar
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,
    HTTPClientError,
    IncompleteReadError,
    NoCredentialsError,
    ResponseStreamingError,
)

from archive.connection import Connection
from archive.objects import StorageError, Unreachable

T = TypeVar("T")

_PASSING = {
    "SlowDown",
    "RequestTimeout",
    "InternalError",
    "ServiceUnavailable",
    "Throttling",
    "TooManyRequestsException",
}
_BROKEN = (ConnectionError, HTTPClientError, IncompleteReadError, ResponseStreamingError)
_LONGEST_PAUSE = 15.0
_HINTS = {
    "InvalidAccessKeyId": "the server does not know this access key; check the credentials or --profile",
    "SignatureDoesNotMatch": "the secret key is not the one that belongs to the access key",
    "RequestTimeTooSkewed": "this machine's clock and the server's differ too much; set the clock (NTP)",
    "ExpiredToken": "the session token has expired; get a new one",
    "NoSuchBucket": "there is no such bucket; make it first, or check its name and --endpoint",
    "AccessDenied": "the credentials do not allow it",
    "403": "the credentials do not allow it, or may not list the bucket and so cannot learn what is missing",
    "BadDigest": "what arrived is not what was sent; the server has refused it",
    "QuotaExceeded": "the storage is full",
    "XMinioStorageFull": "the storage is full",
    "EntityTooLarge": "the server takes no object of this size",
}


def client_of(connection: Connection) -> Any:
    """Raises Unreachable for what cannot be an endpoint, a profile or a certificate."""
    try:
        client = _client(connection, amazon=not connection.endpoint or _is_amazon(connection.endpoint))
        if not connection.endpoint and not _is_amazon(client.meta.endpoint_url):  # boto3's configuration names another
            client = _client(connection, amazon=False)
    except (BotoCoreError, ValueError, OSError) as error:
        raise Unreachable(f"the storage: {without_secrets(str(error))}") from error
    return client


def _client(of: Connection, *, amazon: bool) -> Any:
    session = boto3.session.Session(profile_name=of.profile or None, region_name=of.region or None)
    checksums = amazon if of.checksums is None else of.checksums
    path_style = not amazon if of.path_style is None else of.path_style
    when: Any = "when_supported" if checksums else "when_required"
    return session.client(
        "s3",
        endpoint_url=of.endpoint or None,
        region_name=session.region_name or "us-east-1",
        verify=str(of.ca_bundle) if of.ca_bundle else None,
        config=Config(
            s3={"addressing_style": "path" if path_style else "auto"},
            request_checksum_calculation=when,
            response_checksum_validation=when,
            connect_timeout=of.connect_timeout,
            read_timeout=of.read_timeout,
            max_pool_connections=16,
            retries={"total_max_attempts": 1},  # `patiently` tries again, and only there
        ),
    )


def patiently(action: Callable[[], T], patience: float) -> T:
    """The action's result; what may pass is tried again, less and less often, for `patience` seconds."""
    deadline = monotonic() + patience
    pause = 0.2
    while True:
        try:
            return action()
        except (*_BROKEN, ClientError) as error:
            if not _may_pass(error) or monotonic() + pause > deadline:
                raise
        sleep(pause * random.uniform(0.75, 1.25))  # not all parts at the same moment
        pause = min(pause * 2, _LONGEST_PAUSE)


def refusal(error: ClientError | BotoCoreError, where: str) -> StorageError:
    """The error in words for a person, without keys, signatures or passwords."""
    if isinstance(error, NoCredentialsError):
        return Unreachable(f"{where}: no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or --profile")
    if not isinstance(error, ClientError):
        hint = "; give the server's certificate with --ca-bundle" if "CERTIFICATE_VERIFY_FAILED" in str(error) else ""
        return Unreachable(f"{where}: {without_secrets(str(error))}{hint}")
    told = error.response.get("Error", {})
    code = str(told.get("Code", ""))
    message = _HINTS.get(code) or without_secrets(str(told.get("Message", "")))
    status = status_of(error.response)
    kind = Unreachable if status in (401, 403) or status >= 500 or code == "NoSuchBucket" else StorageError
    return kind(f"{where}: {message} ({code}, HTTP {status})")


def status_of(reply: Any) -> int:
    return int(reply["ResponseMetadata"]["HTTPStatusCode"])


def without_secrets(text: str) -> str:
    """Endpoints and proxies may be written with a name and a password."""
    return re.sub(r"(//)[^/@\s\"']+@", r"\1", text)


def knows_no_condition(reply: Any) -> bool:
    """Whether a server has refused a request only because it does not know If-None-Match."""
    code = reply.get("Error", {}).get("Code", "")
    return status_of(reply) in (400, 501) and code in ("NotImplemented", "InvalidArgument", "InvalidRequest")


def _is_amazon(endpoint: str) -> bool:
    host = urlsplit(endpoint).hostname or ""
    return host.endswith((".amazonaws.com", ".amazonaws.com.cn"))


def _may_pass(error: Exception) -> bool:
    if isinstance(error, ClientError):
        code = error.response.get("Error", {}).get("Code", "")
        status = status_of(error.response)
        return code in _PASSING or status == 429 or (status >= 500 and status != 501)
    return "CERTIFICATE_VERIFY_FAILED" not in str(error)
