"""One big WARC on many processes: the same files, wherever it is cut, and each process that dies costs nothing."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.guard import Limits
from pipelines.jobs.pieces import Source, in_shard, pieces
from pipelines.jobs.reextract import How, reextract
from pipelines.jobs.steps import source_of
from tests.pipelines.test_reextract import stories, tree
from tests.warcs import article, write_warc

TITLES = [
    (f"https://warta.test/berita/{n}-bakau", article(f"Bakau {n}", f"Warga menanam bakau, kali ke-{n}. " * 9))
    for n in range(40)
]


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
@pytest.mark.parametrize(("workers", "piece"), [(1, 700), (2, 700), (3, 2000)])
def test_wherever_it_is_cut_the_files_are_the_same(tmp_path: Path, name: str, workers: int, piece: int) -> None:
    warc = write_warc(tmp_path / name, TITLES)
    assert len([*pieces([source_of(warc)], piece)]) > 3
    reextract([warc], tmp_path / "whole")
    report = reextract([warc], tmp_path / "cut", how=How(workers=workers, piece=piece))
    assert (report.pages, report.errors) == (40, [])
    assert tree(tmp_path / "cut") == tree(tmp_path / "whole")


def test_the_last_pieces_are_small_so_that_nobody_waits_long_for_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.jobs.pieces._SMALLEST", 500)
    sources = [source_of(write_warc(tmp_path / f"{name}.warc", TITLES)) for name in "abc"]
    cut = [*pieces(sources, 8000)]
    sizes = [(piece.end or piece.source.size) - piece.start for piece in cut]
    total = sum(source.size for source in sources)
    assert sum(sizes) == total
    assert max(sizes[:3]) > total // 12
    assert max(sizes[-5:]) < total // 40


@pytest.mark.parametrize("workers", [1, 2])
def test_what_only_looks_like_a_record_is_not_taken_for_one(tmp_path: Path, workers: int) -> None:
    """A page that quotes a WARC as it is: every cut falls into it."""
    inner = write_warc(tmp_path / "inner.warc", stories("dalam.test", 20)).read_bytes()
    quote = article("Kutipan", "Isi arsip itu dikutip di sini. " * 20) + inner
    quoting = [TITLES[0], ("https://warta.test/berita/kutipan", quote), *TITLES[1:3]]
    outer = write_warc(tmp_path / "outer.warc", quoting)
    assert len([*pieces([source_of(outer)], 1500)]) > 3
    reextract([outer], tmp_path / "whole")
    reextract([outer], tmp_path / "cut", how=How(workers=workers, piece=1500))
    assert tree(tmp_path / "cut") == tree(tmp_path / "whole")
    assert not (tmp_path / "cut" / "dalam.test").exists()


@pytest.mark.parametrize("workers", [1, 2])
def test_a_damage_costs_the_same_wherever_it_is_cut(tmp_path: Path, workers: int) -> None:
    warc = write_warc(tmp_path / "a.warc.gz", TITLES)
    data = bytearray(warc.read_bytes())
    data[len(data) // 2] ^= 0xFF
    warc.write_bytes(data)
    whole = reextract([warc], tmp_path / "whole")
    cut = reextract([warc], tmp_path / "cut", how=How(workers=workers, piece=700))
    assert cut.errors == whole.errors != []
    assert tree(tmp_path / "cut") == tree(tmp_path / "whole")


def test_every_warc_is_in_one_shard_and_the_runs_of_a_newspaper_in_the_same() -> None:
    sources = [Source(Path(f"{n}.warc.gz"), f"run{n}", "kompas" if n % 2 else "") for n in range(60)]
    shards = [[source for source in sources if in_shard(source, number, 4)] for number in range(1, 5)]
    assert sorted(source for shard in shards for source in shard) == sorted(sources)
    assert sum(any(source.site for source in shard) for shard in shards) == 1
    assert all(shards)


def test_shards_side_by_side_in_one_folder_give_what_one_job_gives(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in "abcdef":
        write_warc(tmp_path / "in" / f"{name}.warc.gz", stories(f"{name}.test", 2), run=f"run-{name}")
    reextract([tmp_path / "in"], tmp_path / "one")
    reports = [reextract([tmp_path / "in"], tmp_path / "many", how=How(shard=(n, 3))) for n in (1, 2, 3)]
    assert sum(report.warcs for report in reports) == 6
    assert tree(tmp_path / "many") == tree(tmp_path / "one")


SLOW = """
import sys, time
from pathlib import Path
from pipelines import guard
from pipelines.jobs import reextract as job, steps
real = steps.guarded_outcome
def slow(item, site, limits):
    print(item.offset, flush=True)
    time.sleep(0.05)
    return real(item, site, limits)
steps.guarded_outcome = slow
job.reextract([Path(sys.argv[1])], Path(sys.argv[2]), how=job.How(workers=int(sys.argv[3]), piece=700))
"""


@pytest.mark.parametrize("workers", [1, 2])
def test_what_was_killed_goes_on_where_it_was(tmp_path: Path, workers: int) -> None:
    warc = write_warc(tmp_path / "a.warc.gz", TITLES)
    reextract([warc], tmp_path / "whole")
    command = [sys.executable, "-c", SLOW, str(warc), str(tmp_path / "out"), str(workers)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as job:
        assert job.stdout
        for _ in range(15):
            job.stdout.readline()
        job.kill()
    done = [file for file in (tmp_path / "out" / ".reextract").iterdir() if file.name.isdigit()]
    assert 1 <= len(done) < len([*pieces([source_of(warc)], 700)])
    again = subprocess.run(command, capture_output=True, check=True, text=True)
    assert len(again.stdout.split()) < 40
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")


def test_another_job_does_not_go_on_with_what_was_killed(tmp_path: Path) -> None:
    warc = write_warc(tmp_path / "a.warc.gz", TITLES)
    with pytest.raises(KeyboardInterrupt):
        reextract([warc], tmp_path / "out", on_progress=interrupt)
    with pytest.raises(FileExistsError, match="not finished; delete it or choose another folder"):
        reextract([warc], tmp_path / "out", site="kompas")
    reextract([warc], tmp_path / "out")
    assert not (tmp_path / "out" / ".reextract").exists()


def interrupt(place: object, offset: int) -> None:
    raise KeyboardInterrupt


def test_worker_that_dies_takes_nothing_with_it(tmp_path: Path) -> None:
    """Whatever kills it, as the system does when memory is short: here a signal to one of the processes."""
    warc = write_warc(tmp_path / "a.warc.gz", TITLES)
    reextract([warc], tmp_path / "whole")
    command = [sys.executable, "-c", SLOW, str(warc), str(tmp_path / "out"), "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as job:
        assert job.stdout
        job.stdout.readline()
        os.kill(child_of(job.pid), signal.SIGKILL)
        job.stdout.read()
    assert job.returncode == 0
    assert tree(tmp_path / "out") == tree(tmp_path / "whole")


def child_of(parent: int) -> int:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if children := Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split():
            return int(children[0])
    raise AssertionError("no worker was started")


def test_limits_are_those_that_were_asked_for(tmp_path: Path) -> None:
    big = article("Besar", "Warga menanam bakau di pantai." * 20) + b"<p>x" * 400_000
    warc = write_warc(tmp_path / "a.warc.gz", [TITLES[0], ("https://warta.test/berita/besar", big), TITLES[1]])
    report = reextract([warc], tmp_path / "out", how=How(Limits(seconds=1, megabytes=50)))
    [batch] = report.batches
    assert (batch.articles, batch.rejected) == (2, {"given up": 1})
    assert report.errors == [f"{batch.folder}: given up on 1 pages: see rejected.jsonl"]
