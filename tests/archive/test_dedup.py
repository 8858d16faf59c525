"""The same payload is kept once, and comes back wherever it is asked for."""

import gzip
import random
from dataclasses import replace
from pathlib import Path

import pytest

from archive.dedup import Original, Originals
from archive.page import Miss, Page
from archive.rawrecords import RawRecord, raw_records
from archive.read import read_pages
from archive.records import REVISIT_NOT_MODIFIED, REVISIT_SAME_PAYLOAD, digest, parse_warc_fields
from archive.verify import verify
from tests.archive.fetch import fetch
from tests.archive.making import START, article, body, exchange, the_warc, write, writer
from tests.archive.odd import CHUNKED, HTML, ODD, OddServer, chunks, head, sized


def kinds(folder: Path) -> list[str]:
    found = [r for warc in sorted(folder.glob("*.warc.gz")) for r in raw_records(warc)]
    return [r.type for r in found if r.type in ("response", "revisit")]


def revisits(folder: Path) -> list[RawRecord]:
    return [r for warc in sorted(folder.glob("*.warc.gz")) for r in raw_records(warc) if r.type == "revisit"]


def bodies(folder: Path) -> list[bytes]:
    pages = [page for warc in sorted(folder.glob("*.warc.gz")) for page in read_pages(warc)]
    assert all(isinstance(page, Page) for page in pages), pages
    return [page.body for page in pages if isinstance(page, Page)]


def test_the_second_time_is_a_revisit_of_the_first(tmp_path: Path) -> None:
    first, again = write(tmp_path, article(7), article(7), dedup=True)
    [revisit] = revisits(tmp_path)
    assert revisit.record_id == again.record_id
    assert revisit.get("warc-profile") == REVISIT_SAME_PAYLOAD
    assert revisit.get("warc-refers-to") == first.record_id
    assert revisit.get("warc-refers-to-target-uri") == "https://contoh.example/berita/7"
    assert revisit.get("warc-refers-to-date") == "2026-11-22T04:55:45.123456Z"
    assert revisit.get("warc-payload-digest") == digest(body(7))
    assert revisit.get("warc-truncated") == "length"
    assert revisit.block == sized(body(7))[: -len(body(7))]
    assert bodies(tmp_path) == [body(7)] * 2
    assert verify(tmp_path) == []


def test_a_revisit_is_never_an_original_and_a_restart_changes_nothing(tmp_path: Path) -> None:
    for _ in range(3):
        write(tmp_path, article(7), dedup=True)
    assert kinds(tmp_path) == ["response", "revisit", "revisit"]
    assert len({revisit.get("warc-refers-to") for revisit in revisits(tmp_path)}) == 1
    assert bodies(tmp_path) == [body(7)] * 3
    assert verify(tmp_path) == []


def test_what_was_not_saved_costs_space_and_nothing_else(tmp_path: Path) -> None:
    first = Original("sha1:A", "<urn:uuid:1>", "https://contoh.example/", START, "x.warc.gz", 0)
    (tmp_path / first.warc).touch()
    with Originals(tmp_path) as originals:
        originals.remember(first)
        originals.save()
        originals.remember(replace(first, payload="sha1:B"))
        assert originals.find("sha1:B")
    with Originals(tmp_path) as originals:
        assert originals.find("sha1:A") == first
        assert originals.find("sha1:B") is None


def test_a_coded_payload_is_decoded_by_the_head_of_the_revisit(tmp_path: Path) -> None:
    text = random.Random(7).randbytes(4000).hex().encode()
    coded = head(CHUNKED, "Content-Encoding: gzip") + chunks(gzip.compress(text, mtime=0)) + b"0\r\n\r\n"
    write(tmp_path, *(exchange("https://contoh.example/x", coded) for _ in range(2)), dedup=True)
    assert kinds(tmp_path) == ["response", "revisit"]
    assert bodies(tmp_path) == [text] * 2


def test_the_same_payload_in_other_framing_and_from_another_url(tmp_path: Path) -> None:
    chunked = head(CHUNKED, "X-Lain: ya") + chunks(body(7), 99) + b"0\r\n\r\n"
    write(tmp_path, article(7), exchange("https://contoh.example/lain", chunked), dedup=True)
    assert kinds(tmp_path) == ["response", "revisit"]
    assert revisits(tmp_path)[0].block == chunked[: chunked.index(b"\r\n\r\n") + 4]
    assert bodies(tmp_path) == [body(7)] * 2


@pytest.mark.parametrize(
    "response",
    [sized(body(7), status="HTTP/1.1 404 Not Found"), sized(body(7), status="HTTP/1.1 301 Moved"), sized(b"pendek")],
    ids=["error", "redirect", "small"],
)
def test_what_is_kept_each_time(tmp_path: Path, response: bytes) -> None:
    write(tmp_path, *(exchange("https://contoh.example/x", response) for _ in range(2)), dedup=True)
    assert kinds(tmp_path) == ["response", "response"]


def test_a_response_that_was_cut_off_is_no_original(tmp_path: Path) -> None:
    cut = exchange("https://contoh.example/berita/7", sized(body(7)))
    cut.complete = False
    cut.fail(cut.started, "the connection broke", "disconnect")
    write(tmp_path, cut, article(7), dedup=True)
    assert kinds(tmp_path) == ["response", "response"]


def test_an_original_whose_file_is_gone_is_kept_again(tmp_path: Path) -> None:
    write(tmp_path, article(7), dedup=True)
    the_warc(tmp_path).unlink()
    write(tmp_path, article(7), article(7), dedup=True)
    assert kinds(tmp_path) == ["response", "revisit"]


def test_a_304_stands_for_the_capture_that_it_confirms(tmp_path: Path) -> None:
    write(tmp_path, article(7), dedup=True)
    with Originals(tmp_path) as originals:
        original = originals.find(digest(body(7)))
    made = writer(tmp_path, dedup=True)
    unmodified = head('ETag: "7"', status="HTTP/1.1 304 Not Modified")
    answered = exchange("https://contoh.example/berita/7", unmodified, at=600)
    made.submit(answered, unchanged=original).result(10)
    made.close()
    [revisit] = revisits(tmp_path)
    assert revisit.get("warc-profile") == REVISIT_NOT_MODIFIED
    assert revisit.block == b""
    assert revisit.get("warc-payload-digest") == digest(body(7))
    told = [
        parse_warc_fields(record.block)
        for record in raw_records(revisit.path)
        if record.get("warc-concurrent-to") == revisit.record_id and record.type == "metadata"
    ]
    assert told[0]["responseHead"].encode().decode("unicode_escape").encode() == unmodified
    assert bodies(tmp_path) == [body(7)] * 2
    assert verify(tmp_path) == []


def test_a_revisit_out_of_reach_is_a_miss_that_says_so(tmp_path: Path) -> None:
    write(tmp_path, article(7), dedup=True)
    first = the_warc(tmp_path)
    write(tmp_path, article(7), dedup=True)
    first.unlink()
    [miss] = read_pages(the_warc(tmp_path))
    assert isinstance(miss, Miss)
    assert miss.reason == "revisit of a record out of reach"
    assert miss.detail == "https://contoh.example/berita/7 of 2026-11-22T04:55:45.123456Z"


def test_live_and_from_the_warc_a_revisit_is_the_same_page(tmp_path: Path) -> None:
    names = ("gzip", "chunked-gzip", "plain", "chunked", "gzip-two-members", "post")
    with OddServer() as server:
        requests = [{"url": f"{server.url}/{name}", "method": ODD[name].method} for name in names]
        live = [page for _ in range(2) for _, page, _, _ in fetch(requests, tmp_path, CONCURRENT_REQUESTS=1).results]
    folder = tmp_path / "contoh"
    back = {page.record_id: page for warc in folder.glob("*.warc.gz") for page in read_pages(warc)}
    assert [back[page.record_id] for page in live] == live
    assert [page.body for page in live] == [HTML] * 12
    assert kinds(folder).count("revisit") == 3
    assert verify(folder) == []
