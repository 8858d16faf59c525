"""What a crash leaves is made whole, and nothing that was promised is lost."""

import fcntl
import random
import shutil
from pathlib import Path

import pytest

from archive.dedup import Originals
from archive.errors import ArchiveError
from archive.rawrecords import raw_records
from archive.records import digest
from archive.recover import recover
from archive.sealing import OPEN
from archive.verify import verify
from tests.archive.making import article, body, the_warc, write, writer


@pytest.fixture
def crashed(tmp_path: Path) -> Path:
    """An unfinished file of ten groups, as a killed process leaves it."""
    sealed = tmp_path / "sealed"
    write(sealed, *(article(number) for number in range(10)))
    folder = tmp_path / "warc"
    folder.mkdir()
    warc = the_warc(sealed)
    shutil.copy(warc, folder / (warc.name + OPEN))
    return folder


def unfinished(folder: Path) -> Path:
    [path] = folder.glob(f"*{OPEN}")
    return path


def group_ends(path: Path) -> list[int]:
    """Where each group ends, the warcinfo's included."""
    starts = [record.offset for record in raw_records(path) if record.type == "response"]
    return [*starts, path.stat().st_size]


def test_a_file_that_is_whole_is_sealed(crashed: Path) -> None:
    before = unfinished(crashed).read_bytes()
    [done] = recover(crashed)
    assert (done.groups, done.cut, done.tail, done.kept) == (10, 0, None, len(before))
    assert the_warc(crashed).read_bytes() == before
    assert verify(crashed) == []
    assert recover(crashed) == []


def test_every_cut_falls_back_to_the_last_whole_group(crashed: Path, tmp_path: Path) -> None:
    path = unfinished(crashed)
    data = path.read_bytes()
    ends = group_ends(path)
    chance = random.Random(4)
    for number, at in enumerate([*chance.sample(range(len(data)), 40), *ends[:-1], *(end - 1 for end in ends)]):
        folder = tmp_path / f"cut{number}"
        folder.mkdir()
        (folder / path.name).write_bytes(data[:at])
        [done] = recover(folder)
        whole = max((end for end in ends if end <= at), default=0)
        groups = max(ends.index(whole), 0) if whole else 0
        assert (done.groups, done.kept) == (groups, whole if groups else 0), at
        if groups:
            assert the_warc(folder).read_bytes() == data[:whole]
            assert verify(folder) == []
        if done.tail:
            assert done.tail.read_bytes() == data[whole if groups or whole else 0 : at]
            assert done.cut == done.tail.stat().st_size
        assert not list(folder.glob(f"*{OPEN}"))


@pytest.mark.parametrize(
    "tail", [b"\0" * 5000, b"WARC/1.1\r\n", b"\x1f\x8b\x08" + b"\xff" * 50, random.Random(1).randbytes(3000)]
)
def test_a_tail_of_rubbish_is_cut_and_kept(crashed: Path, tail: bytes) -> None:
    path = unfinished(crashed)
    data = path.read_bytes()
    path.write_bytes(data + tail)
    [done] = recover(crashed)
    assert done.groups == 10
    assert done.tail is not None
    assert done.tail.read_bytes() == tail
    assert the_warc(crashed).read_bytes() == data
    assert verify(crashed) == []


def test_a_file_that_a_crawl_is_writing_is_left_alone(crashed: Path) -> None:
    path = unfinished(crashed)
    with path.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert recover(crashed) == []
    assert path.exists()
    assert len(recover(crashed)) == 1


def test_a_writer_locks_its_file(tmp_path: Path) -> None:
    made = writer(tmp_path)
    made.submit(article(1)).result(10)
    assert recover(tmp_path) == []
    made.close()


def test_a_writer_whose_new_file_was_taken_for_a_dead_one_begins_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flock = fcntl.flock
    disturbed: list[Path] = []

    def slow_flock(file: int, how: int) -> None:
        """As if a recovery came between the making of the file and its lock."""
        if not disturbed:
            disturbed.extend(tmp_path.glob(f"*{OPEN}"))
            disturbed[0].unlink()
        flock(file, how)

    monkeypatch.setattr("archive.openwarc.fcntl.flock", slow_flock)
    made = writer(tmp_path)
    place = made.submit(article(1)).result(10)
    made.close()
    assert the_warc(tmp_path).name == place.warc != disturbed[0].name.removesuffix(OPEN)
    assert verify(tmp_path) == []


def test_originals_that_were_cut_off_are_forgotten(tmp_path: Path) -> None:
    made = writer(tmp_path, dedup=True)
    kept, lost = (made.submit(article(number)).result(10) for number in (1, 2))
    [path] = tmp_path.glob(f"*{OPEN}")
    data = path.read_bytes()
    made.close()
    the_warc(tmp_path).unlink()
    path.write_bytes(data[: lost.offset + 30])
    recover(tmp_path)
    with Originals(tmp_path) as originals:
        found = originals.find(digest(body(1)))
        assert found is not None
        assert found.record_id == kept.record_id
        assert originals.find(digest(body(2))) is None
    # and the payload that was lost is kept in full when it comes again
    second, third = write(tmp_path, article(2), article(1), dedup=True)
    kinds = {r.record_id: r.type for path in tmp_path.glob("*.warc.gz") for r in raw_records(path)}
    assert (kinds[second.record_id], kinds[third.record_id]) == ("response", "revisit")
    assert verify(tmp_path) == []


def test_an_index_of_originals_that_is_damaged_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "originals.sqlite").write_bytes(b"bukan basis data" * 100)
    with pytest.raises(ArchiveError, match="may be deleted"):
        Originals(tmp_path)
