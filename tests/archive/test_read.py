"""Pages come back from WARC files of any make, and a torn file says where."""

import gzip
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError
from urllib.request import OpenerDirector, ProxyHandler, build_opener

import pytest

from archive.errors import BadRecord, TornWarc
from archive.members import members
from archive.page import Miss, Page
from archive.rawrecords import raw_records
from archive.read import read_info, read_pages
from archive.sealing import OPEN
from archive.verify import verify
from tests.archive.making import article, body, exchange, the_warc, write
from tests.archive.odd import GZIPPED, HTML, ODD, OddServer, sized

CORPUS = Path(__file__).parents[2] / "../shared/corpus"


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    write(tmp_path, *(article(number) for number in range(6)))
    return the_warc(tmp_path)


def until_torn(path: Path) -> tuple[list[Page | Miss], TornWarc | None]:
    read: list[Page | Miss] = []
    try:
        read.extend(read_pages(path))
    except TornWarc as torn:
        return read, torn
    return read, None


def shapes(path: Path) -> dict[str, bytes]:
    """The same records as one file a member, as plain text, and as one member for all."""
    plain = b"".join(member.data for member in members(path))
    return {"a.warc.gz": path.read_bytes(), "b.warc": plain, "c.warc.gz": gzip.compress(plain)}


@pytest.mark.parametrize("name", ["a.warc.gz", "b.warc", "c.warc.gz"])
def test_compressed_and_plain(sealed: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(shapes(sealed)[name])
    pages = list(read_pages(path))
    assert [page.body for page in pages] == [body(number) for number in range(6)]  # type: ignore[union-attr]
    assert {page.warc for page in pages} == {name}


@pytest.mark.parametrize("name", ["a.warc.gz", "b.warc"])
def test_a_torn_file_gives_what_is_whole_and_then_says_where(sealed: Path, tmp_path: Path, name: str) -> None:
    data = shapes(sealed)[name]
    path = tmp_path / name
    path.write_bytes(data)
    pages, torn = until_torn(path)
    assert torn is None
    starts = [page.offset for page in pages]
    for number, start in enumerate(starts):
        path.write_bytes(data[: start + 200])
        whole, torn = until_torn(path)
        assert whole == pages[:number]
        assert torn is not None
        assert (torn.path, torn.offset) == (path, start)
        assert f"{path}: torn at byte {start}: " in str(torn)
    path.write_bytes(data[: starts[3]])
    assert until_torn(path) == (pages[:3], None)


@pytest.mark.parametrize(
    "tail", [b"\0" * 4000, b"bukan apa-apa\n" * 30, b"\x1f\x8b\x08\0"], ids=["zeros", "text", "gzip"]
)
def test_rubbish_after_the_last_record(sealed: Path, tail: bytes) -> None:
    size = sealed.stat().st_size
    with sealed.open("ab") as file:
        file.write(tail)
    pages, torn = until_torn(sealed)
    assert len(pages) == 6
    assert torn is not None
    assert torn.offset == size


def test_damage_in_the_middle_costs_the_record_that_it_hit(sealed: Path) -> None:
    data = bytearray(sealed.read_bytes())
    before = list(read_pages(sealed))
    hit = before[3]
    data[hit.offset + 400] ^= 0xFF
    sealed.write_bytes(data)
    pages, torn = until_torn(sealed)
    assert pages == [page for page in before if page != hit]
    assert torn is not None
    assert torn.offset == hit.offset


@pytest.mark.parametrize("data", [b"", b"tidak ada rekaman di sini\n" * 20, b"\0" * 100])
def test_what_is_no_warc(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(data)
    with pytest.raises(TornWarc, match="torn at byte 0"):
        list(read_pages(path))
    with pytest.raises(TornWarc):
        read_info(path)


def test_an_unfinished_file_goes_by_its_final_name(sealed: Path) -> None:
    path = sealed.rename(sealed.with_name(sealed.name + OPEN))
    assert {page.warc for page in read_pages(path)} == {sealed.name}


def test_reading_may_begin_at_a_record(sealed: Path) -> None:
    pages = list(read_pages(sealed))
    assert list(read_pages(sealed, pages[4].offset)) == pages[4:]


def file_of_others(path: Path, responses: Iterable[bytes], *, version: str = "WARC/1.0", more: str = "") -> Path:
    target = "WARC-Target-URI: http://lain.example/\r\n"
    blocks = [
        ("warcinfo", "application/warc-fields", "", b"software: lain/1.0\r\n"),
        *(("response", "application/http; msgtype=response", target + more, block) for block in responses),
    ]
    records = [
        f"{version}\r\nContent-Length: {len(block)}\r\nWARC-Date: 2019-03-04T05:06:07Z\r\n{fields}"
        f"Content-Type: {content_type}\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n\r\n".encode()
        + block
        + b"\r\n\r\n"
        for number, (kind, content_type, fields, block) in enumerate(blocks)
    ]
    path.write_bytes(b"".join(gzip.compress(r) if path.suffix == ".gz" else r for r in records))
    return path


@pytest.mark.parametrize("name", ["lain.warc", "lain.warc.gz"])
@pytest.mark.parametrize("version", ["WARC/1.0", "WARC/1.1"])
def test_files_of_others(tmp_path: Path, name: str, version: str) -> None:
    responses = [ODD[odd].sent for odd in ("plain", "chunked-gzip", "br", "zstd", "chunk-extension-trailers")]
    path = file_of_others(tmp_path / name, responses, version=version)
    pages = list(read_pages(path))
    assert [page.body for page in pages] == [HTML] * 5  # type: ignore[union-attr]
    assert {page.fetched_at for page in pages} == {datetime(2019, 3, 4, 5, 6, 7, tzinfo=UTC)}  # type: ignore[union-attr]
    assert read_info(path) == {"software": "lain/1.0"}


def test_bodies_that_other_crawlers_stored_without_their_codings(tmp_path: Path) -> None:
    unframed = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + HTML
    decoded = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nX-A: b\r\n\r\n" + HTML
    renamed = b"HTTP/1.1 200 OK\r\nX-Crawler-Content-Encoding: gzip\r\nX-A: b\r\n\r\n" + HTML
    both = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n" + GZIPPED
    path = file_of_others(tmp_path / "x.warc.gz", [unframed, decoded, renamed, both])
    assert [page.body for page in read_pages(path)] == [HTML] * 4  # type: ignore[union-attr]


def test_target_uris_in_angle_brackets(tmp_path: Path, sealed: Path) -> None:
    plain = shapes(sealed)["b.warc"].replace(
        b"WARC-Target-URI: https://contoh.example/berita/1", b"WARC-Target-URI: <https://contoh.example/berita/1>"
    )
    path = tmp_path / "wget.warc"
    path.write_bytes(plain)
    assert "https://contoh.example/berita/1" in [page.url for page in read_pages(path)]


@pytest.mark.parametrize(("cut", "is_page"), [("length", True), ("time", False), ("disconnect", False)])
def test_what_others_cut_off(tmp_path: Path, cut: str, is_page: bool) -> None:
    path = file_of_others(tmp_path / "x.warc.gz", [sized(HTML)[:-50]], more=f"WARC-Truncated: {cut}\r\n")
    [read] = read_pages(path)
    assert isinstance(read, Page) == is_page
    if isinstance(read, Miss):
        assert (read.reason, read.detail) == ("response cut off", f"WARC-Truncated: {cut}")


def test_what_we_cut_off_speaks_through_its_miss_alone(tmp_path: Path) -> None:
    cut = exchange("https://contoh.example/x", sized(HTML)[:-50])
    cut.complete = False
    cut.fail(cut.started, "timed out", "time")
    write(tmp_path, cut)
    assert list(read_pages(the_warc(tmp_path))) == []


def test_responses_that_are_no_http(tmp_path: Path, sealed: Path) -> None:
    plain = shapes(sealed)["b.warc"]
    dns = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
        b"WARC-Target-URI: dns:contoh.example\r\nContent-Type: text/dns\r\nContent-Length: 4\r\n\r\n1.2.\r\n\r\n"
    )
    path = tmp_path / "heritrix.warc"
    path.write_bytes(dns + plain)
    assert len(list(read_pages(path))) == 6


def test_a_record_that_fastwarc_refuses_is_read_by_warcio(tmp_path: Path, sealed: Path) -> None:
    long_field = b"X-Catatan: " + b"a" * 200_000 + b"\r\nWARC-Target-URI: https://contoh.example/berita/2"
    plain = shapes(sealed)["b.warc"].replace(b"WARC-Target-URI: https://contoh.example/berita/2", long_field)
    path = tmp_path / "panjang.warc"
    path.write_bytes(plain)
    assert [page.body for page in read_pages(path)] == [body(number) for number in range(6)]  # type: ignore[union-attr]


def test_a_record_without_a_date_says_where(tmp_path: Path, sealed: Path) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(shapes(sealed)["b.warc"].replace(b"WARC-Date: 2026-11-22T04:55:40", b"WARC-Date: lusa"))
    with pytest.raises(BadRecord, match=r"record at byte \d+: WARC-Date is no date: 'lusa"):
        list(read_pages(path))


def test_reading_imports_no_crawler(sealed: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from archive.read import read_pages;"
        "print(len(list(read_pages(Path(sys.argv[1])))));"
        "assert not {'scrapy', 'twisted'} & set(sys.modules), 'imported'"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, sealed], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    assert (ran.stdout, ran.stderr) == ("6\n", "")


@pytest.mark.skipif(not shutil.which("wget"), reason="needs wget")
def test_a_warc_of_wget(tmp_path: Path) -> None:
    names = ["plain", "chunked-gzip", "gzip", "404", "latin1-header", "no-length", "folded-header", "redirect"]
    with OddServer() as server:
        urls = [f"{server.url}/{name}" for name in names]
        command = ["wget", "-q", "--header=Accept-Encoding: gzip", "--warc-file=wget", "-O", "/dev/null", *urls]
        subprocess.run(command, cwd=tmp_path, timeout=60)  # it exits with 8 because of the 404
    pages = [page for page in read_pages(tmp_path / "wget.warc.gz") if isinstance(page, Page)]
    assert [(page.url.rsplit("/", 1)[1], page.status) for page in pages] == [
        *((name, 404 if name == "404" else 200) for name in names[:-1]),
        ("redirect", 302),
        ("plain", 200),
    ]
    assert [page.body for page in pages if page.status != 302] == [HTML] * 8
    # wget up to 1.21 takes the digest of a chunked payload with its framing
    assert {fault.fault for fault in verify(tmp_path / "wget.warc.gz")} <= {
        "WARC-Payload-Digest is of the body with its chunk framing"
    }


@pytest.mark.skipif(not shutil.which("warcprox"), reason="needs warcprox on the PATH, in an environment of its own")
def test_a_warc_of_warcprox(tmp_path: Path) -> None:
    names = [
        "plain",
        "chunked",
        "chunked-gzip",
        "gzip",
        "404",
        "latin1-header",
        "no-length",
        "chunk-extension-trailers",
    ]
    with OddServer(host="127.0.0.2") as server, warcprox(tmp_path) as through:
        for name in [*names, "plain"]:
            with suppress(HTTPError):
                through.open(f"{server.url}/{name}", timeout=20).close()
    [warc] = tmp_path.rglob("*.warc.gz")
    assert read_info(warc)["software"].startswith("warcprox")
    pages = [page for page in read_pages(warc) if isinstance(page, Page)]
    assert sorted((page.url.rsplit("/", 1)[1], page.status) for page in pages) == sorted(
        (name, 404 if name == "404" else 200) for name in [*names, "plain"]
    )
    assert [page.body for page in pages] == [HTML] * 9
    assert any(record.type == "revisit" for record in raw_records(warc))
    assert verify(warc) == []


@contextmanager
def warcprox(folder: Path) -> Iterator[OpenerDirector]:
    """warcprox on a free port, and what asks through it; it refuses to fetch from 127.0.0.1."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["warcprox", "--gzip", "--address", "127.0.0.1", "--port", str(port), "--dedup-min-text-size", "0"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        until = monotonic() + 30
        while not answers(port):
            assert process.poll() is None
            assert monotonic() < until
            sleep(0.1)
        yield build_opener(ProxyHandler({"http": f"http://127.0.0.1:{port}"}))
        process.terminate()


def answers(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.skipif(not CORPUS.exists(), reason="the reference pages beside the checkout are not there")
@pytest.mark.parametrize(("name", "count"), [("detik-300.warc.gz", 300), ("pages-900.warc.gz", 900)])
def test_the_reference_corpus(name: str, count: int) -> None:
    pages = list(read_pages(CORPUS / name))
    assert len(pages) == count
    assert all(isinstance(page, Page) and page.body for page in pages)
    assert verify(CORPUS / name) == []
