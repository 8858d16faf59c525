"""BeritaSatu: the portal of the B Universe group.

Confirmed in 2026: URLs, news sitemaps, the seven pages of the newest index, the markup. CloudFront answers 403 to a
User-Agent that looks like no browser's, or that holds the word "bot". No dated index is known since 2018.
"""

from crawler.site import Expect, Listing, Site, Sitemap, Template

SITE = Site(
    name="beritasatu",
    title="BeritaSatu",
    domains=("beritasatu.com",),
    article=r"https://www\.beritasatu\.com/[\w-]+/(?P<id>\d+)/[\w-]+",
    not_article=r"beritasatu\.com/(?:penulis|editor|tag|search|network|foto|video)/",
    discovery=(
        Sitemap("https://www.beritasatu.com/sitemap.xml", only=r"/news\.xml"),
        Listing("https://www.beritasatu.com/terkini/indeks"),
        *(Listing(f"https://www.beritasatu.com/terkini/indeks/{number}") for number in range(2, 8)),
    ),
    host_aliases={"beritasatu.com": "www.beritasatu.com"},
    templates=(
        Template(
            name="2023",
            body=".body-content",
            # Related articles are coloured boxes without a class; the tags close the body.
            drop=("div:has(> h2 a.stretched-link), [id^='div-gpt-ad'], .halfpage, a:has(> h3.badge)",),
            published=("jsonld:datePublished", "small.text-muted"),
            authors=("a[href*='/penulis/']",),
            editors=("a[href*='/editor/']",),
            tags=("h3.badge",),
        ),
    ),
    delay=3.0,
    expect=Expect(articles_a_day=(100, 600), characters=(800, 5000)),
)
