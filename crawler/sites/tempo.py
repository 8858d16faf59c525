"""Tempo: the daily site of the weekly. Its magazine and its paper are for subscribers and show the beginning only.

Three kinds of URLs: until about 2016 with the day and nine digits, of which the last six are the number; then the
number alone on a subdomain; since the end of 2024 the number at the end of the slug. The numbers run on through all
three. Confirmed in 2026: the national feed. Reports on the index contradict each other, and scripts are answered 403
now and then.
"""

from datetime import date

from crawler.site import DatedIndex, Expect, Feed, Site, Sitemap

SITE = Site(
    name="tempo",
    title="Tempo",
    domains=("tempo.co",),
    # Magazine, paper and newsletters count their articles by themselves: there the URL is the identity.
    article=r"https://((majalah|koran|newsletter)\.tempo\.co/([\w-]+/)?read/([\w-]+/)?\d+(/|$)"
    r"|([\w-]+\.tempo\.co/([\w-]+/)?read/(news/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/\d{3})?"
    r"|www\.tempo\.co/[a-z-]+/[a-z0-9-]+-)(?P<id>\d{5,8})(/|$))",
    not_article=r"^https://(en|foto|video)\.tempo\.co/|^https://www\.tempo\.co/(penulis|tag|foto|video|newsletter)/",
    discovery=(
        Feed("https://rss.tempo.co/nasional"),
        Feed("https://rss.tempo.co/"),
        Sitemap("https://www.tempo.co/sitemap.xml"),
    ),
    backfill=(
        DatedIndex(
            "https://www.tempo.co/indeks?page={page}&start_date={day:%Y-%m-%d}&end_date={day:%Y-%m-%d}",
            items="figure a",
            since=date(2018, 1, 1),
        ),
    ),
    host_aliases={"tempo.co": "www.tempo.co", "m.tempo.co": "www.tempo.co"},
    path_cuts=(r"/full&view=ok$", r"^/amp(?=/)"),
    expect=Expect(articles_a_day=(60, 500), characters=(800, 6000)),
)
