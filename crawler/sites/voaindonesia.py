"""VOA Indonesia: the Indonesian service of the Voice of America, on the system Pangea that it shares with Radio Free
Europe. In 2025 it fell nearly silent.

Confirmed: URLs, zones, JSON-LD. What stands between the paragraphs is known from the sister sites.
"""

from crawler.site import Expect, Feed, Listing, Site, Template

SITE = Site(
    name="voaindonesia",
    title="VOA Indonesia",
    domains=("voaindonesia.com",),
    article=r"https://www\.voaindonesia\.com/a/(?:[^/]+/)?(?P<id>\d+)\.html$",
    # The addresses of its feeds are opaque.
    discovery=(
        Feed("https://www.voaindonesia.com/api/zmgqoe$moi"),
        Feed("https://www.voaindonesia.com/api/zmg-ome_vi"),
        Listing("https://www.voaindonesia.com/z/299"),
        Listing("https://www.voaindonesia.com/z/7014"),
    ),
    host_aliases={"voaindonesia.com": "www.voaindonesia.com", "m.voaindonesia.com": "www.voaindonesia.com"},
    templates=(
        Template(
            name="pangea",
            body="#article-content .wsw, .body-container .wsw",
            title=("h1.title", "h1"),
            standfirst=(".intro p", ".intro"),
            drop=(
                ".also-read, .wsw__embed, .media-block",
                ".c-mmp, .media-pholder, .media-gallery-embed, .media-download",
                "figure, .share__list, .subitems, .region",
            ),
            published=("jsonld:datePublished", "meta:article:published_time", ".date time", "time"),
            authors=(".publishing-details .links__item-link", ".links--by .links__item-link"),
            section=(".category a", ".category"),
        ),
    ),
    expect=Expect(articles_a_day=(0, 60), characters=(1000, 6000)),
)
