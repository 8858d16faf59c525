"""Sriwijaya TV, a station in Palembang: WordPress with the plugin Inline Related Posts.

Known is that the domain ran on WordPress in 2022. That it is the "SRI TV" whose texts carry "READ  <headline>", the
mark of that plugin, is a guess, and all paths are those of WordPress as it comes.
"""

from crawler.site import Expect, Feed, Site, Sitemap, WordPress
from crawler.wordpress import CLASSIC, FOXIZ

SITE = Site(
    name="sriwijayatv",
    title="Sriwijaya TV",
    domains=("sriwijayatv.tv",),
    # The permalinks of WordPress: the slug alone, or below a category or a day. A slug of one or two words is a page.
    article=r"https://sriwijayatv\.tv/((?P<year>\d{4})/(?P<month>\d\d)/((?P<day>\d\d)/)?|([\w-]+/){0,2})"
    r"[\w%.]+(-[\w%.]+){2,}$",
    not_article=r"/(category|tag|author|page|feed|search|wp-\w+)(/|$)|/jadwal-|/(pedoman|kebijakan|tentang|kode)-[\w-]*$",
    discovery=(WordPress("https://sriwijayatv.tv"), Feed("https://sriwijayatv.tv/feed/")),
    backfill=(
        WordPress("https://sriwijayatv.tv"),
        Sitemap("https://sriwijayatv.tv/wp-sitemap.xml", only="posts-post"),
    ),
    next_page=".page-links .current + a",
    host_aliases={"www.sriwijayatv.tv": "sriwijayatv.tv"},
    path_cuts=(r"/amp/?$", r"(?<=\w)/\d{1,2}/?$"),
    templates=(FOXIZ, CLASSIC),
    expect=Expect(articles_a_day=(0, 60), characters=(400, 4000)),
)
