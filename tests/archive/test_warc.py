"""The writer: groups, rotation, sealing, and what it does when the disk does not."""

import os
import subprocess
import threading
from concurrent.futures import Future, wait
from pathlib import Path

import pytest

from archive.errors import WriteFailed
from archive.exchange import SPOOL_ABOVE
from archive.openwarc import Location
from archive.rawrecords import raw_records
from archive.read import read_pages
from archive.sealing import OPEN
from archive.verify import verify
from archive.warc import Policy
from tests.archive.making import START, article, exchange, the_warc, write, writer
from tests.archive.odd import sized


def test_a_location_is_where_its_record_stands(tmp_path: Path) -> None:
    places = write(tmp_path, *(article(number) for number in range(5)))
    warc = the_warc(tmp_path)
    for number, place in enumerate(places):
        assert place.warc == warc.name
        record = next(raw_records(warc, place.offset))
        assert (record.record_id, record.type) == (place.record_id, "response")
        assert record.url == f"https://contoh.example/berita/{number}"
        assert record.date == place.date
        member = warc.read_bytes()[place.offset : place.offset + place.length]
        assert subprocess.run(["gzip", "-t"], input=member, check=True).returncode == 0


def test_a_record_is_in_the_file_when_its_future_is_done(tmp_path: Path) -> None:
    made = writer(tmp_path)
    place = made.submit(article(1)).result(10)
    [path] = tmp_path.glob(f"*{OPEN}")
    assert place.record_id in {record.record_id for record in raw_records(path)}
    made.close()
    assert not list(tmp_path.glob(f"*{OPEN}"))
    assert verify(tmp_path) == []


def test_rotation_falls_between_groups(tmp_path: Path) -> None:
    made = writer(tmp_path, policy=Policy(size_at_most=8_000))
    for number in range(30):
        made.submit(article(number)).result(10)
    made.close()
    warcs = sorted(tmp_path.glob("*.warc.gz"))
    assert len(warcs) > 3
    assert [warc.name.split("-")[3] for warc in warcs] == [f"{n:05}" for n in range(1, len(warcs) + 1)]
    for warc in warcs:
        kinds = [record.type for record in raw_records(warc)]
        assert kinds[0] == "warcinfo"
        assert kinds[1:] == ["response", "request", "metadata"] * (len(kinds) // 3)
    assert verify(tmp_path) == []


def test_an_idle_file_is_sealed_and_the_next_group_opens_another(tmp_path: Path) -> None:
    made = writer(tmp_path, policy=Policy(idle=0.05, sync_seconds=0.02))
    first = made.submit(article(1)).result(10)
    _wait_for(lambda: (tmp_path / first.warc).exists())
    second = made.submit(article(2)).result(10)
    assert second.warc != first.warc
    made.close()
    assert len(list(tmp_path.glob("*.warc.gz"))) == 2
    assert verify(tmp_path) == []


def _wait_for(happened) -> None:  # type: ignore[no-untyped-def]
    tick = threading.Event()
    for _ in range(400):
        if happened():
            return
        tick.wait(0.02)
    raise AssertionError("it did not happen within 8 seconds")


def test_two_writers_in_one_folder_have_files_of_their_own(tmp_path: Path) -> None:
    one, other = writer(tmp_path), writer(tmp_path)
    places = [each.submit(article(n)).result(10) for n in range(6) for each in (one, other)]
    one.close()
    other.close()
    assert len({place.warc for place in places}) == 2
    assert verify(tmp_path) == []


def test_many_threads_may_submit(tmp_path: Path) -> None:
    made = writer(tmp_path)
    written: list[Future[Location]] = []
    threads = [
        threading.Thread(target=lambda k=k: written.extend(made.submit(article(100 * k + n)) for n in range(50)))
        for k in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wait(written, 20)
    made.close()
    assert len({future.result().offset for future in written}) == 400
    assert verify(tmp_path) == []


def test_a_file_without_a_group_is_not_kept(tmp_path: Path) -> None:
    writer(tmp_path).close()
    assert list(tmp_path.iterdir()) == []


def test_a_large_response_waits_on_disk_and_is_whole(tmp_path: Path) -> None:
    large = sized(os.urandom(SPOOL_ABOVE * 2))
    made = exchange("https://contoh.example/besar", large)
    assert made._response._rolled
    write(tmp_path, made)
    [response] = [record for record in raw_records(the_warc(tmp_path)) if record.type == "response"]
    assert response.block == large


def test_a_note_comes_back_as_the_miss_it_is(tmp_path: Path) -> None:
    made = writer(tmp_path)
    place = made.note("https://contoh.example/x", "no such host", "tidak ada", START).result(10)
    made.close()
    [miss] = read_pages(the_warc(tmp_path))
    assert (miss.url, miss.reason, miss.detail) == ("https://contoh.example/x", "no such host", "tidak ada")  # type: ignore[union-attr]
    assert (miss.record_id, miss.warc, miss.offset) == (place.record_id, place.warc, place.offset)
    assert miss.missed_at == START  # type: ignore[union-attr]


def test_a_url_cannot_write_fields_of_its_own(tmp_path: Path) -> None:
    made = writer(tmp_path)
    made.note("https://contoh.example/a\r\nX-Jahat: 1\r\n\r\nisi", "alasan", "rinci – “é”", START).result(10)
    made.close()
    [miss] = read_pages(the_warc(tmp_path))
    assert miss.url == "https://contoh.example/a X-Jahat: 1  isi"
    assert verify(tmp_path) == []


def test_the_first_error_is_the_last_thing_that_happens(small_disk: Path) -> None:
    made = writer(small_disk / "warc")
    promised = []
    failed: list[BaseException | None] = []
    for number in range(200):
        future = made.submit(exchange(f"https://contoh.example/{number}", sized(os.urandom(4000)), at=number))
        if error := future.exception(10):
            failed.append(error)
        else:
            promised.append(future.result())
    assert 20 < len(promised) < 80
    assert len(failed) == 200 - len(promised)
    assert {type(error) for error in failed} == {WriteFailed}
    assert len({str(error) for error in failed}) == 1
    with pytest.raises(WriteFailed, match="No space left on device"):
        made.close()
    [path] = (small_disk / "warc").glob(f"*{OPEN}")
    for place in promised:
        assert next(raw_records(path, place.offset)).record_id == place.record_id


def test_a_writer_that_was_closed_says_so(tmp_path: Path) -> None:
    made = writer(tmp_path)
    made.close()
    with pytest.raises(WriteFailed, match="closed"):
        made.submit(article(1)).result(10)
