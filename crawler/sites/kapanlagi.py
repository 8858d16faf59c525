"""KapanLagi: entertainment news of the KLY house, one host for music beside www.

The facts are thin: pages and a feed of 2015 and 2016. The pages declare ISO-8859-1 and are UTF-8.
"""

from datetime import date

from crawler.site import Expect, Feed, Listing, Site, Template

SITE = Site(
    name="kapanlagi",
    title="KapanLagi.com",
    domains=("kapanlagi.com",),
    article=r"https://[\w-]+\.kapanlagi\.com/(?:[\w-]+/)+[\w-]+-(?P<id>[0-9a-f]{6})\.html$",
    not_article=r"//(?:foto|video|lirik|plus)\.|kapanlagi\.com/(?:foto|video|lirik|profil)/",
    discovery=(Feed("https://www.kapanlagi.com/feed/"), Listing("https://www.kapanlagi.com/")),
    host_aliases={"kapanlagi.com": "www.kapanlagi.com", "m.kapanlagi.com": "www.kapanlagi.com"},
    templates=(
        Template(
            name="2014",
            until=date(2017, 12, 31),
            # Each channel has its own prefix: entertainment-detail-news, v7-music-detail-news
            body="[class$='-detail-news']",
            title=("h1[class*='newsdetail-title']", "h1"),
            drop=("[class*='newsdetail-image-caption']",),
            published=("[class*='newsdetail-schedule']",),
            section=("a.newsdetail-categorylink", "#v5-navigation a:last-of-type"),
            captions=("[id$='newsdetail-imageinfo'], [class*='newsdetail-image-caption']",),
        ),
    ),
    # It prints no byline.
    expect=Expect(
        articles_a_day=(20, 300), characters=(600, 4000), filled={"title": 0.99, "published": 0.95, "authors": 0.0}
    ),
)
