"""Elements that the parser looks for all the way up whenever one opens: 100,000 in each other take it half a minute."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive.page import Page
from crawler import paging
from crawler.discovery import DiscoveryError, announced
from crawler.nesting import is_bottomless
from crawler.site import Listing
from tests.crawler.crawling import PAPER, story

SLOW = "dialog dir figcaption hgroup listing optgroup pre rb rp rt rtc search summary div table ul"


@pytest.mark.parametrize("tag", SLOW.split())
def test_they_are_not_parsed_when_they_are_nested_without_end(tag: str) -> None:
    assert is_bottomless(f"<{tag}>".encode() * 20_000)
    assert not is_bottomless(f"<{tag}></{tag}>".encode() * 20_000)


ATTRIBUTES = b"<p " + b" ".join(b"a%d=1" % number for number in range(100_000)) + b">"


@pytest.mark.parametrize(
    "inside",
    [b"<div>" * 100_000, b"<div>aaaaaaaa" * 100_000, b"<p>kata " * 1_000_000, ATTRIBUTES],
    ids=["deep", "deep between the bytes of the sample", "large", "attributes"],
)
def test_the_process_that_crawls_does_not_parse_them_either(inside: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page("http://koran.test/berita/1", 200, "", b"", datetime(2026, 5, 4, tzinfo=UTC), "", "x.warc.gz", 0)
    more = b"<div class=lanjut><a href='/berita/1/2'>2</a></div>"
    assert paging.next_page(replace(page, body=story("1").body + more), PAPER) == "http://koran.test/berita/1/2"
    monkeypatch.setattr(paging, "LexborHTMLParser", lambda html: pytest.fail("it was parsed"))
    assert paging.next_page(replace(page, body=story("1").body + more + inside), PAPER) == ""


def test_nor_a_list_that_is_nested_without_end() -> None:
    listing = Listing("http://koran.test/kanal", items="a")
    body = b"<a href='/berita/1'>Kabar</a>"
    [found] = announced(body, "text/html", listing, listing.url, PAPER)
    assert found.url == "http://koran.test/berita/1"
    with pytest.raises(DiscoveryError, match="nested or a tag without end"):
        announced(body + b"<div>" * 100_000, "text/html", listing, listing.url, PAPER)
