"""Metrotvnews: the portal of a news channel.

The facts are thin: pages of 2016, when each region and rubric had a host, and no source that is known to answer today.
"""

from datetime import date

from crawler.site import Expect, Listing, Site, Template

SITE = Site(
    name="metrotvnews",
    title="Metrotvnews.com",
    domains=("metrotvnews.com",),
    # Eight letters and digits, capitals told from small ones, then the name.
    article=r"https://[\w-]+\.metrotvnews\.com/(?:[\w-]+/){1,3}(?P<id>[0-9A-Za-z]{8})-",
    not_article=r"//(?:video|foto|podcast)\.|metrotvnews\.com/(?:play|video|foto|index)/",
    discovery=(Listing("https://www.metrotvnews.com/"),),
    host_aliases={"metrotvnews.com": "www.metrotvnews.com"},
    path_cuts=(r"^/amp(?=/)",),
    templates=(
        Template(
            name="2016",
            until=date(2017, 12, 31),
            body=".detail .tru",
            title=(".detail h1", "h1"),
            published=(".detail .line .reg",),
            authors=(".detail .line .reg",),
            section=(".breadcrumbs a:last-of-type",),
            captions=(".detail .sum",),
        ),
        Template(
            name="2016-mobile",
            until=date(2017, 12, 31),
            body=".part.article",
            title=(".lead h1", "h1"),
            # It stands inside the one paragraph and ends it: what follows is bare text.
            drop=(".part.related",),
            published=(".lead .red",),
            authors=(".lead .red",),
            captions=(".caption2 span",),
        ),
    ),
    expect=Expect(articles_a_day=(50, 800), characters=(800, 4000)),
)
