"""Republika: the daily that went online in 1995; one template for all its subdomains.

Its robots.txt bars some thirty robots by name, Scrapy among them; others may read all but the search. Confirmed in
2026: index, sitemap, the markup. The feed answered with 15 articles for one witness and not at all for another.
"""

from crawler.site import DatedIndex, Expect, Feed, Site, Sitemap

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
    expect=Expect(articles_a_day=(150, 800), characters=(800, 5000)),
)
