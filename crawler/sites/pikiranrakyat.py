"""Pikiran Rakyat: the daily of Bandung and the regional sites under its name, on the system of Promedia.

Feed, sitemap and the index are told by lists, not confirmed; the index is one of the newest only, no day can be asked
for. Cloudflare limits the rate of searches.
"""

from crawler.families import PROMEDIA
from crawler.site import Expect, Feed, Listing, Site, Sitemap, Whole

SITE = Site(
    name="pikiranrakyat",
    title="Pikiran Rakyat",
    domains=("pikiran-rakyat.com",),
    # The number begins with that of the regional site.
    article=r"https://[\w-]+\.pikiran-rakyat\.com/(?:[\w-]+/)+pr-(?P<id>\d{7,12})(?:/|$)",
    not_article=r"pikiran-rakyat\.com/(?:foto|video|tag|topik|photo)/",
    discovery=(
        Feed("https://www.pikiran-rakyat.com/feed"),
        Sitemap("https://www.pikiran-rakyat.com/sitemap.xml"),
        Listing("https://galamedia.pikiran-rakyat.com/indeks-berita", items=".latest__title a"),
    ),
    whole=Whole(query="page=all"),
    host_aliases={"pikiran-rakyat.com": "www.pikiran-rakyat.com"},
    path_cuts=(r"/amp(?=/pr-)",),
    templates=(PROMEDIA,),
    delay=4.0,
    expect=Expect(articles_a_day=(50, 1500), characters=(800, 4000)),
)
