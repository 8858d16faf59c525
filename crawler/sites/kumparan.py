"""kumparan: a platform on which its newsrooms and its readers publish, told apart by the account in the URL.

Confirmed in 2026: sitemaps, feed, URLs and the markup of paragraphs; its channels load by script and give no list.
How sub-heads are marked is not known: text outside `story-paragraph` is lost.
"""

from crawler.site import Expect, Feed, Site, Sitemap, Template

SITE = Site(
    name="kumparan",
    title="kumparan",
    domains=("kumparan.com",),
    # The account, then the slug with eleven characters at its end that are the article's.
    article=r"https://kumparan\.com/[@\w.-]+/(?:[\w%.-]*-)?(?P<id>\d[A-Za-z0-9]{10})$",
    not_article=r"^https://kumparan\.com/(?:channel|topic|search|trending)/",
    discovery=(
        Feed("https://lapi.kumparan.com/v2.0/rss/"),
        *(
            Sitemap(f"https://kumparan.com/sitemap_channel_{channel}.xml")
            for channel in "news entertainment mom otomotif woman bisnis buzz bolanita".split()
        ),
        Sitemap("https://kumparan.com/sitemap.xml", only=r"sitemap_channel_(?:food|tekno|bola.sports)"),
    ),
    path_cuts=(r"/full$",),
    templates=(
        Template(
            name="2020",
            # A `p` in 2026, a `span` before.
            body="[data-qa-id='story-paragraph']",
            title=("h1[data-qa-id='story-title']", "h1"),
            published=("jsonld:datePublished", "time[data-qa-id='publish-date']"),
            # JSON-LD has the writer, the page the account.
            section=("[data-qa-id='channel-name']",),
            tags=("a[data-qa-id='tag-topic']",),
            captions=("[data-qa-id='image-caption']", "figcaption"),
        ),
    ),
    expect=Expect(articles_a_day=(100, 1500), characters=(600, 4000)),
)
