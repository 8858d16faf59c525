"""IDN Times: a portal for the young, much of it lists; its regional sites have another template and are left out.

Confirmed in 2026: the URLs, the hubs of the channels, the markup. robots.txt keeps robots off addresses with a query.
JSON-LD holds the text without its paragraphs and is no source for it. Addresses until 2024 are a guess.
"""

from crawler.site import Expect, Listing, Site, Sitemap, Template

SITE = Site(
    name="idntimes",
    title="IDN Times",
    domains=("idntimes.com",),
    # At the slug's end the code of the author and that of the article; the same story may come by two authors.
    article=r"https://www\.idntimes\.com/[\w-]+/[\w-]+/"
    r"(?:[\w-]+-(?P<id>[a-z0-9]{5}-[a-z0-9]{6})|[\w-]+/[\w-]+)(?:/|$)",
    not_article=r"idntimes\.com/(?:author|tag|search|ajax|v1)/",
    discovery=(
        Sitemap("https://www.idntimes.com/sitemap.xml"),
        *(
            Listing(f"https://www.idntimes.com/{channel}")
            for channel in "news business sport tech life health science travel food men automotive".split()
        ),
    ),
    host_aliases={"idntimes.com": "www.idntimes.com"},
    templates=(
        Template(
            name="2025",
            body="#article-description",
            title=("h1[data-testid='title-article']", "h1"),
            drop=("[class*='wrapper-ads'], [id*='-ads'], [id^='ads-'], [id^='div-gpt-ad']",),
            published=("jsonld:datePublished", "[data-testid='publish-date-article'] time"),
            authors=("[data-testid^='author-article']",),
            section=("[data-testid^='breadcrumbs-']:not([data-testid='breadcrumbs-1'])",),
            tags=("[data-testid='tag-list'] a",),  # keywords may be "Update me"
        ),
    ),
    expect=Expect(articles_a_day=(60, 800), characters=(800, 6000)),
)
