"""Bisnis Indonesia: the business daily, one subdomain per channel.

Confirmed: the index of the day, back to 2 January 2019; some saw 40 articles and no second page, others 17 pages.
Cloudflare stops scripts at the articles at times, and robots.txt keeps robots off the feeds.
"""

from datetime import date

from crawler.site import DatedIndex, Expect, Site, Template

INDEX = DatedIndex(
    "https://www.bisnis.com/index?categoryId=0&type=indeks&date={day:%Y-%m-%d}&page={page}",
    items="a.artLink",
    since=date(2019, 1, 2),
)

PUBLISHED = ("meta:publishdate", "meta:article:published_time", ".detailsAttributeDates", ".authorTime")

DROP = ("[class^='baca-juga-box'], .baca-juga-title, [class^='billboard'], [id^='div-gpt-ad']",)

SITE = Site(
    name="bisnis",
    title="Bisnis.com",
    domains=("bisnis.com",),
    article=r"https://[\w-]+\.bisnis\.com/(?:[\w-]+/)?read/(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)/\d+/(?P<id>\d+)(?:/|$)",
    not_article=r"//(?:epaper|foto|video|infografis|tv)\.",
    discovery=(INDEX,),
    backfill=(INDEX,),
    path_cuts=(r"/(?:all|\d{1,2})$",),
    templates=(
        # Class names made by machine; one witness of 2026.
        Template(
            name="2026",
            body="div[class*='ArticleWrapper']",
            drop=DROP,
            published=("jsonld:datePublished", *PUBLISHED, "url"),
        ),
        Template(
            name="2020",
            body="article.detailsContent",
            title=("h1.detailsTitleCaption", "h1"),
            drop=DROP,
            published=(*PUBLISHED, "jsonld:datePublished", "url"),
            authors=(
                ".detailsAuthorItem:lexbor-contains('Penulis')",
                ".authorName, .authorNames",
                ".detailsAttributeAuthor a",
            ),
            editors=(".detailsAuthorItem:lexbor-contains('Editor')",),
            section=(".breadcrumbItem:last-child .breadcrumbLink", ".breadcrumbItem:last-child"),
            tags=(".detailsTagList a",),
            captions=(".detailsImgCaption",),
        ),
        # premium.bisnis.com: the head of the article, for those who have not paid.
        Template(
            name="premium",
            body=".paywall",
            drop=DROP,
            published=(*PUBLISHED, "url"),
            authors=(".authorName, .authorNames",),
        ),
    ),
    delay=5.0,
    expect=Expect(articles_a_day=(30, 400), characters=(1000, 5000)),
)
