"""Katadata: business and data; its Databoks is another site.

Confirmed in 2026: monthly sitemaps back to January 2021, which are the way into the past, and the index between two
days, whose further items need a script. The markup was read by two witnesses, of 2022 and of 2026.
"""

from datetime import date

from crawler.site import DatedIndex, Expect, Site, Sitemap, Template

INDEX = DatedIndex(
    "https://katadata.co.id/indeks/search/-/{day:%d-%m-%Y}/{day:%d-%m-%Y}", pages_at_most=1, since=date(2021, 1, 1)
)

DROP = ("[class^='widget-baca-juga'], [class*='ai-summary'], .flying_carpet_div, [id^='div-gpt-ad']",)

# The meta tag has no zone: WIB.
PUBLISHED = ("jsonld:datePublished", "meta:article:published_time", ".detail-date")

SITE = Site(
    name="katadata",
    title="Katadata",
    domains=("katadata.co.id",),
    # Thirteen hex digits, of which the first eight are the second of creation; until 2020 the day stood in the path.
    article=r"https://katadata\.co\.id/(?:(?:[\w-]+/)+(?P<id>[0-9a-f]{13})(?:/|$)"
    r"|berita/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/[\w-]+)",
    not_article=r"katadata\.co\.id/(?:foto|video|infografik|indeks|tags?)/",
    discovery=(INDEX,),
    backfill=(INDEX, Sitemap("https://www.katadata.co.id/sitemap-index.xml", only=r"sitemap/post/")),
    host_aliases={"www.katadata.co.id": "katadata.co.id"},
    templates=(
        Template(
            name="2023",
            body=".detail-main",
            title=(".detail-title", "h1"),
            drop=DROP,
            published=PUBLISHED,
            authors=(".detail-author-name",),
            section=(
                ".section-breadcrumb li:last-child a",
                ".section-breadcrumb > a:last-of-type",
                ".section-breadcrumb",
            ),
        ),
        Template(
            name="2021",
            body="article .detail-body",
            title=(".detail-title", "h1"),
            drop=DROP,
            published=PUBLISHED,
            authors=(".detail-author-name",),
        ),
    ),
    expect=Expect(articles_a_day=(30, 250), characters=(1200, 6000)),
)
