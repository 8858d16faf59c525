"""`kliping upload`: what goes, what does not, and when something local may go away."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.bucket import Bucket
from archive.ledger import Ledger
from archive.objects import Folder, StorageError, Store
from crawler.state.store import NAME, State
from pipelines.jobs.upload import UploadReport, upload
from pipelines.packing import Pack, unpacked
from tests.storage.holding import RUN, batch, sealed_warc

DAY = "date=2026-11-22"
PART = 5 * 1024 * 1024


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    sealed_warc(folder)
    batch(folder)
    return folder


def keys(store: Store) -> list[str]:
    return [stored.key for stored in store.list()]


def told(report: UploadReport) -> tuple[int, int, int, list[str]]:
    return report.uploaded, report.found, report.already, report.errors


EVERYTHING = sorted(
    [
        f"articles/site=republika/{DAY}/run={RUN}.jsonl",
        f"rejected/site=republika/{DAY}/run={RUN}.jsonl",
        *(f"text/site=republika/{DAY}/run={RUN}/{n:03}_{n:016x}.txt" for n in range(3)),
        *(
            f"warc/site=republika/{DAY}/kliping-republika-20261122045538001-00001-meja.{ending}"
            for ending in ("cdxj", "sha256", "warc.gz")
        ),
    ]
)


def test_layout_by_kind_site_and_day(bucket: Bucket, data: Path) -> None:
    report = upload(data, bucket)
    assert told(report) == (8, 0, 0, [])
    assert report.notes == []
    assert keys(bucket) == EVERYTHING
    for stored in bucket.list("warc/"):
        name = stored.key.rpartition("/")[2]
        assert bucket.read(stored.key, 0, 10**6) == (data / "warc/republika" / name).read_bytes()


def test_the_second_time_nothing_is_sent_nor_asked(plain_bucket: Bucket, data: Path) -> None:
    upload(data, plain_bucket)
    asked: list[str] = []
    for operation in ("PutObject", "HeadObject", "GetObject", "CreateMultipartUpload"):
        plain_bucket.client.meta.events.register(
            f"before-call.s3.{operation}", lambda model, **_: asked.append(model.name)
        )
    assert told(upload(data, plain_bucket)) == (0, 0, 8, [])
    assert asked == []


def test_who_loses_the_ledger_loses_nothing(plain_bucket: Bucket, data: Path) -> None:
    upload(data, plain_bucket)
    (data / "uploads.sqlite").unlink()
    report = upload(data, plain_bucket)
    assert told(report) == (0, 8, 0, [])
    assert report.sent == 0
    assert told(upload(data, plain_bucket)) == (0, 0, 8, [])


def test_only_what_is_sealed_or_closed_goes(plain_bucket: Bucket, data: Path) -> None:
    written = data / "warc/republika/kliping-republika-20261122050000000-00002-meja.warc.gz.open"
    written.write_bytes(b"half a record")
    lone = data / "warc/republika/foreign.warc.gz"
    lone.write_bytes(b"nobody said that it is whole")
    still = batch(data, run="20261122T060000Z", closed=False)
    report = upload(data, plain_bucket)
    assert report.waiting == [lone, written, still]
    assert keys(plain_bucket) == EVERYTHING
    (still / "rejected.jsonl").write_text("")
    assert told(upload(data, plain_bucket)) == (5, 0, 8, [])


@pytest.mark.parametrize("how", [Pack.ZIP, Pack.TAR_ZST])
def test_texts_in_one_package(plain_bucket: Bucket, data: Path, tmp_path: Path, how: Pack) -> None:
    report = upload(data, plain_bucket, how=how)
    assert told(report) == (6, 0, 0, [])
    [key] = [key for key in keys(plain_bucket) if key.startswith("text/")]
    assert key == f"text/site=republika/{DAY}/run={RUN}.{how.value}"
    package = tmp_path / "package"
    package.write_bytes(plain_bucket.read(key, 0, 10**6))
    with package.open("rb") as file:
        texts = dict(unpacked(file, how))
    assert texts == {file.name: file.read_bytes() for file in (data / "text/republika" / RUN).glob("*.txt")}
    (data / "uploads.sqlite").unlink()
    assert told(upload(data, plain_bucket, how=how)) == (0, 6, 0, [])  # the same package to the byte


def test_a_changed_file_is_an_error_and_never_an_overwrite(plain_bucket: Bucket, data: Path) -> None:
    upload(data, plain_bucket)
    file = data / "text/republika" / RUN / "articles.jsonl"
    before = file.read_bytes()
    file.write_bytes(before.replace(b"bakau1", b"bakau7"))
    report = upload(data, plain_bucket)
    assert report.errors == [
        f"{file}: it changed since it was uploaded as articles/site=republika/{DAY}/run={RUN}.jsonl; objects are never"
        " overwritten: move it away, or bring the uploaded one back with `kliping restore`"
    ]
    assert plain_bucket.read(f"articles/site=republika/{DAY}/run={RUN}.jsonl", 0, 10**6) == before


def test_a_file_that_was_only_touched_is_the_same(plain_bucket: Bucket, data: Path) -> None:
    upload(data, plain_bucket)
    (data / "text/republika" / RUN / "articles.jsonl").touch()
    assert told(upload(data, plain_bucket)) == (0, 0, 8, [])


def test_an_object_of_the_name_with_other_content_stops_its_unit_alone(plain_bucket: Bucket, data: Path) -> None:
    key = f"articles/site=republika/{DAY}/run={RUN}.jsonl"
    plain_bucket.client.put_object(Bucket=plain_bucket.bucket, Key=plain_bucket.prefix + key, Body=b"somebody's")
    report = upload(data, plain_bucket, keep_local=timedelta(0))
    assert len(report.errors) == 1
    assert f"{key}: it is there with other content, and nothing is overwritten" in report.errors[0]
    assert plain_bucket.read(key, 0, 100) == b"somebody's"
    # the batch is not said to be whole, so it is kept; the WARC is there and goes
    assert f"rejected/site=republika/{DAY}/run={RUN}.jsonl" not in keys(plain_bucket)
    assert len(list((data / "text/republika" / RUN).iterdir())) == 5
    assert not list((data / "warc/republika").iterdir())


def test_a_damaged_warc_does_not_go(plain_bucket: Bucket, data: Path) -> None:
    [warc] = (data / "warc/republika").glob("*.warc.gz")
    content = bytearray(warc.read_bytes())
    content[50] ^= 1
    warc.write_bytes(content)
    report = upload(data, plain_bucket)
    assert report.errors == [f"{warc}: its SHA-256 is not the one that was written beside it; see `kliping verify`"]
    assert not [key for key in keys(plain_bucket) if key.endswith(".warc.gz")]


def test_a_batch_that_lacks_a_text_does_not_go(plain_bucket: Bucket, data: Path) -> None:
    next((data / "text/republika" / RUN).glob("001_*.txt")).unlink()
    report = upload(data, plain_bucket)
    assert len(report.errors) == 1
    assert "articles.jsonl: it names 001_0000000000000001.txt, which is not there" in report.errors[0]
    assert all(key.startswith("warc/") for key in keys(plain_bucket))


def test_local_files_go_only_when_their_days_are_over(plain_bucket: Bucket, data: Path) -> None:
    assert upload(data, plain_bucket, keep_local=timedelta(days=1)).deleted == []
    with sqlite3.connect(data / "uploads.sqlite") as ledger:
        ledger.execute("UPDATE upload SET verified_at = '2026-11-01T00:00:00+00:00'")
    ledger.close()
    report = upload(data, plain_bucket, keep_local=timedelta(days=1))
    assert len(report.deleted) == 4
    assert not list((data / "warc/republika").iterdir())
    assert not list((data / "text/republika").iterdir())
    assert keys(plain_bucket) == EVERYTHING


def test_what_the_bucket_has_lost_stays_here(plain_bucket: Bucket, data: Path) -> None:
    upload(data, plain_bucket)
    lost = next(key for key in keys(plain_bucket) if key.endswith(".warc.gz"))
    plain_bucket.delete(lost)
    report = upload(data, plain_bucket, keep_local=timedelta(0))
    assert len(report.errors) == 1
    assert f"{lost}: it was there, and is not any more" in report.errors[0]
    assert len(list((data / "warc/republika").iterdir())) == 3


def test_the_warc_of_a_run_without_an_end_stays_here(data: Path, tmp_path: Path) -> None:
    """The next crawl completes the run from it."""
    store, began = Folder(tmp_path / "mounted"), datetime(2026, 11, 22, 4, 55, 38, tzinfo=UTC)
    [warc] = (data / "warc/republika").glob("*.warc.gz")
    with State(data / NAME) as state:
        state.runs.begin("republika", RUN, began, {})
        report = upload(data, store, keep_local=timedelta(0))
        assert (report.errors, warc.exists()) == ([], True)
        state.runs.end("republika", RUN, began, "killed", {})
        report = upload(data, store, keep_local=timedelta(0))
        assert (report.errors, warc.exists()) == ([], False)


def test_a_state_that_cannot_be_asked_lets_nothing_go(data: Path, tmp_path: Path) -> None:
    with State(data / NAME):
        pass
    with closing(sqlite3.connect(data / NAME)) as database:
        database.execute("PRAGMA user_version = 99")
    report = upload(data, Folder(tmp_path / "mounted"), keep_local=timedelta(0))
    assert report.deleted == []
    assert [error for error in report.errors if "made by a newer Kliping" in error and "nothing is deleted" in error]


def test_a_killed_deletion_is_finished(plain_bucket: Bucket, data: Path) -> None:
    upload(data, plain_bucket)
    [warc] = (data / "warc/republika").glob("*.warc.gz")
    warc.unlink()
    folder = data / "text/republika" / RUN
    (folder / "articles.jsonl").unlink()
    folder.rename(folder.with_name(f".{RUN}.going"))
    report = upload(data, plain_bucket, keep_local=timedelta(0))
    assert report.errors == []
    assert not list((data / "warc/republika").iterdir())
    assert not list((data / "text/republika").iterdir())


def test_the_sums_of_a_warc_that_is_being_sealed_stay(plain_bucket: Bucket, data: Path) -> None:
    index = data / "warc/republika/kliping-republika-20261122060000000-00002-meja.cdxj"
    index.write_text("")
    upload(data, plain_bucket, keep_local=timedelta(0))
    assert index.exists()


def test_the_state_goes_as_a_snapshot(plain_bucket: Bucket, data: Path, tmp_path: Path) -> None:
    with sqlite3.connect(data / "state.sqlite") as state:
        state.execute("PRAGMA journal_mode=WAL")
        state.execute("CREATE TABLE seen (url TEXT)")
        state.execute("INSERT INTO seen VALUES ('https://republika.co.id/')")
    try:
        assert upload(data, plain_bucket).errors == []
        [key] = [key for key in keys(plain_bucket) if key.startswith("state/")]
        copy = tmp_path / "copy.sqlite"
        copy.write_bytes(plain_bucket.read(key, 0, 10**6))
        snapshot = sqlite3.connect(copy)
        assert snapshot.execute("SELECT url FROM seen").fetchall() == [("https://republika.co.id/",)]
        snapshot.close()
        assert told(upload(data, plain_bucket)) == (0, 0, 9, [])
        state.execute("INSERT INTO seen VALUES ('https://republika.co.id/2')")
        state.commit()
        assert upload(data, plain_bucket).uploaded == 1
    finally:
        state.close()


def test_one_upload_at_a_time_from_a_folder(plain_bucket: Bucket, data: Path) -> None:
    with Ledger(data), pytest.raises(StorageError, match="another upload from this folder is running"):
        upload(data, plain_bucket)


def test_a_damaged_ledger_says_what_to_do(plain_bucket: Bucket, data: Path) -> None:
    (data / "uploads.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(StorageError, match="if it is damaged, delete it"):
        upload(data, plain_bucket)


def test_a_folder_will_do_as_a_store(data: Path, tmp_path: Path) -> None:
    store = Folder(tmp_path / "mounted")
    assert told(upload(data, store)) == (8, 0, 0, [])
    assert keys(store) == EVERYTHING
    (data / "uploads.sqlite").unlink()
    [warc] = (tmp_path / "mounted").rglob("*.warc.gz")
    warc.write_bytes(b"damaged")
    report = upload(data, store, keep_local=timedelta(0))
    assert len(report.errors) == 1
    assert "it is there with other content" in report.errors[0]
    assert len(list((data / "warc/republika").iterdir())) == 3


def test_unfinished_uploads_of_ours_are_taken_away(plain_bucket: Bucket, data: Path) -> None:
    """Of a file that has gone, at once; of another machine, only when a day old: it may be at work."""
    large = sealed_warc(data, 2, size=PART)
    key = f"warc/site=republika/{DAY}/{large.name}"
    others = f"warc/site=republika/{DAY}/kliping-republika-20261122045538009-00009-lain.warc.gz"
    for each in (key, others, "not-ours"):
        plain_bucket.client.create_multipart_upload(Bucket=plain_bucket.bucket, Key=plain_bucket.prefix + each)
    with Ledger(data) as ledger:
        from archive.ledger import Entry

        ledger.put(Entry(f"warc/republika/{large.name}", "", 1, "", plain_bucket.identity, key))
    for file in large.parent.glob(f"{large.name.removesuffix('.warc.gz')}*"):
        file.unlink()
    assert upload(data, plain_bucket).aborted == 1
    listed = plain_bucket.ask("list_multipart_uploads", Prefix=plain_bucket.prefix)["Uploads"]
    assert sorted(one["Key"].removeprefix(plain_bucket.prefix) for one in listed) == ["not-ours", others]
    from datetime import UTC, datetime

    assert plain_bucket.tidy(before=datetime.now(UTC) + timedelta(minutes=5)) == 1
    [left] = plain_bucket.ask("list_multipart_uploads", Prefix=plain_bucket.prefix)["Uploads"]
    assert left["Key"].endswith("not-ours")


def test_json_of_the_report(plain_bucket: Bucket, data: Path) -> None:
    from dataclasses import asdict

    assert json.loads(json.dumps(asdict(upload(data, plain_bucket)), default=str))["uploaded"] == 8
