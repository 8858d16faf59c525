"""Kompas.com: the largest news portal, one subdomain per channel and city.

The index of the day is confirmed for 2019 (424 articles) and 2026 (1,016 articles). The sitemap holds only the newest;
the feeds are gone.
"""

from datetime import date

from crawler.site import DatedIndex, Expect, Site, Sitemap, Whole

INDEX = DatedIndex(
    "https://indeks.kompas.com/?site=all&date={day:%Y-%m-%d}&page={page}",
    # The first is today's markup, the other two were that of the years until 2024.
    items=".articleItem a.article-link, .article__list a.article__link, .article__title a",
    since=date(2019, 1, 2),
)

SITE = Site(
    name="kompas",
    title="Kompas.com",
    domains=("kompas.com",),
    # The digits after the day: hour, minute and second in WIB, then the number of the channel. The slug is cut at will.
    article=r"https://[\w-]+\.kompas\.com/([\w-]+/)?read/"
    r"(?P<id>(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)\d{0,4})(/|$)",
    discovery=(Sitemap("https://www.kompas.com/sitemap.xml"), INDEX),
    backfill=(INDEX,),
    whole=Whole(query="page=all"),
    host_aliases={"kompas.com": "www.kompas.com", "amp.kompas.com": "www.kompas.com"},
    path_cuts=(r"(?<=/read)/xml(?=/)",),  # until 2016
    expect=Expect(articles_a_day=(300, 1500), characters=(1000, 6000)),
)
