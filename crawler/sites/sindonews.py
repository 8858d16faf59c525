"""SINDOnews: the portal that was a daily of the MNC group; one subdomain per channel, one template for all of them.

Confirmed in 2026: the index of the day for all channels, the feeds, the whole view, the markup. How far back the index
reaches is not known. hi-lite, scope and media are other products with addresses of the same shape.
"""

from datetime import date

from crawler.families import MNC_DROP
from crawler.site import DatedIndex, Expect, Feed, Site, Template, Whole

SITE = Site(
    name="sindonews",
    title="SINDOnews",
    domains=("sindonews.com",),
    # The number, the rubric, the slug; the ten digits at its end are the second in which the article was created,
    # half an hour before it appeared in the one case that is known, and so no date.
    article=r"https://(?:www|nasional|metro|daerah|ekbis|international|sports|kalam|edukasi|lifestyle|otomotif|tekno|sains)"
    r"\.sindonews\.com/read/(?P<id>\d+)/\d+/[\w-]+",
    discovery=(
        Feed("https://www.sindonews.com/feed"),
        DatedIndex("https://www.sindonews.com/indeks/0/{page}?t={day:%Y-%m-%d}", first=0, step=20),
    ),
    backfill=(DatedIndex("https://www.sindonews.com/indeks/0/{page}?t={day:%Y-%m-%d}", first=0, step=20),),
    # The whole view has no JSON-LD of the article: its date and author are those that are shown.
    whole=Whole(query="showpage=all"),
    host_aliases={"sindonews.com": "www.sindonews.com"},
    path_cuts=(r"(?<=-\d{10})/\d{1,3}$", r"(?<=[a-z])/\d{1,3}$"),  # /5, /10: offsets of pages
    templates=(
        Template(
            name="2021",
            body="#detail-desc, .detail-desc",  # no paragraphs: text parted by <br>
            title=("h1.detail-title", "h1"),
            drop=(*MNC_DROP, "[class^='v-']"),
            published=("jsonld:datePublished", ".detail-date-artikel"),
            authors=(".detail-nama-redaksi a[rel='author']", ".detail-nama-redaksi"),
            section=(".breadcrumb li:last-child a", ".breadcrumb > a:last-of-type"),
        ),
        Template(
            name="2016",
            until=date(2018, 12, 31),
            body="html:has(h1[itemprop='headline']) .content",
            title=("h1[itemprop='headline']",),
            drop=MNC_DROP,
            published=("jsonld:datePublished", "meta:datePublished", "[itemprop='datePublished']", "time"),
            authors=("[itemprop='author']",),
        ),
    ),
    expect=Expect(articles_a_day=(150, 800), characters=(800, 5000)),
)
