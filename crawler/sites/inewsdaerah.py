"""iNews Regional: portals of a hundred and more cities below inews.id, with a system of their own.

One witness of 2026 tells of the addresses, the index of a city and the markup. The cities named here are a handful.
"""

from crawler.families import MNC_DROP
from crawler.site import Expect, Listing, Site, Template

CITIES = ("bandungraya", "depok", "purwokerto", "semarang", "surabaya", "tangsel")

SITE = Site(
    name="inewsdaerah",
    title="iNews Regional",
    domains=("inews.id",),
    article=r"https://(?!www\.)[\w-]+\.inews\.id/read/(?P<id>\d+)(?:/|$)",
    discovery=tuple(Listing(f"https://{city}.inews.id/indeks/{city}/all") for city in CITIES),
    templates=(
        Template(
            name="2026",
            body="div.bodyArticle",  # text parted by <br>
            title=("h1.headerTitle", "h1"),
            drop=(*MNC_DROP, "[class^='related']"),
            published=("jsonld:datePublished", "div.createdAt"),
            authors=("ul.author li.authorList a",),
            tags=("li.tagList a",),
        ),
    ),
    delay=5.0,
    expect=Expect(articles_a_day=(10, 1500), characters=(600, 4000)),
)
