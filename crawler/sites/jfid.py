"""jfid, Jurnal Faktual Indonesia: a small news site, WordPress with the Foxiz theme.

Nothing about this site itself is confirmed, not even which of its two domains it uses: what stands here is what
WordPress and the theme produce when nobody changes their settings.
"""

from crawler.site import Expect, Feed, Site, Sitemap, WordPress
from crawler.wordpress import CLASSIC, FOXIZ

SITE = Site(
    name="jfid",
    title="Jurnal Faktual Indonesia",
    domains=("jfid.co.id", "jf.id"),
    # The permalinks of WordPress: the slug alone, or below a category or a day. A slug of one or two words is a page.
    article=r"https://(jfid\.co\.id|jf\.id)/((?P<year>\d{4})/(?P<month>\d\d)/((?P<day>\d\d)/)?|([\w-]+/){0,2})"
    r"[\w%.]+(-[\w%.]+){2,}$",
    not_article=r"/(category|tag|topik|author|page|feed|search|wp-\w+)(/|$)"
    r"|/(pedoman-(media|pemberitaan)|kebijakan-|tentang-|syarat-|disclaimer|kode-etik)[\w-]*$",
    discovery=(WordPress("https://jfid.co.id"), Feed("https://jfid.co.id/feed/")),
    backfill=(WordPress("https://jfid.co.id"), Sitemap("https://jfid.co.id/sitemap_index.xml", only="post-sitemap")),
    # `<!--nextpage-->`: /slug/2/, /slug/3/
    next_page=".page-links .current + a",
    host_aliases={"www.jfid.co.id": "jfid.co.id", "www.jf.id": "jf.id"},
    path_cuts=(r"/amp/?$", r"(?<=\w)/\d{1,2}/?$"),
    templates=(FOXIZ, CLASSIC),
    expect=Expect(articles_a_day=(1, 100), characters=(500, 5000)),
)
