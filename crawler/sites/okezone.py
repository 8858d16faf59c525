"""Okezone: a portal with one subdomain per channel, of the MNC house; mpi.okezone.com serves its sister SINDOnews.

The indexes of the day, the feeds and the whole view are confirmed. robots.txt bars nothing of this.
"""

from datetime import date

from crawler.site import DatedIndex, Expect, Feed, Site, Sitemap, Template, Whole

CHANNELS = (
    *("news", "nasional", "megapolitan", "economy", "sports", "bola", "celebrity", "lifestyle", "women", "health"),
    *("techno", "ototekno", "muslim", "edukasi"),
)

INDEXES = tuple(
    DatedIndex(f"https://{channel}.okezone.com/indeks/{{day:%Y/%m/%d}}/{{page}}", first=0, step=10)
    for channel in CHANNELS
)

# `meta[itemprop=datePublished]` was a constant of the template for years: 2014-07-13, with seven digits of seconds.
PUBLISHED = ("meta:article:published_time", "jsonld:datePublished")

SITE = Site(
    name="okezone",
    title="Okezone",
    domains=("okezone.com",),
    article=r"https://[\w-]+\.okezone\.com/(?:read|amp)/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/\d+/(?P<id>\d+)(?:/|$)",
    not_article=r"//(?:mpi|img|cdn|redaksi|foto|video|tv|metube)\.",
    discovery=(
        *(
            Feed(f"https://sindikasi.okezone.com/index.php/rss/{number}/RSS2.0")
            for number in (0, 1, 2, 11, 12, 13, 14, 16)
        ),
        Sitemap("https://news.okezone.com/sitemap.xml"),
        *INDEXES,
    ),
    backfill=INDEXES,
    whole=Whole(query="page=all"),
    host_aliases={"okezone.com": "www.okezone.com"},
    templates=(
        Template(
            name="2025",
            since=date(2025, 6, 1),
            body=".c-detail.read",
            title=(".title-article h1", "h1"),
            drop=(
                "#baca-juga, .vicon, .box-ads-konten, #paging, .paging",
                "[class^='inject-'], [class^='banner'], #rctiplus, .box-gnews",
            ),
            partial=("#paging a.nomor",),
            published=(*PUBLISHED, ".journalist span"),
            authors=(".journalist a",),
            section=(".breadcrumb li:last-child",),
            tags=("#tag .box-tag a",),
            captions=(".desc-foto", "figcaption"),
        ),
        Template(
            name="2018",
            since=date(2018, 1, 1),
            body="#contentx.read",
            title=(".title h1", "h1"),
            drop=("#rctiplus, .box-gnews, .flying_carpet_div, #baca-juga, [class^='inject-']",),
            end=(".detail-tag, .ads-disclaimer",),
            published=(*PUBLISHED, ".namerep b"),
            authors=(".namerep a",),
            section=(".breadcrumb li:last-child",),
            tags=(".detail-tag a",),
        ),
        Template(
            name="2014",
            until=date(2018, 12, 31),
            body="#contentx.dtlnews",
            title=(".titles h1", ".news-title h1"),
            after=("#contentx ~ strong",),
            drop=(".wrap-rekomen",),
            published=(*PUBLISHED, ".meta-post time"),
            authors=(".nmreporter div",),
            section=(".breadcrumb .bractive", ".breadcrumb li:last-child"),
            captions=(".caption-img-ab p",),
        ),
    ),
    expect=Expect(articles_a_day=(100, 800), characters=(800, 4000)),
)
