"""The line breaks in every way that lines break; whatever is reported as there is there, and nothing is there twice."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from archive import multipart
from archive.bucket import Bucket
from archive.objects import Unreachable
from archive.stored import StoredFile
from archive.sums import sums_of
from tests.storage.faults import SLOW_DOWN, Fault, FaultyLine

PART = 5 * 1024 * 1024
SMALL, LARGE = 300_000, PART + 1_500_000

REFUSED = Fault(refuse=True)
TWICE_503 = (Fault(answer=SLOW_DOWN), Fault(answer=SLOW_DOWN))
CUT = Fault(after=100_000)
SLOW = Fault(delay=1.5)
LOST_PUT = Fault(seen=b"PUT /", lost_reply=True)
LOST_COMPLETE = Fault(seen=b"<CompleteMultipartUpload", lost_reply=True)
LOST_CREATE = Fault(seen=b"?uploads HTTP", lost_reply=True)
CUT_IN_PART_2 = Fault(seen=b"partNumber=2", after=1_000_000)


@pytest.fixture
def line(bucket: Bucket) -> Iterator["Broken"]:
    with ExitStack() as lines:
        yield partial(broken, bucket, lines)


@pytest.fixture
def plain_line(plain_bucket: Bucket) -> Iterator["Broken"]:
    """For faults that wait for a request: under TLS the line does not see which one it carries."""
    with ExitStack() as lines:
        yield partial(broken, plain_bucket, lines)


def broken(
    bucket: Bucket, lines: ExitStack, *faults: Fault, always: Fault | None = None, **changed: Any
) -> tuple[Bucket, FaultyLine]:
    """The bucket behind a line with faults, by a client that has no connection yet."""
    faulty = lines.enter_context(FaultyLine(bucket.connection.endpoint, *faults, always=always))
    connection = replace(bucket.connection, endpoint=faulty.url, **{"read_timeout": 1, **changed})
    return Bucket(connection, bucket.bucket, bucket.prefix), faulty


Broken = Callable[..., tuple[Bucket, FaultyLine]]


def put(through: Bucket, tmp_path: Path, size: int, **more: bool) -> Path:
    file = tmp_path / "file"
    if not file.exists():
        file.write_bytes(os.urandom(size))
    through.put("file", file, sums_of(file, PART), **more)
    return file


def whole(bucket: Bucket, file: Path) -> None:
    assert StoredFile(bucket, "file").read_bytes() == file.read_bytes()
    assert [stored.key for stored in bucket.list()] == ["file"]
    assert list(multipart.unfinished(bucket)) == []


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize(
    "faults",
    [(REFUSED,), (CUT, CUT), (SLOW,)],
    ids=["refused", "cut after 100 kB twice", "slower than the timeout"],
)
def test_what_passes_is_waited_for(
    bucket: Bucket, line: Broken, tmp_path: Path, faults: tuple[Fault, ...], size: int
) -> None:
    through, faulty = line(*faults)
    file = put(through, tmp_path, size)
    assert faulty.fired == list(faults)
    whole(bucket, file)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_a_server_that_is_overloaded_is_asked_again(
    plain_bucket: Bucket, plain_line: Broken, tmp_path: Path, size: int
) -> None:
    through, faulty = plain_line(*TWICE_503)
    file = put(through, tmp_path, size)
    assert faulty.fired == list(TWICE_503)
    whole(plain_bucket, file)


def test_a_lost_reply_on_a_conditional_put_is_no_failure(
    plain_bucket: Bucket, plain_line: Broken, tmp_path: Path
) -> None:
    through, faulty = plain_line(LOST_PUT)
    conditions: list[str] = []
    through.client.meta.events.register(
        "after-call.s3.PutObject", lambda http_response, **_: conditions.append(http_response.status_code)
    )
    file = put(through, tmp_path, SMALL)
    assert faulty.fired == [LOST_PUT]
    assert conditions == [412]  # asked again, the server finds our own object
    whole(plain_bucket, file)


def _without_condition(params: dict[str, object], **_: object) -> None:
    params.pop("IfNoneMatch", None)


def test_a_lost_reply_on_a_plain_put_is_no_failure(plain_bucket: Bucket, plain_line: Broken, tmp_path: Path) -> None:
    """Of a server that knows no conditions."""
    through, faulty = plain_line(LOST_PUT)
    through.client.meta.events.register("before-parameter-build.s3.PutObject", _without_condition)
    file = put(through, tmp_path, SMALL)
    assert faulty.fired == [LOST_PUT]
    whole(plain_bucket, file)


@pytest.mark.parametrize("fault", [LOST_COMPLETE, LOST_CREATE, CUT_IN_PART_2], ids=["complete", "create", "part 2"])
def test_faults_in_the_middle_of_parts(plain_bucket: Bucket, plain_line: Broken, tmp_path: Path, fault: Fault) -> None:
    through, faulty = plain_line(fault)
    file = put(through, tmp_path, LARGE)
    assert faulty.fired == [fault]
    whole(plain_bucket, file)


def test_no_such_upload_after_our_own_completion_is_no_failure(
    plain_bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some servers answer so when they are asked to complete what they have completed."""
    ask = Bucket.ask

    def twice(self: Bucket, operation: str, key: str = "", **more: object) -> object:
        if operation == "complete_multipart_upload":
            ask(self, operation, key, **more)  # type: ignore[arg-type]
            more.pop("IfNoneMatch", None)
            more["UploadId"] = "gone"
        return ask(self, operation, key, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Bucket, "ask", twice)
    whole(plain_bucket, put(plain_bucket, tmp_path, LARGE))


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_a_line_that_is_always_cut_is_told_and_the_next_run_goes_on(
    bucket: Bucket, line: Broken, tmp_path: Path, size: int
) -> None:
    through, _ = line(always=CUT, patience=1.5)
    with pytest.raises(Unreachable, match="file: "):
        put(through, tmp_path, size)
    assert bucket.head("file") is None
    whole(bucket, put(bucket, tmp_path, size, resume=True))


def test_the_network_is_gone_for_a_while(plain_bucket: Bucket, line: Broken, tmp_path: Path) -> None:
    through, faulty = line(always=REFUSED)
    back = threading.Timer(2.5, lambda: setattr(faulty, "always", None))
    back.start()
    begun = time.monotonic()
    put(through, tmp_path, SMALL)
    assert time.monotonic() - begun > 2.4
    assert len(faulty.fired) > 2


@pytest.mark.slow
def test_the_network_is_gone_for_a_minute(bucket: Bucket, line: Broken, tmp_path: Path) -> None:
    through, faulty = line(always=REFUSED, patience=180)
    threading.Timer(60, lambda: setattr(faulty, "always", None)).start()
    whole(bucket, put(through, tmp_path, LARGE))


@pytest.mark.parametrize("faults", [(CUT, CUT), (REFUSED, REFUSED), (SLOW,)], ids=["cut", "refused", "slow"])
def test_reading_goes_on_after_faults(bucket: Bucket, line: Broken, tmp_path: Path, faults: tuple[Fault, ...]) -> None:
    file = put(bucket, tmp_path, SMALL)
    through, faulty = line(*(replace(fault, after=fault.after and 500) for fault in faults))
    assert StoredFile(through, "file").read_bytes() == file.read_bytes()
    assert len(faulty.fired) == len(faults)


def test_an_answer_that_breaks_off_is_asked_for_again(plain_bucket: Bucket, plain_line: Broken, tmp_path: Path) -> None:
    file = put(plain_bucket, tmp_path, SMALL)
    through, faulty = plain_line(Fault(seen=b"GET /", after=None, back=150_000))
    assert through.read("file", 0, SMALL) == file.read_bytes()
    assert len(faulty.fired) == 1
