"""Liputan6: a television newsroom's portal, of the KLY house; channels were hosts until 2019, paths since.

The index of the day is confirmed for 2019 (90 articles) and 2026 (51); the feeds by one witness of 2025.
"""

from datetime import date

from crawler.families import KLY_DESKTOP, KLY_MOBILE
from crawler.site import DatedIndex, Expect, Feed, Site, Template

INDEX = DatedIndex(
    "https://www.liputan6.com/indeks/{day:%Y/%m/%d}?start={day:%Y-%m-%d}&end={next:%Y-%m-%d}&page={page}",
    items="article a[href]",
    since=date(2019, 1, 2),
)

SITE = Site(
    name="liputan6",
    title="Liputan6.com",
    domains=("liputan6.com",),
    article=r"https://[\w-]+\.liputan6\.com/(?:[\w-]+/)?read/(?P<id>\d{6,8})(?:/|$)",
    not_article=r"//(?:photo|video|tv|enamplus)\.|liputan6\.com/(?:photo|foto|video|tv)/",
    discovery=(
        Feed("https://www.liputan6.com/rss"),
        *(Feed(f"https://feed.liputan6.com/rss/{channel}") for channel in ("news", "bisnis", "bola")),
        INDEX,
    ),
    backfill=(INDEX,),
    # The mobile host takes the articles of all channels.
    host_aliases={"liputan6.com": "www.liputan6.com", "m.liputan6.com": "www.liputan6.com"},
    path_cuts=(r"^/amp(?=/)",),
    templates=(
        KLY_DESKTOP,
        KLY_MOBILE,
        Template(
            name="2017-photo",
            body=".read-page--photo-tag--header__content",
            title=(".read-page--photo-tag--header__title",),
            captions=(".read-page--photo-tag--slider__top__item__caption",),
        ),
        Template(
            name="2016",
            until=date(2016, 12, 31),
            # The pages after the first start hidden.
            body=".read-page__content-body, .read-page__content-body > [id^='multi-page-']",
            title=("h1.read-page--header__title", "h1"),
            standfirst=(".read-page--header__subtitle",),
            drop=(".baca-juga",),
            authors=(".read-page--header__author-link",),
            section=(".read-page--breadcrumb li:last-child",),
        ),
        Template(
            name="2016-mobile",
            until=date(2016, 12, 31),
            body=".article-content",
            title=("h1.article-header__title", "h1"),
            drop=(".baca-juga",),
            authors=(".article-header__author-link",),
            section=(".breadcrumb__item:last-child",),
        ),
        Template(
            name="2014",
            until=date(2015, 12, 31),
            body=".entry-content .text-detail",
            title=("h1.entry-title", "h1"),
            standfirst=(".entry-header .subtitle",),
            drop=(".baca-juga",),
            published=(".by-author .datetime",),
            authors=(".by-author .author .fn",),
            section=("#breadcrumb li:last-child",),
        ),
    ),
    expect=Expect(articles_a_day=(30, 600), characters=(1000, 5000)),
)
