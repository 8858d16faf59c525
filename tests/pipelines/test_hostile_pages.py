"""Pages that are broken, huge or malicious make an article or a reason, soon: never an exception."""

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest

from archive.page import Page
from crawler.loader import load_sites, unknown_site
from pipelines.article import Article, Rejected
from pipelines.extract import extract

KOMPAS = load_sites()["kompas"]
UNKNOWN = unknown_site("contoh.id")
URL = "https://nasional.kompas.com/read/2026/03/01/09120041/judul-berita"
SENTENCE = "Warga kampung itu menanam padi di sawah yang luas sejak pagi hari, kata kepala desa kepada wartawan."
P = f"<p>{SENTENCE}</p>"
LD = '<script type="application/ld+json">%s</script>'
FIXTURES = sorted((Path(__file__).parents[1] / "sites/fixtures").rglob("*.html"))
KEYS = "@type @graph mainEntity headline author editor datePublished dateModified articleSection articleBody".split()
DATES = (
    "",
    "0000-00-00",
    "2026-13-45T99:99:99Z",
    "1e309",
    "²/²/2026",
    "Senin, 32 Foo 20xx",
    "31 Desember 9999 24:00 WIB",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+14:00",
    "2026-01-01T00:00:00+99:99",
    "9" * 400,
    "٣ Mei ٢٠٢٦, ١٠:١٥ WIB",
)
ADDRESSES = (
    "",
    "http://[::1",
    "http://a:b/",
    "//",
    "///",
    "http://x]y",
    "https://lain.id/a",
    "../b",
    "http://\uff3b::1\uff3d/",
)
SECONDS = 8
"""What a page of these sizes may take on a busy machine; each took minutes, or would, before it was seen to."""


def extracted(html: str | bytes, site=KOMPAS, kind: str = "text/html; charset=utf-8") -> Article | Rejected:
    body = html.encode("utf-8", "surrogatepass") if isinstance(html, str) else html
    at = datetime(2026, 3, 1, 3, tzinfo=UTC)
    page = Page(
        url=URL, status=200, content_type=kind, body=body, fetched_at=at, record_id="", warc="x.warc.gz", offset=0
    )
    return extract(page, site)


def page(body: str, head: str = "") -> str:
    return (
        f"<html><head><title>Padi Ditanam Lagi</title>{head}</head><body><h1 class='read__title'>Padi Ditanam Lagi</h1>"
        f"<article><div class='read__content'>{body}</div></article></body></html>"
    )


BODIES = {
    "divs that never close": P * 3 + "<div>" * 3_000 + P,
    "bold that never closes": P * 3 + "<b>" * 30_000 + "tebal",
    "spans in spans": P * 3 + "<span>" * 20_000 + "x" + "</span>" * 20_000,
    "links in one paragraph": P * 3 + "<p>" + '<a href="/x">padi sawah lagi</a> ' * 5_000 + "</p>",
    "rows": P * 3 + "<table>" + "<tr><td>a</td><td>b</td></tr>" * 10_000 + "</table>",
    "lines": P * 3 + "baris<br>" * 10_000,
    "labels": (P + '<p>Baca juga: <a href="/x">Sawah Itu Kering Lagi</a></p>') * 2_000,
    "labels without end": P * 3 + "<p>" + "Baca juga: " * 20_000 + "</p>",
    "brackets without end": P * 3 + "<p>" + "[gambas:" * 20_000 + "</p><p>" + "[irp " * 20_000 + "</p>",
    "hashtags": P * 3 + "<p>" + "#a " * 50_000 + "x!</p>",
    "counted pages": P * 3 + "<p>halaman " + "1 " * 50_000 + "x</p>",
    "calls to follow": P * 3 + "<p>ikuti " + "berita " * 20_000 + "</p><p>cek " + "berita " * 20_000 + "</p>",
    "one word": P * 3 + "<p>" + "k" * 2_000_000 + "</p>",
    "white space": P * 3 + "<p>a" + " " * 2_000_000 + "\u00a0" * 100_000 + "b</p>",
    "an attribute": P * 3 + '<p class="' + "a" * 2_000_000 + '" style="' + "display : " * 50_000 + '">x</p>',
}
HEADS = {
    "JSON in JSON": LD % ("[" * 100_000),
    "JSON in JSON, closed": LD % ('{"a":' * 5_000 + "1" + "}" * 5_000),
    "commas": LD % ("," * 200_000),
    "a number": LD % ('{"@type":"NewsArticle","datePublished":' + "9" * 10_000 + "}"),
    "half a character": LD % r'{"@type":"NewsArticle","headline":"\ud800","articleBody":"\udfff"}',
    "blocks of style": "<style>" + "@media{" * 50_000 + "</style>",
    "comments in style": "<style>" + "/*" * 100_000 + "</style>",
    "a title of dashes": "<title>" + " - " * 50_000 + "</title>",
    "a title of words": '<meta property="og:title" content="' + "kata judul " * 10_000 + '">',
    "months": '<meta property="article:published_time" content="' + "1 januari 2020 " * 10_000 + '">',
}


@pytest.mark.parametrize("site", [KOMPAS, UNKNOWN], ids=["template", "unknown"])
@pytest.mark.parametrize(
    "html", [*map(page, BODIES.values()), *(page(P * 5, head) for head in HEADS.values())], ids=[*BODIES, *HEADS]
)
def test_a_huge_page_is_read_in_seconds(site, html):
    began = process_time()
    got = extracted(html, site)
    assert process_time() - began < SECONDS
    assert isinstance(got, Article)
    assert SENTENCE in got.paragraphs


@pytest.mark.parametrize("site", [KOMPAS, UNKNOWN], ids=["template", "unknown"])
def test_a_page_that_would_take_minutes_to_parse_is_rejected(site):
    got = extracted(page("<ul><li>" * 100_000 + P), site)
    assert isinstance(got, Rejected)
    assert got.reason == "nested too deep"


def test_a_long_page_that_closes_its_boxes_is_not_nested():
    assert SENTENCE in extracted(page("<div></div>" * 20_000 + P)).paragraphs


@pytest.mark.parametrize(
    "value", ["null", "3", "[]", "{}", '""', "[null]", "[[[]]]", '{"name":[null,5]}', "true", "1e400"]
)
@pytest.mark.parametrize("site", [KOMPAS, UNKNOWN], ids=["template", "unknown"])
def test_data_of_any_type_is_passed_over(value, site):
    keys = (
        "@type headline author editor datePublished dateModified articleSection keywords articleBody @graph mainEntity"
    )
    for name in keys.split():
        thing = f'{{"@type":["NewsArticle"],"{name}":{value}}}'
        got = extracted(page(P * 5, LD % thing), site)
        assert isinstance(got, Article)
        assert SENTENCE in got.paragraphs


@pytest.mark.parametrize("date", DATES)
def test_a_date_that_is_none_leaves_the_article_without_one_or_with_a_day_of_the_calendar(date):
    head = (
        f'<meta property="article:published_time" content="{date}"><meta name="content_PublishedDate" content="{date}">'
    )
    for site in (KOMPAS, UNKNOWN):
        got = extracted(
            page(f"<time datetime='{date}'>{date}</time><div class='read__time'>{date}</div>{P * 5}", head), site
        )
        assert isinstance(got, Article)
        assert got.published is None or got.published.utcoffset() is not None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://[::1",
        "http://a:b/",
        "//",
        "///",
        "http://x]y",
        "https://lain.id/a",
        "../b",
        "http://\uff3b::1\uff3d/",
        "\x00",
    ],
)
def test_an_address_that_is_none_is_passed_over(address):
    head = f'<base href="{address}"><link rel="canonical" href="{address}"><meta property="og:url" content="{address}">'
    body = P * 5 + f'<ul><li><a href="{address}">Sawah</a></li><li><a href="{address}">Ladang</a></li></ul>'
    for site in (KOMPAS, UNKNOWN):
        got = extracted(page(body, head), site)
        assert isinstance(got, Article)
        assert got.canonical_url == URL


def cut(html: bytes, rng: random.Random) -> bytes:
    return html[: rng.randrange(len(html))]


def without_tags(html: bytes, rng: random.Random) -> bytes:
    return re.sub(rb"<[^>]*>", lambda tag: tag[0] if rng.random() > 0.1 else b"", html)


def with_other_bytes(html: bytes, rng: random.Random) -> bytes:
    changed = bytearray(html)
    for _ in range(200):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def with_a_part_again(html: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(html))
    end = start + rng.randrange(2_000)
    return html[:end] + html[start:end] * 9 + html[end:]


def with_odd_attributes(html: bytes, rng: random.Random) -> bytes:
    odd = [b"", b"\x00", b"http://[", b"99999999999", b"display:none", b"2026-99-99", b"[", b'{"a":']
    return re.sub(rb'="[^"]*"', lambda found: b'="' + rng.choice(odd) + b'"' if rng.random() < 0.1 else found[0], html)


def in_utf_16(html: bytes, rng: random.Random) -> bytes:
    return html.decode("utf-8", "replace").encode(rng.choice(["utf-16", "utf-16-be", "utf-32", "utf-7"]))


@pytest.mark.parametrize(
    "change", [cut, without_tags, with_other_bytes, with_a_part_again, with_odd_attributes, in_utf_16]
)
def test_a_broken_page_never_makes_it_fail(change: Callable[[bytes, random.Random], bytes]):
    rng = random.Random(change.__name__)
    sites = load_sites()
    for file in rng.sample(FIXTURES, 25):
        html = change(file.read_bytes(), rng)
        for site in (sites.get(file.parent.name, KOMPAS), UNKNOWN):
            assert isinstance(extracted(html, site, "text/html"), Article | Rejected)
