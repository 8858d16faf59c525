"""Fimela: women's magazine of the KLY house, on the same system as Liputan6.

Its index of the day is that of its sister and not confirmed here.
"""

from crawler.families import KLY_DESKTOP, KLY_MOBILE
from crawler.site import DatedIndex, Expect, Listing, Site

INDEX = DatedIndex("https://www.fimela.com/indeks/{day:%Y/%m/%d}?page={page}", items="article a[href]")

SITE = Site(
    name="fimela",
    title="Fimela",
    domains=("fimela.com",),
    article=r"https://[\w-]+\.fimela\.com/(?:[\w-]+/)?read/(?P<id>\d{6,8})(?:/|$)",
    not_article=r"fimela\.com/(?:photo|foto|video)/",
    discovery=(Listing("https://www.fimela.com/", items="article a[href]"), INDEX),
    backfill=(INDEX,),
    host_aliases={"fimela.com": "www.fimela.com", "m.fimela.com": "www.fimela.com"},
    path_cuts=(r"^/amp(?=/)",),
    templates=(KLY_DESKTOP, KLY_MOBILE),
    expect=Expect(articles_a_day=(10, 200), characters=(1000, 6000)),
)
