"""Tempo: the daily site of the weekly. Its magazine and its paper are for subscribers and show the beginning only.

Three kinds of URLs: until about 2016 with the day and nine digits, of which the last six are the number; then the
number alone on a subdomain; since the end of 2024 the number at the end of the slug. The numbers run on through all
three. Confirmed in 2026: the national feed. Reports on the index contradict each other, and scripts are answered 403
now and then.
"""

from datetime import date

from crawler.site import DatedIndex, Expect, Feed, Site, Sitemap, Template

SITE = Site(
    name="tempo",
    title="Tempo",
    domains=("tempo.co",),
    # Magazine, paper and newsletters count their articles by themselves: there the URL is the identity.
    article=r"https://((majalah|koran|newsletter)\.tempo\.co/([\w-]+/)?read/([\w-]+/)?\d+(/|$)"
    r"|webtorial\.tempo\.co/[\w./-]+\.html$"  # made by hand, without numbers
    r"|([\w-]+\.tempo\.co/([\w-]+/)?read/(news/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/\d{3})?"
    r"|www\.tempo\.co/[a-z-]+/[a-z0-9-]+-)(?P<id>\d{5,8})(/|$))",
    not_article=r"^https://(en|foto|video)\.tempo\.co/|^https://www\.tempo\.co/(penulis|tag|foto|video|newsletter)/",
    discovery=(
        Feed("https://rss.tempo.co/nasional"),
        Feed("https://rss.tempo.co/"),
        Sitemap("https://www.tempo.co/sitemap.xml"),
    ),
    backfill=(
        DatedIndex(
            "https://www.tempo.co/indeks?page={page}&start_date={day:%Y-%m-%d}&end_date={day:%Y-%m-%d}",
            items="figure a",
            since=date(2018, 1, 1),
        ),
    ),
    host_aliases={"tempo.co": "www.tempo.co", "m.tempo.co": "www.tempo.co"},
    path_cuts=(r"/full&view=ok$", r"^/amp(?=/)"),
    templates=(
        Template(
            name="content-wrapper",
            since=date(2024, 12, 1),
            # One `#content-wrapper` a paragraph. At times the page holds only the first of them.
            body="#content-wrapper, .detail-content",
            drop=("a[href^='/tag/']", ".parallax-box", ".banner-fix-bottom"),
            json_body=True,
            published=("jsonld:datePublished", "meta:article:published_time", "time", "p.date"),
            authors=("a[href*='/penulis/']",),
        ),
        Template(
            name="detail-konten",
            since=date(2020, 6, 1),
            until=date(2024, 12, 31),
            body=".detail-konten",
            title=(".detail-title h1", "h1.title", "h1"),
            drop=(".parallax-box", ".banner-fix-bottom", ".bannerhead"),
            published=("p.date", "jsonld:datePublished"),
            authors=(".text-avatar:has(.sub:lexbor-contains('Reporter')) .title a", ".text-avatar .title a"),
            editors=(".text-avatar:has(.sub:lexbor-contains('Editor')) .title a",),
            captions=("figcaption", ".foto-detail p"),
        ),
        Template(
            name="isi",
            since=date(2017, 1, 1),
            until=date(2020, 12, 31),
            body="#isi",
            title=("h1[itemprop='headline']", "article h1", "h1"),
            # JSON-LD and meta dates were constants of the template for a time.
            published=("#date", "span[itemprop='datePublished']"),
            authors=(".author:lexbor-contains('Reporter') h4",),
            editors=(".author:lexbor-contains('Editor') h4",),
        ),
        Template(
            name="mobile",
            since=date(2017, 1, 1),
            until=date(2018, 12, 31),
            body="section#detail > article > div:not([class]):has(> p)",
            title=("section#detail h1",),
            published=("#date",),
            authors=(".author:lexbor-contains('Reporter') h4",),
            editors=(".author:lexbor-contains('Editor') h4",),
        ),
        Template(
            name="majalah",
            since=date(2018, 1, 1),
            until=date(2021, 12, 31),
            body="#wrapper-content",
            title=("article h1",),
            standfirst=("article h1 ~ .w-100 h4",),
            # Captions are grey small print, pull quotes are h4; the reader's login is printed at the end.
            drop=(".related", "small", "h4", "div[style*='font-size: 6px']"),
            published=("meta:article:published_time",),
            authors=("article .w-90 h2",),
            captions=("#wrapper-content small",),
        ),
        Template(
            name="artikel",
            until=date(2017, 1, 1),
            body=".artikel",
            drop=(".artikel > h1", ".block-kanal-map", ".block-tanggal", ".block-display"),
            title=("h1:has(+ .block-tanggal)", ".judul-artikel"),
            published=("jsonld:datePublished", ".block-tanggal", ".tanggal"),
        ),
    ),
    expect=Expect(articles_a_day=(60, 500), characters=(800, 6000)),
)
