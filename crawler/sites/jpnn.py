"""JPNN: the news network of Jawa Pos papers, with regional sites.

Confirmed in 2026: title, body and the two meta tags. The index of the day was used by many until 2024. Whether the
feed answers is disputed. The pager within an article is a guess.
"""

from datetime import date

from crawler.site import DatedIndex, Expect, Feed, Listing, Site, Template

SITE = Site(
    name="jpnn",
    title="JPNN.com",
    domains=("jpnn.com",),
    # Neither number nor day: the slug is the identity. The regions number theirs.
    article=r"https://(?:www\.jpnn\.com/news/[\w-]+|(?!www\.)[\w-]+\.jpnn\.com/[\w-]+/\d+/[\w-]+)",
    discovery=(Feed("https://www.jpnn.com/rss"), Listing("https://www.jpnn.com/indeks")),
    backfill=(
        DatedIndex(
            "https://www.jpnn.com/indeks?id=&d={day:%d}&m={day:%m}&y={day:%Y}&tab=all&page={page}",
            items="h1 a, .content-description h2 a, ul.loadmore a",
            since=date(2016, 1, 1),
        ),
    ),
    next_page=".pagination .active + li a, .pagination a[rel='next']",
    host_aliases={"jpnn.com": "www.jpnn.com", "m.jpnn.com": "www.jpnn.com"},
    templates=(
        Template(
            name="2017",
            body="div[itemprop='articleBody']",
            title=("h1.judul", "h1"),
            drop=(
                ".baca-juga, .terkait, .pagination, .tags",
                "[class^='ans-'], .download_apps, [id*='div-gpt-ad'], ins.adsbygoogle",
                ".top-medsos, .creator-medsos, .video_detail",
            ),
            # The meta tag is JPNN's own, in mixed English and Indonesian months, without a zone: WIB.
            published=("meta:jpnncom_news_pubdate", "jsonld:datePublished", "span.date-publish"),
            authors=("meta:jpnncom_news_author",),
        ),
    ),
    expect=Expect(articles_a_day=(80, 600), characters=(600, 4000)),
)
