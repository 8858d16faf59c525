"""HTTP messages as bytes, read as leniently as browsers do."""

import gzip
import random
import zlib
from functools import partial

import brotli
import pytest
import zstandard

from archive.coding import decode
from archive.http import dechunk, parse_response, split_interim
from tests.archive.odd import EARLY, GZIPPED, HTML, ODD, PAGE, chunks, sized

CODED = {
    "gzip": GZIPPED,
    "x-gzip": GZIPPED,
    "deflate": zlib.compress(HTML),
    "br": brotli.compress(HTML),
    "zstd": zstandard.compress(HTML),
}
LONG = "".join(f"<p>{random.Random(n).randbytes(20).hex()}</p>" for n in range(9000)).encode()
CODERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": partial(brotli.compress, quality=5),
    "zstd": zstandard.compress,
}


@pytest.mark.parametrize("coding", CODED)
def test_codings(coding: str) -> None:
    assert decode(CODED[coding], coding) == HTML


@pytest.mark.parametrize("coding", CODERS)
def test_a_coding_that_breaks_off_gives_what_came_until_then(coding: str) -> None:
    coded = CODERS[coding](LONG)
    decoded = decode(coded[: len(coded) * 2 // 3], coding)
    assert LONG.startswith(decoded)
    assert len(decoded) > len(LONG) // 3


def test_damaged_gzip_gives_what_came_until_then() -> None:
    coded = bytearray(gzip.compress(LONG, mtime=0))
    coded[len(coded) // 2 : len(coded) // 2 + 8] = b"\xff" * 8
    decoded = decode(bytes(coded), "gzip")
    assert len(decoded) > len(LONG) // 3
    assert decoded[: len(LONG) // 3] == LONG[: len(LONG) // 3]


@pytest.mark.parametrize("coding", [*CODED, "rahasia", "identity"])
def test_data_that_is_not_in_the_coding_is_left_as_it_is(coding: str) -> None:
    assert decode(HTML, coding) == HTML


def test_gzip_of_which_nothing_decodes_is_not_taken_for_text() -> None:
    assert decode(b"\x1f\x8b\x08\x00" + b"\xff" * 40, "gzip") == b""


def test_padding_after_gzip_and_a_second_member() -> None:
    assert decode(GZIPPED + b"\0" * 20, "gzip") == HTML
    assert decode(GZIPPED + GZIPPED, "gzip") == HTML * 2


def test_a_bomb_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.coding.BODY_LIMIT", 3_000_000)
    bomb = bytes(10_000_000)
    for coding, coder in CODERS.items():
        assert len(decode(coder(bomb), coding)) == 3_000_000


@pytest.mark.parametrize("name", [name for name, odd in ODD.items() if odd.outcome == PAGE and odd.body == HTML])
def test_bodies_of_odd_responses(name: str) -> None:
    odd = ODD[name]
    response = parse_response(odd.sent[: len(odd.sent) - odd.trailing])
    assert response is not None
    assert response.body == HTML


def test_heads() -> None:
    response = parse_response(ODD["cookies-mixed-case"].sent)
    assert response is not None
    assert response.values("SET-cookie") == ["a=1", "b=2", "a=3"]
    assert [name for name, _ in response.headers][1:5] == [b"set-cookie", b"X-MiXeD", b"Set-Cookie", b"SET-COOKIE"]
    folded = parse_response(ODD["folded-header"].sent)
    assert folded is not None
    assert folded.values("x-panjang") == ["satu dua tiga"]
    odd = parse_response(ODD["odd-reason"].sent)
    assert odd is not None
    assert (odd.status, odd.reason, odd.version) == (200, b"Siap: sudah \xe9", "1.1")
    spaced = parse_response(ODD["space-before-colon"].sent)
    assert spaced is not None
    assert spaced.values("x-spasi") == ["v"]


@pytest.mark.parametrize("field", ["Content-Encoding", "Transfer-Encoding"])
def test_a_pile_of_codings_is_not_undone(field: str) -> None:
    body = HTML
    for number in range(1, 7):
        body = gzip.compress(body)
        response = parse_response(f"HTTP/1.1 200 OK\r\n{field}: {', '.join(['gzip'] * number)}\r\n\r\n".encode() + body)
        assert response is not None
        assert response.body == (HTML if number <= 5 else body)


def test_of_several_content_types_the_last() -> None:
    response = parse_response(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Type: text/html\r\n\r\n")
    assert response is not None
    assert response.content_type == "text/html"


@pytest.mark.parametrize("block", [b"", b"HTTP/1.1 200 OK\r\nA: b\r\n", b"SSH-2.0\r\n\r\n", b"HTTP/1.1 dua OK\r\n\r\n"])
def test_no_response(block: bytes) -> None:
    assert parse_response(block) is None


def test_interim_responses_are_split_off() -> None:
    final = sized(HTML)
    assert split_interim(EARLY + EARLY + final) == (EARLY + EARLY, final)
    assert split_interim(final) == (b"", final)
    switching = b"HTTP/1.1 101 Switching Protocols\r\n\r\nrest"
    assert split_interim(switching) == (b"", switching)
    assert split_interim(EARLY[:-2]) == (b"", EARLY[:-2])


def test_dechunk() -> None:
    framed = chunks(HTML, 77)
    assert dechunk(framed + b"0\r\n\r\n") == (HTML, True)
    assert dechunk(framed.replace(b"\r\n", b"\n") + b"0\n\n")[1]
    assert dechunk(framed) == (HTML, False)
    assert dechunk(framed[:-50])[0] == HTML[: len(dechunk(framed[:-50])[0])]
    assert dechunk(b"0\r\nX: y\r\n\r\n") == (b"", True)
    assert dechunk(HTML) == (HTML, False)
