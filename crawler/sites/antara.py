"""Antara: the national news agency, with some 34 regional editions that number their articles by themselves.

The feeds are confirmed for 2026. The index of the day was read by witnesses of 2018 to 2020 only; in 2026 another form
of its address gave 404. The markup after 2017 is told, not seen.
"""

from datetime import date

from crawler.site import DatedIndex, Expect, Feed, Site, Sitemap, Template

TOPICS = (
    *("top-news", "politik", "hukum", "ekonomi", "metro", "sepakbola", "olahraga", "humaniora", "lifestyle"),
    *("hiburan", "dunia", "tekno", "otomotif", "warta-bumi"),
)

SITE = Site(
    name="antara",
    title="ANTARA News",
    domains=("antaranews.com",),
    article=r"https://(?P<id>[\w-]+\.antaranews\.com/(?:berita|news)/\d+)(?:/|$)",
    discovery=(
        Feed("https://www.antaranews.com/rss/terkini.xml"),
        *(Feed(f"https://www.antaranews.com/rss/{topic}.xml") for topic in TOPICS),
        Sitemap("https://www.antaranews.com/sitemap.xml"),
    ),
    backfill=(
        DatedIndex(
            "https://www.antaranews.com/indeks/{day:%d-%m-%Y}/{page}",
            items=".card__post-list a, article.simple-post h3 a",
        ),
    ),
    host_aliases={"antaranews.com": "www.antaranews.com", "m.antaranews.com": "www.antaranews.com"},
    path_cuts=(r"^/amp(?=/)",),
    templates=(
        Template(
            name="2023",
            since=date(2023, 1, 1),
            body=".wrap__article-detail-content.post-content",
            title=(".wrap__article-detail-title h1", ".wrap__article-detail-title", "h1"),
            drop=(".baca-juga, .text-muted, .adsbygoogle",),
            published=("jsonld:datePublished", "meta:article:published_time", ".list-inline-item.mr-2"),
            section=(".breadcrumbs__item:nth-child(2)",),
        ),
        Template(
            name="2018",
            since=date(2018, 1, 1),
            body=".post-content",
            title=("h1.post-title", "h1"),
            drop=(".baca-juga, .text-muted, .adsbygoogle",),
            published=("jsonld:datePublished", "meta:article:published_time", ".article-date"),
            tags=("ul.tags-widget a",),
        ),
        Template(
            name="2014",
            until=date(2017, 12, 31),
            body="#content_news",
            title=("h1.title", "h1"),
            # Editor and copyright close the body. A quotation that stands before it repeats the text.
            drop=("#content_news > p.mt10, #content_news > p.date",),
            published=(".date time", ".date"),
            authors=(".byline [itemprop='author']", ".byline"),
            editors=("#content_news [itemprop='editor']", "#content_news > p.mt10"),
            tags=("meta:keywords",),
            captions=("#caption_news",),
        ),
    ),
    expect=Expect(articles_a_day=(200, 1200), characters=(1000, 4000)),
)
