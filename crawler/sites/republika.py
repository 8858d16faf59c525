"""Republika: the daily that went online in 1995; one template for all its subdomains.

Its robots.txt bars some thirty robots by name, Scrapy among them; others may read all but the search. Confirmed in
2026: index, sitemap, the markup. The feed answered with 15 articles for one witness and not at all for another.
"""

from datetime import date

from crawler.site import DatedIndex, Expect, Feed, Site, Sitemap, Template

SITE = Site(
    name="republika",
    title="Republika",
    domains=("republika.co.id",),
    # Nine characters: the second of publication in base 36, then the number of the rubric. Until 2017 or so the
    # section and the day stood before them, and the slug was tied on with a hyphen. A double slash happens.
    article=r"https://([\w-]+\.)?republika\.co\.id/berita/([\w-]+/)*(?P<id>(?P<seconds36>[a-z0-9]{6})\d{3})([/-]|$)",
    discovery=(
        Feed("https://www.republika.co.id/rss"),
        Sitemap("https://republika.co.id/files/xml/sitemap.xml"),
    ),
    # Two older forms of this address had the day elsewhere; this one was seen to answer in 2026.
    backfill=(DatedIndex("https://republika.co.id/index/{page}/{day:%Y/%m/%d}", first=0, step=50),),
    host_aliases={"www.republika.co.id": "republika.co.id", "m.republika.co.id": "republika.co.id"},
    templates=(
        Template(
            name="article-content",
            since=date(2023, 1, 1),
            body=".article-content",
            title=(".max-card__title h1", "h1"),
            standfirst=(".max-card__teaser",),
            drop=(
                "[id^='bn_']",
                "[id^='div-gpt-ad']",
                "#next-article",
                ".detail__media-caption",
                ".footnote-wrap",
                ".parallax__container",
                ".picked-article",
                ".scrollToRead",
                ".share",
            ),
            published=("jsonld:datePublished", "meta:article:published_time", ".date-item__headline", "url"),
            authors=(".max-card__title .by a", ".by"),
            section=(".breadcrumb li:last-child a",),
            captions=("figcaption", ".detail__media-caption"),
        ),
        Template(
            name="artikel",
            since=date(2018, 1, 1),
            until=date(2023, 12, 31),
            body=".detail-artikel, .artikel",
            title=(".wrap-head h1", ".wrap-head h2", "h1"),
            drop=(".picked-article", "[id^='div-gpt-ad']", ".baca-juga", ".wrap-baca-juga"),
            published=("jsonld:datePublished", "meta:article:published_time", ".date_detail", ".date", "url"),
            authors=(".by span", ".by"),
        ),
        Template(
            name="content-detail",
            since=date(2016, 1, 1),
            until=date(2018, 1, 1),
            body=".content-detail",
            title=(".jdl-detail h2", ".wrap-head h2"),
            after=(".detail-berita > div[style*='font-weight']",),
            published=(".date-detail", ".wrap-head .date", "url"),
            authors=(".wp-reset .red",),
            editors=(".wp-reset .red",),
        ),
        Template(
            name="txt-detailberita",
            until=date(2016, 1, 1),
            body=".txt-detailberita",
            title=("h1.jdl-detail",),
            published=(".rangka .date", "url"),
            authors=(".red td:has(> strong:lexbor-contains('Reporter'))",),
            editors=(".red td:has(> strong:lexbor-contains('Redaktur'))",),
            captions=(".caption-foto",),
        ),
    ),
    expect=Expect(articles_a_day=(150, 800), characters=(800, 5000)),
)
