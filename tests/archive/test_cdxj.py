"""The index beside a WARC leads replay to each record."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from archive.cdxj import index_file, index_path
from archive.recover import recover
from archive.sealing import OPEN
from archive.sortedlines import SortedLines
from tests.archive.making import article, exchange, the_warc, write
from tests.archive.odd import CHUNKED, HTML, ODD, PAGE, Odd, head, sized


def entries(folder: Path) -> list[tuple[str, str, dict[str, str]]]:
    lines = index_path(the_warc(folder)).read_text().splitlines()
    assert lines == sorted(lines)
    return [(key, moment, json.loads(rest)) for key, moment, rest in (line.split(" ", 2) for line in lines)]


def test_a_line_for_each_response(tmp_path: Path) -> None:
    places = write(
        tmp_path, article(2), exchange("https://www.Contoh.example/a?c=1&b=2", ODD["404"].sent), article(2), dedup=True
    )
    assert entries(tmp_path) == [
        (
            "example,contoh)/a?b=2&c=1",
            "20261122045538",
            {
                "url": "https://www.Contoh.example/a?c=1&b=2",
                "mime": "text/html",
                "status": "404",
                "digest": "sha1:SY3IEGX4Y3VWLVBJWY4VVW2BFXR5S4WP",
                "length": str(places[1].length),
                "offset": str(places[1].offset),
                "filename": the_warc(tmp_path).name,
            },
        ),
        *(
            (
                "example,contoh)/berita/2",
                "20261122045540",
                {
                    "url": "https://contoh.example/berita/2",
                    "mime": mime,
                    "status": "200",
                    "digest": entries(tmp_path)[1][2]["digest"],
                    "length": str(place.length),
                    "offset": str(place.offset),
                    "filename": the_warc(tmp_path).name,
                },
            )
            for mime, place in sorted([("text/html", places[0]), ("warc/revisit", places[2])])
        ),
    ]


def test_what_replay_has_no_use_for_has_no_line(tmp_path: Path) -> None:
    cut = exchange("https://contoh.example/cut", sized(HTML)[:-9])
    cut.fail(cut.started, "the connection broke", "disconnect")
    posted = exchange("https://contoh.example/post", sized(HTML), method="POST")
    no_type = exchange("https://contoh.example/tanpa-jenis", head(CHUNKED) + b"0\r\n\r\n")
    write(tmp_path, cut, posted, no_type, exchange("https://contoh.example/no-http", b"SSH-2.0"))
    [(_, _, entry)] = entries(tmp_path)
    assert entry["url"] == "https://contoh.example/tanpa-jenis"
    assert "mime" not in entry


def test_the_index_made_again_is_the_index_that_was_written(tmp_path: Path) -> None:
    write(tmp_path, *(article(number) for number in (3, 1, 2, 3)), dedup=True)
    warc = the_warc(tmp_path)
    written = index_path(warc).read_text()
    assert "".join(index_file(warc, warc.name)) == written
    warc.rename(warc.with_name(warc.name + OPEN))
    index_path(warc).unlink()
    recover(tmp_path)
    assert index_path(warc).read_text() == written


@pytest.mark.skipif(not shutil.which("cdxj-indexer"), reason="needs cdxj-indexer on the PATH, in its own environment")
def test_cdxj_indexer_finds_the_same_records_in_the_same_places(tmp_path: Path) -> None:
    odd = [exchange(f"https://contoh.example/{name}", one.sent) for name, one in ODD.items() if is_indexed_alike(one)]
    write(tmp_path, *odd, *(article(number, 2000 + number) for number in (3, 1, 3)), dedup=True)
    warc = the_warc(tmp_path)
    command = ["cdxj-indexer", "--sort", warc]
    theirs = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()

    def places(lines: list[str]) -> list[list[str]]:
        told = [(line.split(" ", 2)[:2], json.loads(line.split(" ", 2)[2])) for line in lines]
        return sorted(
            [*key, *(entry[name] for name in ("status", "offset", "length", "digest"))] for key, entry in told
        )

    ours = places(index_path(warc).read_text("utf-8").splitlines())
    assert places(theirs) == ours
    assert len(ours) == len(odd) + 3


def is_indexed_alike(odd: Odd) -> bool:
    return odd.outcome == PAGE and odd.method == "GET" and not odd.trailing


def test_many_lines_come_sorted() -> None:
    lines = [f"example,contoh)/berita/{number * 7919 % 10_007} {number}\n" for number in range(10_007)]
    collected = SortedLines()
    for line in lines:
        collected.add([line])
    assert list(collected) == sorted(lines)
    assert list(SortedLines()) == []
