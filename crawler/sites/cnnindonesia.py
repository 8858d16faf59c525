"""CNN Indonesia: the news site of detik's house, with detik's system behind it.

Confirmed in 2026: the index of the day, back to 2 January 2019 (207 articles), the feeds, the markup. Its sitemap is
recent only. Older markup is known from one witness for each era.
"""

from datetime import date

from crawler.families import DETIK_NETWORK_DROP
from crawler.site import DatedIndex, Expect, Feed, Site, Template

INDEX = DatedIndex(
    "https://www.cnnindonesia.com/indeks/2?date={day:%Y/%m/%d}&page={page}", items="article a", since=date(2019, 1, 2)
)

SITE = Site(
    name="cnnindonesia",
    title="CNN Indonesia",
    domains=("cnnindonesia.com",),
    # The 14 digits look like the time of publication and are not: they were seen 26 hours off.
    article=r"https://www\.cnnindonesia\.com/[\w-]+/\d{14}-\d+-(?P<id>\d+)(?:/|$)",
    not_article=r"^https://www\.cnnindonesia\.com/(?:tv|foto|video)/",
    discovery=(
        Feed("https://www.cnnindonesia.com/rss"),
        *(
            Feed(f"https://www.cnnindonesia.com/{channel}/rss")
            for channel in "nasional internasional ekonomi teknologi olahraga hiburan gaya-hidup".split()
        ),
        INDEX,
    ),
    backfill=(INDEX,),
    host_aliases={"cnnindonesia.com": "www.cnnindonesia.com"},
    path_cuts=(r"/(?:amp|\d{1,2})/?$",),
    templates=(
        Template(
            name="2023",
            body=".detail-text",
            title=("h1",),
            # The last one is a link that asks to prefer the site on Google.
            drop=(*DETIK_NETWORK_DROP, "a.border"),
            # Some articles of the technology channel have no JSON-LD.
            published=("jsonld:datePublished", "meta:publishdate", ".text-cnn_grey"),
            authors=(".text-cnn_black_light3 span:not(.text-cnn_red)",),
            section=("a.gtm_breadcrumb_kanal",),
            tags=("aside:has(.title-box :lexbor-contains('TOPIK TERKAIT')) a",),
        ),
        Template(
            name="2015",
            body="#detikdetailtext, .detail_text",
            title=("h1.title", ".detail_text h1", "h1"),
            drop=(*DETIK_NETWORK_DROP, "h1, .date"),
            published=("jsonld:datePublished", "meta:publishdate", ".date"),
            section=(".breadcrumb li:last-child a", ".breadcrumb > a:last-of-type"),
        ),
    ),
    expect=Expect(
        articles_a_day=(120, 600),
        characters=(1000, 5000),
        filled={"title": 0.99, "published": 0.98, "authors": 0.0},  # the byline is the brand
    ),
)
