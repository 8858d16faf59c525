"""Kompasiana: the blogs of Kompas' readers. A text belongs to its writer; the page says so below it.

The facts are thin: one page of 2017, and `?page=all`, of which a list speaks. What announces articles is not known.
"""

from datetime import date

from crawler.site import Expect, Listing, Site, Template, Whole

SITE = Site(
    name="kompasiana",
    title="Kompasiana",
    domains=("kompasiana.com",),
    # Below the writer's name: the number before the name of the text, until 2017 or so behind it.
    article=r"https://www\.kompasiana\.com/[\w.-]+/(?:[^/_]+_)?(?P<id>[0-9a-f]{24})(?:/|$)",
    discovery=(Listing("https://www.kompasiana.com/"),),
    whole=Whole(query="page=all"),
    host_aliases={"kompasiana.com": "www.kompasiana.com", "m.kompasiana.com": "www.kompasiana.com"},
    path_cuts=(r"^/amp(?=/)",),
    templates=(
        Template(
            name="2017",
            until=date(2017, 12, 31),
            body="article.kompasiana-article",
            title=(".read > h1",),
            published=("meta:content_publisheddate", ".read > .count span"),
            modified=("meta:datemodified",),
            authors=(".box-user-in .title h1",),
            section=("meta:content_category",),
            captions=(".read .title:not(.box-user-in .title)",),
        ),
    ),
    expect=Expect(articles_a_day=(50, 2000), characters=(1000, 8000)),
)
