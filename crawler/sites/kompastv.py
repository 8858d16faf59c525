"""Kompas TV: what the news channel puts on its website.

Confirmed in 2026: the shape of the URLs, that the server renders section and article pages. Not confirmed: the feed
(many lists name it, none says it answers). No sitemap and no dated index is known, so nothing reaches the past.
"""

from crawler.site import Expect, Feed, Listing, Site, Template, Whole

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
    # No page was seen. The facts are: paragraphs that begin with a bold dateline, keyword links, h2 sub-heads; a
    # container is known from one witness who looks to have guessed, so the likely ones are tried in turn.
    templates=(
        Template(
            name="2022",
            body=".detail-content, .article__body, .isi-artikel, [itemprop='articleBody'], .read__content",
            title=("h1",),
            drop=(
                "#jxOutstreamContainer",
                "[class^='ads-']",
                ".container_skinad",
                ".kgnw-middle",
                ".kgnw-player",
                ".mgidclsbanner",
            ),
            json_body=True,
            published=(
                "jsonld:datePublished",
                "meta:content_PublishedDate",
                "meta:article:published_time",
                ".time-news",
            ),
            authors=(".author-text", "span.pub"),
            tags=("a[href*='/tag/']",),
        ),
    ),
    expect=Expect(articles_a_day=(80, 500), characters=(600, 5000)),
)
