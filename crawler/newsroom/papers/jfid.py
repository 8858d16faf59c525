"""jfid: WordPress with the Foxiz theme."""

from crawler.newsroom.paper import Paper
from crawler.newsroom.papers.wordpress import NUMBER, page_of, routes, url_below

JFID = Paper(
    name="jfid",
    title="Jurnal Faktual Indonesia",
    domain="jfid.co.id",
    url=url_below("https://jfid.co.id"),
    number=NUMBER,
    page_of=page_of,
    robots="User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n\n"
    "Sitemap: https://jfid.co.id/sitemap_index.xml\n",
    routes=routes("https://jfid.co.id"),
)
