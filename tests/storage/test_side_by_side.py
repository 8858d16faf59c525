"""The same texts from a disk and from a bucket, into a folder and into a bucket, by one worker and by two."""

import io
import os
import signal
from multiprocessing import active_children
from pathlib import Path

import pytest

from archive.bucket import Bucket
from archive.stored import StoredFile
from pipelines.guard import Limits
from pipelines.jobs import reextractstored
from pipelines.jobs.reextract import How, reextract
from pipelines.jobs.reextractstored import reextract_to
from pipelines.packing import Pack, unpacked
from tests.cli.conftest import Kliping, kliping  # noqa: F401
from tests.pipelines.test_reextract import stories, tree
from tests.warcs import article, write_warc

NAMES = "abcde"
HOSTILE = article("Besar", "Warga menanam bakau di pantai." * 20) + b"<p>x" * 400_000
LIMITS = Limits(seconds=10, megabytes=50)


@pytest.fixture
def warcs(plain_bucket: Bucket, tmp_path: Path) -> tuple[list[Path], list[StoredFile]]:
    """WARCs on the disk and the same in the bucket; one has a page that is given up."""
    (tmp_path / "in").mkdir()
    for name in NAMES:
        pages = stories(f"{name}.test", 6)
        if name == "c":
            pages.insert(2, ("https://c.test/berita/besar", HOSTILE))
        write_warc(tmp_path / "in" / f"{name}.warc.gz", pages, run=f"run-{name}")
    there = []
    for warc in sorted((tmp_path / "in").iterdir()):
        key = f"warc/site={warc.name[0]}.test/date=2026-05-04/{warc.name}"
        plain_bucket.client.upload_file(str(warc), plain_bucket.bucket, plain_bucket.prefix + key)
        there.append(StoredFile(plain_bucket, key))
    return sorted((tmp_path / "in").iterdir()), there


def below(bucket: Bucket, name: str) -> Bucket:
    return Bucket(bucket.connection, bucket.bucket, f"{bucket.prefix}{name}/")


def objects(store: Bucket) -> dict[str, bytes]:
    return {stored.key: store.read(stored.key, 0, stored.size) for stored in store.list()}


def in_objects(store: Bucket) -> dict[str, bytes]:
    """The files in all objects of a store."""
    return {
        name: content
        for packed in objects(store).values()
        for name, content in unpacked(io.BytesIO(packed), Pack.TAR_ZST)
    }


def test_two_workers_write_into_a_bucket_what_one_writes_into_a_folder(
    plain_bucket: Bucket, warcs: tuple[list[Path], list[StoredFile]], tmp_path: Path
) -> None:
    here, there = warcs
    whole = reextract(here, tmp_path / "one", how=How(LIMITS))
    report = reextract(there, tmp_path / "two", how=How(LIMITS, workers=2))
    assert tree(tmp_path / "two") == tree(tmp_path / "one")
    assert len(whole.errors) == len(report.errors) == 1
    for workers in (1, 2):
        out = below(plain_bucket, f"by-{workers}")
        stored = reextract_to(there, out, how=How(LIMITS, workers))
        assert (stored.written, stored.articles, stored.rejected) == (5, 30, {"given up": 1})
        told = "site=c.test/date=2026-05-04/c.tar.zst: c.test/run-c: given up on 1 pages: see rejected.jsonl"
        assert stored.errors == [f"{out.url}/{told}"]
        assert in_objects(out) == tree(tmp_path / "one")
    assert objects(below(plain_bucket, "by-1")) == objects(below(plain_bucket, "by-2"))


def test_after_the_death_of_a_process_the_others_go_on_side_by_side(
    plain_bucket: Bucket,
    warcs: tuple[list[Path], list[StoredFile]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here, there = warcs
    alone, killed = [], []
    apart = reextractstored._one_apart
    monkeypatch.setattr(reextractstored, "_one_apart", lambda job: alone.append(job) or apart(job))

    def kill_all(warc: object, done: int) -> None:
        if not killed:
            killed.extend(process.pid for process in active_children())
            for pid in killed:
                os.kill(pid, signal.SIGKILL)

    reextract(here, tmp_path / "one", how=How(LIMITS))
    out = below(plain_bucket, "after-a-death")
    stored = reextract_to(there, out, how=How(LIMITS, workers=2), on_progress=kill_all)
    assert killed
    assert (stored.written, stored.articles, len(stored.errors)) == (5, 30, 1)
    assert in_objects(out) == tree(tmp_path / "one")
    assert len(alone) == 1


def test_shares_are_all_of_it_and_none_twice(plain_bucket: Bucket, warcs: tuple[list[Path], list[StoredFile]]) -> None:
    out, whole = below(plain_bucket, "teile"), below(plain_bucket, "whole")
    reports = [reextract_to(warcs[1], out, how=How(LIMITS, shard=(number, 3))) for number in (1, 2, 3)]
    assert sum(report.written for report in reports) == 5
    assert sum(report.skipped for report in reports) == 0
    assert max(report.written for report in reports) < 5
    reextract_to(warcs[1], whole, how=How(LIMITS))
    assert objects(out) == objects(whole)


def test_a_comparison_needs_a_folder_and_says_so(plain_bucket: Bucket, kliping: Kliping, tmp_path: Path) -> None:  # noqa: F811
    warc = write_warc(tmp_path / "a.warc.gz", stories("warta.test", 1))
    at = ("--endpoint", plain_bucket.connection.endpoint)
    answer = kliping("reextract", warc, "--out", f"{plain_bucket.url}/x", "--compare", tmp_path, *at)
    assert answer.code == 2
    assert "--compare reads both texts from folders: let --out be a folder" in answer.err
    answer = kliping("reextract", warc, "--out", f"{plain_bucket.url}/x", "--shard", "1/1", *at)
    assert answer.code == 0
    assert "1 object written" in answer.out
