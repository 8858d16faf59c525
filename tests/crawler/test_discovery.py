"""Feeds, sitemaps, indexes and WordPress: bytes in, URLs and dates out."""

import gzip
import json
import time
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from crawler.discovery import Announced, DiscoveryError, announced, children, index_url, posts_url
from crawler.pubdates import parse_pubdate
from crawler.site import DatedIndex, Feed, Listing, Site, Sitemap, WordPress

SITE = Site(
    name="koran",
    title="Koran",
    domains=("koran.example",),
    article=r"https://(\w+\.)?koran\.example/(?P<id>\d+)/",
)
PAGE = "https://koran.example/rss"
WIB = timezone(timedelta(hours=7))

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>Koran</title><link>https://koran.example/</link><atom:link href="https://koran.example/rss" rel="self"/>
<item><title>Banjir &amp; longsor</title><link>https://koran.example/1/banjir?a=1&amp;b=2</link>
<pubDate>Fri, 20 Nov 2026 07:15:00 +0700</pubDate><guid isPermaLink="false">koran-1</guid></item>
<item><title><![CDATA[Pasar murah]]></title><link>/2/pasar</link><dc:date>2026-11-20T06:00:00+07:00</dc:date></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Koran</title>
<entry><title type="html">Harga &lt;b&gt;cabai&lt;/b&gt;</title><link rel="self" href="https://koran.example/api/3"/>
<link rel="alternate" href="https://koran.example/3/cabai"/><updated>2026-11-20T01:00:00Z</updated>
<published>2026-11-19T23:00:00Z</published></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><items><rdf:Seq/></items></channel>
<item rdf:about="https://koran.example/4/pasar"><title>Pasar</title><dc:date>2026-11-20</dc:date></item></rdf:RDF>"""

NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><image:image><image:loc>https://koran.example/foto.jpg</image:loc></image:image>
<loc> https://koran.example/5/kabut </loc>
<lastmod>2026-11-21</lastmod><news:news><news:publication><news:name>Koran</news:name></news:publication>
<news:publication_date>2026-11-20T05:00:00+07:00</news:publication_date><news:title>Kabut</news:title></news:news></url>
<url><loc>https://koran.example/6/hujan</loc><lastmod>2026-11-19</lastmod></url></urlset>"""

INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://koran.example/post-sitemap1.xml</loc><lastmod>2026-11-20T00:00:00+00:00</lastmod></sitemap>
<sitemap><loc>https://koran.example/page-sitemap.xml</loc></sitemap></sitemapindex>"""


def read(
    body: str | bytes, source: Feed | Sitemap | Listing | WordPress | None = None, kind: str = ""
) -> list[Announced]:
    data = body.encode() if isinstance(body, str) else body
    return announced(data, kind, source or Feed(PAGE), PAGE, SITE)


def test_rss() -> None:
    first, second = read(RSS)
    assert first == Announced(
        "https://koran.example/1/banjir?a=1&b=2", datetime(2026, 11, 20, 7, 15, tzinfo=WIB), "Banjir & longsor"
    )
    assert second == Announced("https://koran.example/2/pasar", datetime(2026, 11, 20, 6, tzinfo=WIB), "Pasar murah")


def test_atom_takes_the_alternate_link_and_the_date_of_publication() -> None:
    [entry] = read(ATOM)
    assert entry.url == "https://koran.example/3/cabai"
    assert entry.published == datetime(2026, 11, 19, 23, tzinfo=UTC)


def test_rss_1_0_has_the_url_in_an_attribute() -> None:
    [entry] = read(RDF)
    assert entry.url == "https://koran.example/4/pasar"
    assert entry.published == datetime(2026, 11, 20, tzinfo=WIB)


def test_news_sitemap() -> None:
    first, second = read(NEWS, Sitemap(PAGE))
    assert first == Announced("https://koran.example/5/kabut", datetime(2026, 11, 20, 5, tzinfo=WIB), "Kabut")
    assert second == Announced("https://koran.example/6/hujan", datetime(2026, 11, 19, tzinfo=WIB), "")


def test_sitemap_in_gzip_whatever_its_type_says() -> None:
    assert read(gzip.compress(NEWS.encode()), Sitemap(PAGE), "text/xml") == read(NEWS, Sitemap(PAGE))


def test_a_gzip_that_is_cut_gives_what_is_there() -> None:
    many = "".join(f"<url><loc>https://koran.example/{n}/x{n * 7919}</loc></url>" for n in range(5000))
    packed = gzip.compress(f"<urlset>{many}</urlset>".encode())
    assert 1000 < len(read(packed[: len(packed) // 2], Sitemap(PAGE))) < 5000


def test_a_gzip_that_is_none_is_an_error() -> None:
    with pytest.raises(DiscoveryError, match="cannot be unpacked"):
        read(b"\x1f\x8bnot gzip at all", Sitemap(PAGE))


def test_sitemap_index_has_children_and_announces_nothing() -> None:
    source = Sitemap(PAGE)
    assert read(INDEX, source) == []
    assert [child.url for child in children(INDEX.encode(), "", source, PAGE, SITE)] == [
        "https://koran.example/post-sitemap1.xml",
        "https://koran.example/page-sitemap.xml",
    ]
    only = Sitemap(PAGE, only="post-")
    [child] = children(INDEX.encode(), "", only, PAGE, SITE)
    assert child.published == datetime(2026, 11, 20, tzinfo=UTC)
    assert children(NEWS.encode(), "", source, PAGE, SITE) == []


def test_a_feed_that_hides_the_article_behind_a_redirector() -> None:
    redirector = "https://feeds.example/~r/koran/1"
    in_guid = RSS.replace(
        "<link>/2/pasar</link>", f"<link>{redirector}</link><guid>https://koran.example/2/pasar</guid>"
    )
    in_orig = RSS.replace(
        "<link>/2/pasar</link>",
        f"<link>{redirector}</link><feedburner:origLink>https://koran.example/2/pasar</feedburner:origLink>",
    )
    assert read(in_guid)[1].url == read(in_orig)[1].url == "https://koran.example/2/pasar"


@pytest.mark.parametrize(
    "broken",
    [
        "\n\n" + RSS,
        "<br />\n<b>Warning</b>: mysql_connect() in /var/www/rss.php\n" + RSS,
        RSS.replace("&amp;", "&"),
        RSS.replace("https://koran.example/1/banjir?a=1&amp;b=2", "<![CDATA[https://koran.example/1/banjir?a=1&b=2]]>"),
        RSS.replace("Pasar murah", "Pasar \x0bmurah"),
        RSS.replace("</item>\n</channel></rss>", ""),
        RSS.replace("<item><title>", "<item><description><p>Foto<br>banjir</description><title>"),
        RSS.replace(' xmlns:dc="http://purl.org/dc/elements/1.1/"', ""),
        RSS.replace("Pasar murah", "Pasar &nbsp;&hellip; murah"),
        "﻿" + RSS,
    ],
    ids=["blank lines", "php warning", "ampersands", "cdata", "control", "cut", "tags", "namespace", "entities", "bom"],
)
def test_broken_feeds_are_read_as_far_as_they_go(broken: str) -> None:
    assert [one.url for one in read(broken)] == [
        "https://koran.example/1/banjir?a=1&b=2",
        "https://koran.example/2/pasar",
    ]
    assert [one.published for one in read(broken)] == [one.published for one in read(RSS)]


@pytest.mark.parametrize(
    ("encoding", "declared", "kind"),
    [
        ("iso-8859-1", "iso-8859-1", ""),
        ("utf-16", "utf-16", ""),
        ("windows-1252", "", "application/rss+xml; charset=windows-1252"),
        ("utf-8", "", "text/xml"),
    ],
)
def test_charset_of_a_feed(encoding: str, declared: str, kind: str) -> None:
    text = RSS.replace("Pasar murah", "Kafé buka")
    text = text.replace('encoding="UTF-8"', f'encoding="{declared}"' if declared else "")
    assert read(text.encode(encoding), kind=kind)[1].title == "Kafé buka"


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("", "an empty body"),
        ("  \n", "an empty body"),
        ("<!DOCTYPE html><html><body><h1>Just a moment...</h1></body></html>", "an HTML page, no feed"),
        ('{"error": "gone"}', "no feed: it begins with"),
        ("%PDF-1.7 \x00\x01", "no feed: it begins with"),
    ],
)
def test_what_is_no_feed_says_what_it_is(body: str, what: str) -> None:
    with pytest.raises(DiscoveryError, match=what) as raised:
        read(body)
    assert raised.value.url == PAGE
    assert PAGE in str(raised.value)


def test_entities_never_explode_nor_read_files() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 50}">' for n in range(20)
    )
    bomb += '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    before = time.process_time()
    found = read(bomb + RSS.split("?>", 1)[1].replace("<![CDATA[Pasar murah]]>", "&t;&file;"))
    assert time.process_time() - before < 1
    assert len(found) == 2
    assert "root" not in found[1].title


LISTING = """<html><head><base href="https://www.koran.example/kanal/"></head><body>
<nav><a href="/indeks">Indeks</a><a href="https://lain.example/9/x">Lain</a></nav>
<div class=kartu><a href="/7/banjir"><img src=x></a><h2><a href="/7/banjir?ref=home"> Banjir
 di hulu </a></h2></div>
<div class=kartu><a href="../8/pasar">Pasar</a></div>
<a href="{{ row.url }}">row.title</a><a>tanpa alamat</a><a href="javascript:void(0)">x</a><a href="http://[">x</a>
<aside><a href="/10/populer">Populer</a></aside></body></html>"""


def test_listing_gives_articles_once_and_nothing_else() -> None:
    found = read(LISTING, Listing(PAGE))
    assert [(one.url, one.title) for one in found] == [
        ("https://www.koran.example/7/banjir", "Banjir di hulu"),
        ("https://www.koran.example/8/pasar", "Pasar"),
        ("https://www.koran.example/10/populer", "Populer"),
    ]


def test_listing_keeps_to_its_selector_which_may_name_the_box() -> None:
    assert len(read(LISTING, Listing(PAGE, items=".kartu h2 a"))) == 1
    assert len(read(LISTING, Listing(PAGE, items=".kartu"))) == 2


def test_an_empty_index_page_is_an_error_but_one_without_articles_is_not() -> None:
    with pytest.raises(DiscoveryError, match="an empty body"):
        read("", Listing(PAGE))
    assert read("<html><body>Tidak ada berita</body></html>", Listing(PAGE)) == []


def test_wordpress() -> None:
    posts = [
        {
            "link": "https://koran.example/11/a-b-c/",
            "date_gmt": "2026-11-20T01:00:00",
            "title": {"rendered": "A &#8220;B&#8221;"},
        },
        {"link": "https://koran.example/12/d-e-f/", "date": "2026-11-20T08:00:00", "title": "D"},
        {"id": 7},
    ]
    first, second = read(json.dumps(posts), WordPress("https://koran.example"))
    assert first == Announced("https://koran.example/11/a-b-c/", datetime(2026, 11, 20, 1, tzinfo=UTC), "A “B”")
    assert second.published == first.published
    assert read('{"code": "rest_post_invalid_page_number"}', WordPress("x")) == []
    for body, what in (("<html>", "no JSON"), ('{"code": "rest_forbidden"}', "rest_forbidden")):
        with pytest.raises(DiscoveryError, match=what):
            read(body, WordPress("x"))


def test_addresses_of_pages() -> None:
    index = DatedIndex("https://koran.example/indeks/{page}/{day:%Y/%m/%d}", first=0, step=50)
    assert index_url(index, date(2026, 11, 5), 2) == "https://koran.example/indeks/100/2026/11/05"
    url = posts_url(WordPress("https://koran.example/"), 3, date(2026, 11, 1), date(2026, 11, 2))
    assert url.startswith("https://koran.example/wp-json/wp/v2/posts?per_page=100&page=3&")
    assert "after=2026-10-31T23%3A59%3A59" in url
    assert "before=2026-11-03T00%3A00%3A00" in url
    assert "after" not in posts_url(WordPress("https://koran.example"), 1)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Thu, 05 Nov 2015 14:56:43 +0700", "2015-11-05T14:56:43+07:00"),
        ("Thu, 05 Nov 15 12:58:01 +0700", "2015-11-05T12:58:01+07:00"),
        ("Thu, 05 Nov 2015 03:08:58 GMT", "2015-11-05T03:08:58+00:00"),
        ("Kam, 05 Nov 2015 14:56:43 WIB", "2015-11-05T14:56:43+07:00"),
        ("Sabtu, 1 Agustus 2026 08.05 WITA", "2026-08-01T08:05:00+08:00"),
        ("31 Des 2025 23:59 WIT", "2025-12-31T23:59:00+09:00"),
        ("5 Mei 2026, 7:30", "2026-05-05T07:30:00+07:00"),
        ("24 Juli 2026 | 09.00 WIB", "2026-07-24T09:00:00+07:00"),
        ("20 July 2026, 23:40", "2026-07-20T23:40:00+07:00"),
        ("18/06/2025, 21:35 WIB", "2025-06-18T21:35:00+07:00"),
        ("2015-11-05T14:56:43Z", "2015-11-05T14:56:43+00:00"),
        ("2015-11-05T14:56:43.123+07:00", "2015-11-05T14:56:43+07:00"),
        ("2015-11-05 14:56:43", "2015-11-05T14:56:43+07:00"),
        ("2015-11-05T14:56+0800", "2015-11-05T14:56:00+08:00"),
        ("2015-11-05", "2015-11-05T00:00:00+07:00"),
        ("Mon, 30 Feb 2026 10:00:00 +0700", None),
        ("2 jam yang lalu", None),
        ("12 Foo 2026", None),
        ("", None),
    ],
)  # fmt: skip
def test_dates_of_feeds(text: str, moment: str | None) -> None:
    expected = datetime.fromisoformat(moment) if moment else None
    found = parse_pubdate(text, ZoneInfo("Asia/Jakarta"))
    assert found == expected
    assert found is None or found.utcoffset() == expected.utcoffset()
