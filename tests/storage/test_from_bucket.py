"""There and back: what a crawl left is uploaded, deleted here, and made again from the bucket to the byte."""

import io
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.bucket import Bucket
from archive.connection import Connection
from archive.objects import Folder, Stored, Unreachable
from archive.rawrecords import raw_records
from archive.stored import StoredFile
from archive.storedcheck import verify_stored
from crawler.newsroom.papers import PAPERS
from pipelines.jobs.demo import different_files
from pipelines.jobs.reextract import How, reextract
from pipelines.jobs.reextractstored import reextract_to
from pipelines.jobs.restore import Wanted, restore
from pipelines.jobs.show import again, differences
from pipelines.jobs.showstored import find_stored
from pipelines.jobs.upload import upload
from pipelines.packing import Pack, unpacked
from tests.cli.conftest import Kliping, apart, kliping  # noqa: F401
from tests.storage.conftest import connection_to
from tests.storage.faults import Fault, FaultyLine
from tests.storage.holding import RUN, batch, sealed_warc
from tests.storage.seaweed import Seaweed
from tests.warcs import write_warc


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `kliping demo` leaves of a crawl of the newsroom; not to be written into."""
    done = apart("demo", "--data", tmp_path_factory.mktemp("crawled"))
    assert done.code == 0, done.err
    [log] = [line.split(maxsplit=1)[1] for line in done.out.splitlines() if line.startswith("log ")]
    return Path(log).parents[2]


@pytest.fixture
def data(crawled: Path, tmp_path: Path) -> Path:
    for kind in ("warc", "text"):
        shutil.copytree(crawled / kind, tmp_path / "data" / kind)
    return tmp_path / "data"


@pytest.mark.parametrize("how", list(Pack))
def test_there_and_back(bucket: Bucket, crawled: Path, data: Path, tmp_path: Path, how: Pack) -> None:
    assert upload(data, bucket, how=how).errors == []
    shutil.rmtree(data)
    report = restore(bucket, tmp_path / "back", Wanted())
    assert report.errors == []
    for kind in ("warc", "text"):
        assert [
            name for name in different_files(crawled / kind, tmp_path / "back" / kind) if "originals.sqlite" not in name
        ] == []
    again = restore(bucket, tmp_path / "back", Wanted())
    assert (again.restored, again.errors) == (0, [])


def test_texts_from_warcs_in_the_bucket_are_the_same(bucket: Bucket, crawled: Path, data: Path, tmp_path: Path) -> None:
    upload(data, bucket)
    shutil.rmtree(data)
    warcs = [file for file in StoredFile(bucket, "").below() if file.name.endswith(".warc.gz")]
    report = reextract(warcs, tmp_path / "again", workers=2)
    assert report.errors == []
    assert len(report.batches) >= len(PAPERS) - 1
    assert different_files(crawled / "text", tmp_path / "again") == []


def test_one_object_for_each_warc_and_none_twice(
    plain_bucket: Bucket, crawled: Path, data: Path, tmp_path: Path
) -> None:
    upload(data, plain_bucket)
    shutil.rmtree(data)
    warcs = [file for file in StoredFile(plain_bucket, "").below() if file.name.endswith(".warc.gz")]
    out = Bucket(plain_bucket.connection, plain_bucket.bucket, f"{plain_bucket.prefix}ulang/")
    first = reextract_to(warcs, out, how=How(workers=2))
    assert (first.written, first.skipped, first.errors) == (len(warcs), 0, [])
    second = reextract_to(warcs, out)
    assert (second.written, second.skipped, second.errors) == (0, len(warcs), [])
    for stored in out.list():
        site = stored.key.split("/")[0].removeprefix("site=")
        assert stored.key.startswith(f"site={site}/date=")
        for name, content in unpacked(io.BytesIO(out.read(stored.key, 0, 10**8)), Pack.TAR_ZST):
            target = tmp_path / "again" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    assert different_files(crawled / "text", tmp_path / "again") == []


def test_a_torn_warc_gives_an_error_each_time_and_no_object(plain_bucket: Bucket, data: Path, tmp_path: Path) -> None:
    warc = next(iter(sorted((data / "warc").rglob("*.warc.gz"))))
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(warc.read_bytes()[:-30])
    plain_bucket.client.upload_file(str(torn), plain_bucket.bucket, f"{plain_bucket.prefix}torn.warc.gz")
    out = Bucket(plain_bucket.connection, plain_bucket.bucket, f"{plain_bucket.prefix}ulang/")
    for _ in range(2):
        report = reextract_to([StoredFile(plain_bucket, "torn.warc.gz")], out)
        assert report.written == 0
        assert f"{plain_bucket.url}/torn.warc.gz: torn at byte " in report.errors[0]


def test_what_is_stored_is_verified(plain_bucket: Bucket, tmp_path: Path) -> None:
    data = tmp_path / "data"
    warc = sealed_warc(data)
    batch(data)
    upload(data, plain_bucket)
    objects, faults = verify_stored(StoredFile(plain_bucket, ""))
    assert (objects, faults) == (8, [])
    text = next(stored.key for stored in plain_bucket.list("text/"))
    index = next(stored.key for stored in plain_bucket.list("warc/") if stored.key.endswith(".cdxj"))
    for key in (text, index):
        stored = plain_bucket.head(key)
        assert stored is not None
        plain_bucket.client.put_object(
            Bucket=plain_bucket.bucket,
            Key=plain_bucket.prefix + key,
            Body=b"damaged",
            Metadata={"sha256": stored.sha256},
        )
    _, faults = verify_stored(StoredFile(plain_bucket, ""))
    assert {(str(fault.path), fault.fault) for fault in faults} >= {
        (f"{plain_bucket.url}/{text}", "its SHA-256 is not the one in its metadata"),
        (f"{plain_bucket.url}/{index}", "its SHA-256 is not the one in its metadata"),
    }
    content = bytearray(warc.read_bytes())
    content[len(content) // 2] ^= 0xFF
    key = index.replace(".cdxj", ".warc.gz")
    plain_bucket.client.put_object(Bucket=plain_bucket.bucket, Key=plain_bucket.prefix + key, Body=bytes(content))
    _, faults = verify_stored(StoredFile(plain_bucket, key))
    assert [fault for fault in faults if fault.offset is not None or "SHA-256" in fault.fault]


def test_show_reads_only_the_record(
    plain_bucket: Bucket,
    crawled: Path,
    data: Path,
    kliping: Kliping,  # noqa: F811
) -> None:
    index = next(iter(sorted((crawled / "text").glob("republika/*/articles.jsonl"))))
    row = json.loads(index.read_bytes().splitlines()[0])
    upload(data, plain_bucket, how=Pack.ZIP)
    shutil.rmtree(data)
    whole = Bucket(plain_bucket.connection, plain_bucket.bucket)
    ranges: list[str] = []
    whole.client.meta.events.register(
        "before-call.s3.GetObject", lambda params, **_: ranges.append(params["headers"]["Range"])
    )
    root = StoredFile(whole, plain_bucket.prefix.rstrip("/"))
    [found] = find_stored(row["url"], root)
    assert found.row == row
    assert found.text == (index.parent / row["file"]).read_text(encoding="utf-8")
    result = again(found)
    assert result is not None
    assert all(asked.startswith("bytes=") for asked in ranges)
    assert differences(found, result) == []
    answer = kliping("show", row["url"], "--data", plain_bucket.url, "--endpoint", plain_bucket.connection.endpoint)
    assert answer.code == 0
    assert answer.out.startswith(f"{found.text}\n")
    assert "today's rules give the same" in answer.out


def test_a_record_deep_in_a_large_warc_costs_little(plain_bucket: Bucket, tmp_path: Path) -> None:
    pages = [
        *((f"https://warta.test/foto/{n}", os.urandom(2_000_000)) for n in range(3)),
        ("https://warta.test/berita/1", b"bakau"),
    ]
    warc = write_warc(tmp_path / "besar.warc.gz", pages, run=RUN)
    *_, last = raw_records(warc)
    plain_bucket.client.upload_file(str(warc), plain_bucket.bucket, f"{plain_bucket.prefix}besar.warc.gz")
    ranges: list[tuple[int, int]] = []

    def note(params: dict[str, Any], **_: object) -> None:
        start, end = params["headers"]["Range"].removeprefix("bytes=").split("-")
        ranges.append((int(start), int(end)))

    plain_bucket.client.meta.events.register("before-call.s3.GetObject", note)
    record = next(raw_records(StoredFile(plain_bucket, "besar.warc.gz"), last.offset))
    assert (record.url, record.block) == (last.url, last.block)
    assert any(start <= last.offset <= end for start, end in ranges)
    assert sum(end - start + 1 for start, end in ranges) < 200_000


def test_a_day_a_site_or_a_page_comes_back(plain_bucket: Bucket, crawled: Path, data: Path, tmp_path: Path) -> None:
    upload(data, plain_bucket)
    only = restore(plain_bucket, tmp_path / "site", Wanted(site="kompastv"))
    assert only.errors == []
    assert {path.name for path in (tmp_path / "site").glob("*/*")} == {"kompastv"}
    index = next(iter(sorted((crawled / "text").glob("tempo/*/articles.jsonl"))))
    url = json.loads(index.read_bytes().splitlines()[0])["url"]
    assert restore(plain_bucket, tmp_path / "page", Wanted(url=url)).errors == []
    assert {path.name for path in (tmp_path / "page").glob("*/*")} == {"tempo"}
    assert (tmp_path / "page/text/tempo" / index.parent.name / "articles.jsonl").exists()


def test_a_file_of_other_content_is_not_replaced(plain_bucket: Bucket, tmp_path: Path) -> None:
    data = tmp_path / "data"
    batch(data)
    upload(data, plain_bucket)
    file = data / "text/republika" / RUN / "articles.jsonl"
    file.write_text("mine")
    report = restore(plain_bucket, data, Wanted())
    assert len(report.errors) == 1
    assert f"{file}: it is here with other content than" in report.errors[0]
    assert file.read_text() == "mine"


def test_a_disk_that_fills_while_restoring(plain_bucket: Bucket, tmp_path: Path, small_disk: Path) -> None:
    sealed_warc(tmp_path / "data", size=200_000)
    sealed_warc(tmp_path / "data", 2, size=200_000)
    upload(tmp_path / "data", plain_bucket)
    report = restore(plain_bucket, small_disk / "back", Wanted())
    assert len(report.errors) == 1
    assert "No space left on device" in report.errors[0]
    assert str(small_disk) in report.errors[0]
    files = [file for file in small_disk.rglob("*") if file.is_file()]
    assert files
    for file in files:
        assert file.read_bytes() == (tmp_path / "data/warc/republika" / file.name).read_bytes()


def test_damage_on_the_way_does_not_get_a_name(plain_bucket: Bucket, tmp_path: Path) -> None:
    data = tmp_path / "data"
    folder = batch(data)
    upload(data, plain_bucket)
    key = next(stored.key for stored in plain_bucket.list("articles/"))
    stored = plain_bucket.head(key)
    assert stored is not None
    plain_bucket.client.put_object(
        Bucket=plain_bucket.bucket,
        Key=plain_bucket.prefix + key,
        Body=b"x" * stored.size,
        Metadata={"sha256": stored.sha256},
    )
    shutil.rmtree(folder)
    report = restore(plain_bucket, data, Wanted())
    assert len(report.errors) == 1
    assert "what came is not what was uploaded" in report.errors[0]
    assert not list(folder.glob("articles*"))


def test_restoring_over_a_line_that_is_cut(bucket: Bucket, tmp_path: Path) -> None:
    warc = sealed_warc(tmp_path / "data", size=400_000)
    upload(tmp_path / "data", bucket)
    with FaultyLine(bucket.connection.endpoint, Fault(after=700), Fault(refuse=True), Fault(after=700)) as line:
        from dataclasses import replace

        through = Bucket(replace(bucket.connection, endpoint=line.url), bucket.bucket, bucket.prefix)
        report = restore(through, tmp_path / "back", Wanted())
        assert line.spent
    assert report.errors == []
    assert (tmp_path / "back/warc/republika" / warc.name).read_bytes() == warc.read_bytes()


@pytest.mark.parametrize(
    "key",
    [
        "text/site=republika/date=undated/run=x/../../../../../evil.txt",
        "warc/site=../date=undated/evil.warc.gz",
        "state/../../evil.sqlite",
    ],
)
def test_a_store_does_not_choose_names_outside_the_folder(tmp_path: Path, key: str) -> None:
    """A server resolves such names before it stores them, or refuses them; a hostile one need not."""

    class Hostile(Folder):
        def list(self, prefix: str = "") -> Iterator[Stored]:
            yield from [Stored(key, 4)] if key.startswith(prefix) else []

        def head(self, key: str) -> Stored | None:
            return Stored(key, 4)

        def read(self, key: str, start: int, length: int) -> bytes:
            return b"evil"

    report = restore(Hostile(tmp_path), tmp_path / "a/b/c/back", Wanted())
    assert report.errors == [f"{key}: such a name cannot be a file's"]
    assert not list(tmp_path.rglob("evil*"))


def test_commands_from_end_to_end(
    kliping: Kliping,  # noqa: F811
    seaweed: Seaweed,
    bucket_name: str,
    prefix: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = tmp_path / "data"
    sealed_warc(data)
    batch(data)
    place = f"s3://{bucket_name}/{prefix}".rstrip("/")
    at = ("--endpoint", seaweed.https, "--ca-bundle", seaweed.certificate)
    told = json.loads(kliping("upload", place, "--data", data, *at, "--json").out)
    assert (told["uploaded"], told["errors"], told["url"]) == (8, [], place)
    answer = kliping("upload", place, "--data", data, *at, "--keep-local", "0")
    assert answer.code == 0
    assert answer.out.startswith(f"0 objects uploaded to {place}, 0.0 MB sent\n8 there already, 0 of them")
    assert answer.out.count("deleted here: ") == 4
    answer = kliping("verify", place, *at)
    assert (answer.code, answer.out) == (0, "8 objects, 0 faults\n")
    answer = kliping("reextract", f"{place}/warc", "--out", tmp_path / "again", *at)
    assert answer.code == 0
    [text] = (tmp_path / "again").rglob("*.txt")
    assert "menanam bakau" in text.read_text(encoding="utf-8")
    answer = kliping("reextract", place, "--out", f"{place}/ulang", *at)
    assert (answer.code, answer.out.splitlines()[0]) == (0, f"1 object written to {place}/ulang, 0 there already")
    answer = kliping("restore", place, "--out", tmp_path / "back", "--site", "republika", *at)
    assert answer.code == 0
    assert "8 objects restored" in answer.out
    answer = kliping("restore", place, "--out", tmp_path / "back", "--site", "tempo", *at)
    assert answer.code == 3
    assert "nothing here of" in answer.err


@pytest.mark.parametrize("arguments", [("--limit-rate", "fast"), ("--sse", "rot13"), ("--endpoint", "s3.example.org")])
def test_wrong_use(kliping: Kliping, tmp_path: Path, arguments: tuple[str, str]) -> None:  # noqa: F811
    answer = kliping("upload", "s3://bucket/prefix", "--data", tmp_path, *arguments)
    assert answer.code == 2
    assert arguments[1] in answer.err


def test_storage_check(kliping: Kliping, seaweed: Seaweed, bucket_name: str, prefix: str) -> None:  # noqa: F811
    at = ("--endpoint", seaweed.https, "--ca-bundle", seaweed.certificate)
    answer = kliping("storage", "check", f"s3://{bucket_name}/{prefix}", *at, "--json")
    assert answer.code == 0
    answers = {one["ability"]: one["works"] for one in json.loads(answer.out)["answers"]}
    assert answers == dict.fromkeys(
        (
            "list",
            "agree on the time",
            "put and prove",
            "read a range",
            "prove content by sums",
            "refuse damaged content",
            "put only what is not there",
            "upload in parts",
            "list unfinished uploads",
            "delete the probe",
        ),
        True,
    )
    bucket = Bucket(connection_to(seaweed, "http"), bucket_name, prefix)
    assert list(bucket.list()) == []


def test_nothing_secret_is_told(
    kliping: Kliping,  # noqa: F811
    seaweed: Seaweed,
    bucket_name: str,
    prefix: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Not in logs, errors, reports or the ledger, when all goes well and when it does not."""
    caplog.set_level("INFO")
    data = tmp_path / "data"
    sealed_warc(data)
    place = f"s3://{bucket_name}/{prefix}"
    secret, password = "wrong-secret-91c6aa", "proxy-password-5f11"
    outputs = []
    outputs.append(kliping("upload", place, "--data", data, "--endpoint", seaweed.http, "--json"))
    right = os.environ["AWS_SECRET_ACCESS_KEY"]
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", secret)
    outputs.append(kliping("upload", place, "--data", data, "--endpoint", seaweed.http))
    monkeypatch.setenv("AWS_SESSION_TOKEN", "session-token-77aa")
    for command in (
        ("upload", place, "--data", data),
        ("restore", place, "--out", tmp_path),
        ("storage", "check", place),
    ):
        outputs.append(kliping(*command, "--endpoint", seaweed.http))
        assert outputs[-1].code in (1, 3)
    with pytest.raises(Unreachable) as unreachable:
        Bucket(Connection(endpoint=f"http://user:{password}@127.0.0.1:9", patience=0.1), bucket_name).check()
    told = str(unreachable.value) + "".join(answer.out + answer.err for answer in outputs) + caplog.text
    told += "".join(file.read_bytes().decode("latin-1") for file in data.rglob("uploads*"))
    assert "the secret key is not the one that belongs to the access key" in told
    for word in (secret, right, password, "session-token-77aa", "Signature="):
        assert word not in told
