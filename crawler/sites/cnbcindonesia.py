"""CNBC Indonesia: the business site of detik's house, with detik's system behind it.

Confirmed in 2026: the index of the day, back to 2 January 2019 (178 articles), the feeds, the markup. The markup until
2023 or so is known from one witness.
"""

from datetime import date

from crawler.families import DETIK_NETWORK_DROP
from crawler.site import DatedIndex, Expect, Feed, Site, Template

INDEX = DatedIndex(
    "https://www.cnbcindonesia.com/indeks?date={day:%Y/%m/%d}&tipe=&page={page}",
    items="article a, .nhl-list a",
    since=date(2019, 1, 2),
)

SITE = Site(
    name="cnbcindonesia",
    title="CNBC Indonesia",
    domains=("cnbcindonesia.com",),
    # The 14 digits are not the time of publication.
    article=r"https://www\.cnbcindonesia\.com/[\w-]+/\d{14}-\d+-(?P<id>\d+)(?:/|$)",
    not_article=r"^https://www\.cnbcindonesia\.com/(?:tv|foto|video)/",
    discovery=(
        Feed("https://www.cnbcindonesia.com/rss"),
        *(
            Feed(f"https://www.cnbcindonesia.com/{channel}/rss")
            for channel in "news market entrepreneur syariah tech lifestyle".split()
        ),
        INDEX,
    ),
    backfill=(INDEX,),
    host_aliases={"cnbcindonesia.com": "www.cnbcindonesia.com"},
    path_cuts=(r"/(?:amp|\d{1,2})/?$",),  # pages of an article are /1, /2, /3
    templates=(
        Template(
            name="2024",
            # It stands in another element of the same class; between its paragraphs every div is an ad.
            body=".detail-text",
            title=("h1.text-32", "h1"),
            drop=(*DETIK_NETWORK_DROP, ".detail-text > .detail-text > div", ".media-institusi"),
            published=("jsonld:datePublished", "div.text-cm.text-gray"),
            authors=("div.mb-1.text-base.font-semibold",),
            section=("a.text-xs.font-semibold[href='#']", "a.text-xs.font-semibold"),
        ),
        Template(
            name="2018",
            body=".detail_text",
            title=(".jdl h1", "h1"),
            drop=DETIK_NETWORK_DROP,
            published=("jsonld:datePublished", "meta:publishdate", ".jdl .date", ".date"),
            authors=(".jdl .author",),
        ),
    ),
    expect=Expect(articles_a_day=(100, 500), characters=(1000, 5000)),
)
