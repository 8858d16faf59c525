import gzip
import time
import zlib
from http.client import HTTPResponse, IncompleteRead

import pytest

from crawler.newsroom.room import Newsroom
from tests.newsroom.conftest import Get


def statuses(newsroom: Newsroom, get: Get, name: str, times: int) -> list[int]:
    url = newsroom.announced(newsroom.story(name))[0]
    found = []
    for _ in range(times):
        with get(url) as response:
            found.append(response.status)
            response.read()
    return found


def ask(newsroom: Newsroom, get: Get, name: str, **headers: str) -> HTTPResponse:
    return get(newsroom.announced(newsroom.story(name))[0], **headers)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("404", [404, 404]),
        ("410", [410, 410]),
        ("403", [403, 403]),
        ("429 twice", [429, 429, 200, 200]),
        ("503 once", [503, 200, 200]),
        ("503 always", [503, 503, 503]),
        ("redirected", [301, 301]),
        ("redirect home", [302, 302]),
        ("redirect loop", [302, 302]),
        ("empty", [200]),
    ],
)
def test_statuses(newsroom: Newsroom, get: Get, name: str, expected: list[int]) -> None:
    assert statuses(newsroom, get, name, len(expected)) == expected


def test_forgetting_begins_anew(newsroom: Newsroom, get: Get) -> None:
    assert statuses(newsroom, get, "503 once", 2) == [503, 200]
    newsroom.forget()
    assert newsroom.requests == []
    assert statuses(newsroom, get, "503 once", 2) == [503, 200]


def test_too_many_requests_says_when_to_come_back(newsroom: Newsroom, get: Get) -> None:
    with ask(newsroom, get, "429 twice") as response:
        assert response.headers["Retry-After"] == "1"


@pytest.mark.parametrize(
    ("name", "coding", "window"),
    [
        ("gzip", "gzip", 31),
        ("gzip and chunked", "gzip", 31),
        ("deflate", "deflate", 15),
        ("raw deflate", "deflate", -15),
    ],
)
def test_content_is_coded_for_who_takes_it(newsroom: Newsroom, get: Get, name: str, coding: str, window: int) -> None:
    with ask(newsroom, get, name) as response:
        assert response.headers["Content-Encoding"] is None
        page = response.read()
    with ask(newsroom, get, name, Accept_Encoding="gzip, deflate") as response:
        assert response.headers["Content-Encoding"] == coding
        body = response.read()
    assert zlib.decompress(body, window) == page


@pytest.mark.parametrize("name", ["chunked", "gzip and chunked"])
def test_chunks(newsroom: Newsroom, get: Get, name: str) -> None:
    with ask(newsroom, get, name) as response:
        assert response.headers["Transfer-Encoding"] == "chunked"
        assert response.headers["Content-Length"] is None
        assert response.read().endswith(b"</html>\n")


@pytest.mark.parametrize(
    ("name", "declared", "charset", "letters"),
    [
        ("latin-1", "iso-8859-1", "latin-1", "Café Bahari"),
        ("windows-1252", "windows-1252", "windows-1252", "“bioskop siang”"),
        ("not the charset it declares", "utf-8", "windows-1252", "“secukupnya”"),
    ],
)
def test_charsets(newsroom: Newsroom, get: Get, name: str, declared: str, charset: str, letters: str) -> None:
    with ask(newsroom, get, name) as response:
        assert response.headers["Content-Type"] == f"text/html; charset={declared}"
        page = response.read()
    assert f'<meta charset="{declared}">' in page.decode(charset)
    assert letters in page.decode(charset)
    with pytest.raises(UnicodeDecodeError):
        page.decode("utf-8")


def test_a_page_known_already_is_not_sent_again(newsroom: Newsroom, get: Get) -> None:
    with ask(newsroom, get, "jfid plain") as response:
        etag = response.headers["ETag"]
        assert response.read()
    with ask(newsroom, get, "jfid plain", If_None_Match=etag) as response:
        assert (response.status, response.read()) == (304, b"")


def test_redirects_lead_where_they_should(newsroom: Newsroom, get: Get) -> None:
    story = newsroom.story("redirected")
    with ask(newsroom, get, "redirected") as response:
        assert response.headers["Location"] == newsroom.url(story) != newsroom.announced(story)[0]
    with get(newsroom.url(story)) as response:
        assert response.status == 200
    with ask(newsroom, get, "redirect home") as response:
        assert response.headers["Location"] == "https://news.republika.co.id/"
    here = newsroom.url(newsroom.story("redirect loop"))
    with get(here) as away, get(away.headers["Location"]) as back:
        assert back.headers["Location"] == here


def test_a_slow_page_takes_half_a_second(newsroom: Newsroom, get: Get) -> None:
    begun = time.monotonic()
    with ask(newsroom, get, "slow"):
        assert time.monotonic() - begun >= 0.5


def test_a_torn_page_breaks_off(newsroom: Newsroom, get: Get) -> None:
    with ask(newsroom, get, "torn") as response, pytest.raises(IncompleteRead):
        response.read()


def test_an_empty_page_is_empty(newsroom: Newsroom, get: Get) -> None:
    with ask(newsroom, get, "empty") as response:
        assert (response.headers["Content-Length"], response.read()) == ("0", b"")


def test_a_sitemap_may_be_a_gzip_file(newsroom: Newsroom, get: Get) -> None:
    with get("https://jfid.co.id/post-sitemap2.xml.gz") as response:
        assert response.headers["Content-Encoding"] is None
        assert b"<urlset" in gzip.decompress(response.read())
