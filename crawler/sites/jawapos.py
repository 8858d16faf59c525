"""Jawa Pos: the daily of Surabaya, and the Radar papers of East and Central Java on its subdomains.

Confirmed in 2026: the newest index, the URLs, and that the page's data holds the whole article, as HTML; what its
server makes of them was not seen. The system of Promedia from 2023 to 2025 is well known. The two shapes of addresses
until 2022 were seen in links of that time, the feeds in lists of feeds.
"""

from dataclasses import replace
from datetime import date

from crawler.families import PROMEDIA
from crawler.site import Expect, Feed, Listing, Site, Sitemap, Template, Whole

ARTICLE = "data:props.pageProps.article"

SITE = Site(
    name="jawapos",
    title="Jawa Pos",
    domains=("jawapos.com",),
    # Ten digits: today's are the day (YYMMDD) and a number within it, older ones a number alone that begins with 01.
    article=r"https://(?:www|radar\w*)\.jawapos\.com/(?:[\w-]+/){1,2}"
    r"(?:(?P<id>\d{10})|(?P<day>\d\d)/(?P<month>\d\d)/(?P<year>20\d\d)|(?<=/read/)20\d\d/\d\d/\d\d/\d+)/[\w-]+",
    not_article=r"jawapos\.com/(?:foto|infografis|tag|author|search)/",
    discovery=(
        Listing("https://www.jawapos.com/indeks"),
        Feed("https://www.jawapos.com/nasional/rss"),
        Feed("https://www.jawapos.com/ekonomi/rss"),
        Sitemap("https://jawapos.com/sitemap.xml"),
    ),
    whole=Whole(query="page=all"),
    host_aliases={"jawapos.com": "www.jawapos.com"},
    templates=(
        Template(
            name="2026",
            body=f"{ARTICLE}.content",
            title=(f"{ARTICLE}.title", "h1"),
            drop=("strong.readmore, p:has(> strong.readmore), [id^='div-gpt-ad']",),
            published=(f"{ARTICLE}.published_at",),  # no zone: WIB
            modified=(),
            authors=(f"{ARTICLE}.authors",),
            editors=(f"{ARTICLE}.editor",),
            section=(f"{ARTICLE}.category",),
            tags=(f"{ARTICLE}.tags",),
        ),
        replace(PROMEDIA, since=date(2023, 1, 1)),
        Template(
            name="2016",
            until=date(2018, 12, 31),
            body=".newsContent",
            published=("jsonld:datePublished", "meta:article:published_time"),
            drop=(".baca-juga, .ads",),
        ),
    ),
    expect=Expect(articles_a_day=(80, 600), characters=(800, 5000)),
)
