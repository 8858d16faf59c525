"""Kompas TV: what the news channel puts on its website.

Confirmed in 2026: the shape of the URLs, that the server renders section and article pages. Not confirmed: the feed
(many lists name it, none says it answers). No sitemap and no dated index is known, so nothing reaches the past.
"""

from crawler.site import Expect, Feed, Listing, Site, Whole

SITE = Site(
    name="kompastv",
    title="Kompas TV",
    domains=("kompas.tv",),
    # Until mid-2022 the section was the word "article", and old numbers turn up under today's sections.
    article=r"https://www\.kompas\.tv/(?!tag/)[a-z0-9-]+/(?P<id>\d{4,7})(/|$)",
    discovery=(
        Feed("https://www.kompas.tv/rss"),
        Listing("https://www.kompas.tv/news"),
        Listing("https://www.kompas.tv/nasional"),
        Listing("https://www.kompas.tv/regional"),
        Listing("https://www.kompas.tv/internasional"),
        Listing("https://www.kompas.tv/ekonomi"),
        Listing("https://www.kompas.tv/olahraga"),
    ),
    whole=Whole(query="page=all"),
    host_aliases={"kompas.tv": "www.kompas.tv"},
    # Numbers grew by some 220 a day between 2024 and 2026.
    expect=Expect(articles_a_day=(80, 500), characters=(600, 5000)),
)
