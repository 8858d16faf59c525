"""What a page says of itself, by place: JSON-LD, meta tags, the visible page, the address."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.metadata import PageFacts

NEAR = datetime(2026, 2, 10, 3, 0, tzinfo=UTC)
URL = "https://www.lembar.co.id/read/2026/02/09/130501/bakau"


def facts(markup, groups=None):
    return PageFacts(LexborHTMLParser(markup), URL, NEAR, ZoneInfo("Asia/Jakarta"), groups or {})


def jsonld(thing):
    text = thing if isinstance(thing, str) else json.dumps(thing)
    return f'<script type="application/ld+json">{text}</script>'


def article(**fields):
    return jsonld({"@type": "NewsArticle", **fields})


META = (
    '<meta property="article:published_time" content="2026-02-09T06:00:00+00:00">'
    '<meta name="pubdate" content="2026-02-09T13:00:00Z">'
)
VISIBLE = (
    '<div class="date">Senin, 9 Februari 2026 13.05 WIB</div><time datetime="2026-02-09T13:06:00+07:00">lalu</time>'
)


@pytest.mark.parametrize(
    ("places", "moment", "place"),
    [
        (("jsonld:datePublished", ".date"), "2026-02-09T13:04:00+07:00", "jsonld:datePublished"),
        (("meta:article:published_time",), "2026-02-09T06:00:00+00:00", "meta:article:published_time"),
        (("meta:pubdate !wall",), "2026-02-09T13:00:00+07:00", "meta:pubdate !wall"),
        (("meta:pubdate",), "2026-02-09T13:00:00+00:00", "meta:pubdate"),
        (("meta:PubDate",), "2026-02-09T13:00:00+00:00", "meta:PubDate"),
        ((".date",), "2026-02-09T13:05:00+07:00", ".date"),
        (("time",), "2026-02-09T13:06:00+07:00", "time"),
        (("meta:none", ".none", "jsonld:none", ".date"), "2026-02-09T13:05:00+07:00", ".date"),
        (("url",), "2026-02-09T13:05:01+07:00", "url"),
    ],
)
def test_the_date_of_the_first_place_that_has_one(places, moment, place):
    groups = {"year": "2026", "month": "02", "day": "09", "hour": "13", "minute": "05", "second": "01"}
    page = facts(article(datePublished="2026-02-09T13:04:00+07:00") + META + VISIBLE, groups)
    found, where = page.date(places)
    assert (found.isoformat(), where) == (moment, place)


def test_an_address_may_have_a_day_alone_or_none():
    day = {"year": "2026", "month": "2", "day": "9", "hour": None}
    assert facts("", day).date(("url",))[0].isoformat() == "2026-02-09T00:00:00+07:00"
    assert facts("", {"id": "7"}).date(("url",)) is None


def test_what_cannot_be_read_as_a_date_is_passed_over():
    page = facts('<meta name="pubdate" content="kemarin"><p class=date>Bakau</p><p class=date>9 Februari 2026</p>')
    assert page.date(("meta:pubdate", ".date"))[0].isoformat() == "2026-02-09T00:00:00+07:00"
    assert page.date(("meta:pubdate",)) is None


@pytest.mark.parametrize(
    "script",
    [
        {"@type": "NewsArticle", "headline": "Bakau"},
        {"@type": ["Thing", "Article"], "headline": "Bakau"},
        [{"@type": "BreadcrumbList"}, {"@type": "BlogPosting", "headline": "Bakau"}],
        {"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", "headline": "Bakau"}]},
        {"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "Bakau"}},
        '<!-- {"@type": "NewsArticle", "headline": "Bakau"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Bakau"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "Bakau", "keywords": ["a",],}',
        '{"@type": "NewsArticle", "headline": "Bakau", "description": "baris\nbaru"}',
    ],
)
def test_the_article_is_found_in_json_ld_as_sites_write_it(script):
    assert facts(jsonld("{kaput") + jsonld({"@type": "Organization"}) + jsonld(script)).jsonld["headline"] == "Bakau"


def test_a_page_without_an_article_in_json_ld():
    assert facts(jsonld("{kaput") + jsonld([1, None, "x"]) + jsonld("null")).jsonld == {}


def test_the_first_meta_tag_of_a_name_counts_whatever_its_attribute():
    page = facts(
        '<meta property="og:title" content="  Satu "><meta name="OG:TITLE" content="Dua">'
        '<meta itemprop="author" content="Ani"><meta name="kosong" content=""><meta name="kosong" content="isi">'
    )
    assert page.meta == {"og:title": "Satu", "author": "Ani", "kosong": "isi"}


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Siti Marlina", ("Siti Marlina",)),
        ("Oleh: Siti Marlina", ("Siti Marlina",)),
        ("Penulis : Siti Marlina, Bagus Hartono dan Ani", ("Siti Marlina", "Bagus Hartono", "Ani")),
        ("Siti Marlina - lembarNews", ("Siti Marlina",)),
        ("Rep: Siti Marlina/ Red: Bagus Hartono", ("Siti Marlina",)),
        ("Reporter Siti Marlina | Editor Bagus Hartono", ("Siti Marlina",)),
        ("Laporan Wartawan Pos Pantai, Siti Marlina", ("Siti Marlina",)),
        ("Siti Marlina, S.Pd", ("Siti Marlina, S.Pd",)),
        ("Siti Marlina; Siti Marlina", ("Siti Marlina",)),
    ],
)
def test_the_writers_of_a_byline(byline, names):
    assert facts(f"<p class=by>{byline}</p>").authors((".by",)) == names


@pytest.mark.parametrize(
    "byline", ["Editor: Bagus Hartono", "Rep: Siti Marlina/ Red: Bagus Hartono", "Redaktur : Bagus Hartono"]
)
def test_the_editors_of_a_byline(byline):
    assert facts(f"<p class=by>{byline}</p>").editors((".by",)) == ("Bagus Hartono",)


def test_names_come_from_the_byline_then_json_ld_then_a_meta_tag():
    byline, meta = "<p class=by>Ani Satu</p>", '<meta name="author" content="Cici Tiga">'
    machine = article(author=[{"@type": "Person", "name": "Budi Dua"}, "Budi Dua Juga"])
    assert facts(byline + machine + meta).authors((".by",)) == ("Ani Satu",)
    assert facts(machine + meta).authors((".by",)) == ("Budi Dua", "Budi Dua Juga")
    assert facts(meta).authors((".by",)) == ("Cici Tiga",)
    assert facts("").authors((".by",)) == ()


def test_neither_the_paper_nor_an_address_is_a_name():
    assert facts('<meta name="author" content="Lembar.co.id">').authors(()) == ()
    assert facts('<meta name="author" content="https://facebook.com/lembar">').authors(()) == ()


@pytest.mark.parametrize(
    ("markup", "tags"),
    [
        ("<a class=tag># Bakau</a><a class=tag>Pantai</a><a class=tag>Bakau</a>", ("Bakau", "Pantai")),
        (article(keywords="Bakau, Pantai"), ("Bakau", "Pantai")),
        (article(keywords=["Bakau", "Pantai "]), ("Bakau", "Pantai")),
        ('<meta name="news_keywords" content="Bakau,,Pantai">', ("Bakau", "Pantai")),
        ('<meta name="keywords" content="Bakau">', ("Bakau",)),
        ("", ()),
    ],
)
def test_tags(markup, tags):
    assert facts(markup).tags((".tag",)) == tags


@pytest.mark.parametrize(
    ("markup", "section"),
    [
        ("<b class=kanal> Nusantara </b>" + article(articleSection="X"), "Nusantara"),
        (article(articleSection=["Nusantara", "X"]), "Nusantara"),
        ('<meta property="article:section" content="Nusantara">', "Nusantara"),
        ("", None),
    ],
)
def test_the_section(markup, section):
    assert facts(markup).section((".kanal",)) == section


def test_text_is_that_of_the_first_selector_with_a_visible_one():
    page = facts("<h1></h1><h1 hidden>Rahasia</h1><h2> Bakau <br>untuk <b>anak</b> cucu</h2>")
    assert page.text(("h1 b", "h2")) == "Bakau untuk anak cucu"
    assert page.text((".none",)) == ""


def test_the_canonical_address():
    assert facts('<link rel="canonical" href=" https://lembar.co.id/a ">').canonical() == "https://lembar.co.id/a"
    assert facts('<link rel="canonical">').canonical() is None
