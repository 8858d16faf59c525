"""Kontan: the weekly for investors and its portal, one subdomain per channel.

Confirmed: the index of the day, back to 2 January 2019 (195 articles), and the markup. Articles answered one script
with 403 and another with the page. The feeds of rss.kontan.co.id are listed by many and verified by none.
"""

from datetime import date

from crawler.site import DatedIndex, Expect, Feed, Site, Template, Whole

INDEX = DatedIndex(
    "https://www.kontan.co.id/search/indeks?kanal=&tanggal={day.day}&bulan={day:%m}&tahun={day:%Y}&pos=indeks"
    "&per_page={page}",
    items=".list-berita a",
    first=0,
    step=20,
    since=date(2019, 1, 2),
)

SITE = Site(
    name="kontan",
    title="Kontan",
    domains=("kontan.co.id",),
    # Neither number nor day: host and slug are the identity. insight.kontan.co.id is for subscribers.
    article=r"https://[\w-]+\.kontan\.co\.id/news/[\w-]+",
    not_article=r"//(?:insight|foto|tv)\.",
    discovery=(
        INDEX,
        *(Feed(f"https://rss.kontan.co.id/news/{channel}") for channel in ("nasional", "keuangan", "bursa")),
    ),
    backfill=(INDEX,),
    whole=Whole(query="page=all"),
    templates=(
        Template(
            name="2018",
            body=".tmpt-desk-kon[itemprop='articleBody'], .tmpt-desk-kon",
            title=("h1.detail-desk", "h1"),
            # The byline is the first paragraph of the body; a related article is a paragraph whose link is tracked.
            drop=(
                ".tmpt-desk-kon > p:first-of-type:lexbor-contains('Editor:')",
                "p:has(> a[class*='track-']), p:has(> strong > a[class*='track-']), h2:has(a[class*='track-'])",
                "[id^='div-gpt-ad']",
            ),
            end=("<!--pagination end-->",),
            published=("div.fs14.ff-opensans.font-gray", "jsonld:datePublished"),
            authors=(".tmpt-desk-kon > p:first-of-type:lexbor-contains('Editor:')", ".fs13.font-gray"),
            editors=(".tmpt-desk-kon > p:first-of-type:lexbor-contains('Editor:')",),
            section=("div.breadcumb a:last-of-type", "div.breadcumb"),
        ),
    ),
    delay=4.0,
    expect=Expect(articles_a_day=(120, 600), characters=(1000, 4500)),
)
