"""DW Indonesia: the Indonesian service of Deutsche Welle.

Known: the URLs, in which the number counts and the slug decorates, and the body's class of either era. The feeds are in
many lists; one witness counts DW as without any. Days without a zone are those of Bonn.
"""

from crawler.site import Expect, Feed, Listing, Site, Template

SITE = Site(
    name="dwindonesia",
    title="DW Indonesia",
    domains=("dw.com",),
    article=r"https://www\.dw\.com/id/(?:[^/]+/)?a-(?P<id>\d+)$",
    discovery=(
        Feed("https://rss.dw.com/xml/rss-id-all"),
        Feed("https://rss.dw.com/rdf/rss-id-all"),
        Listing("https://www.dw.com/id"),
    ),
    host_aliases={"dw.com": "www.dw.com", "m.dw.com": "www.dw.com"},
    templates=(
        Template(
            name="2023",
            body=".content-area",
            standfirst=("p.teaser-text", ".teaser-text"),
            drop=(".slideshow, .gallery, figure, [class*='vjs'], .advertisement, .sharing-bar, [class*='newsletter']",),
            published=("jsonld:datePublished", "meta:date", "time"),
        ),
        Template(
            name="2010",
            body=".longText",
            title=(".col3 h1", "h1"),
            standfirst=("p.intro",),
            drop=(".picBox, .slideshow, .gallery, .sharing-bar, [class*='newsletter']",),
            published=(
                "jsonld:datePublished",
                "meta:date",
                "ul.smallList li:has(> strong:lexbor-contains('Tanggal'))",
            ),
            authors=("ul.smallList li:has(> strong:lexbor-contains('Penulis'))",),
            captions=(".picBox p", "figcaption"),
        ),
    ),
    timezone="Europe/Berlin",
    expect=Expect(articles_a_day=(3, 60), characters=(1500, 8000)),
)
