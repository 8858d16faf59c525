"""Sriwijaya TV: WordPress with a classic theme and the plugin Inline Related Posts."""

from crawler.newsroom.paper import Paper
from crawler.newsroom.papers.wordpress import NUMBER, page_of, routes, url_below

SRIWIJAYATV = Paper(
    name="sriwijayatv",
    title="Sri Wijaya TV",
    domain="sriwijayatv.tv",
    url=url_below("https://sriwijayatv.tv"),
    number=NUMBER,
    page_of=page_of,
    robots="User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n\n"
    "Sitemap: https://sriwijayatv.tv/wp-sitemap.xml\n",
    routes=routes("https://sriwijayatv.tv"),
)
