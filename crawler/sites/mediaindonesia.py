"""Media Indonesia: the daily of the Media Group.

Feed and index are confirmed; some pages of the index met a check of Cloudflare. No day can be asked for.
"""

from datetime import date

from crawler.site import Expect, Feed, Listing, Site, Sitemap, Template

SITE = Site(
    name="mediaindonesia",
    title="Media Indonesia",
    domains=("mediaindonesia.com",),
    # The pages of an index look alike: /ekonomi/20/40
    article=r"https://mediaindonesia\.com/[\w-]+/(?P<id>\d{3,8})/(?=[\w-]*[a-z])[\w-]+",
    not_article=r"mediaindonesia\.com/(?:video|galleries|tag|indeks|foto)/",
    discovery=(
        Feed("https://mediaindonesia.com/feed"),
        Sitemap("https://mediaindonesia.com/sitemap.xml"),
        Listing("https://mediaindonesia.com/indeks"),
    ),
    host_aliases={"www.mediaindonesia.com": "mediaindonesia.com", "m.mediaindonesia.com": "mediaindonesia.com"},
    templates=(
        Template(
            name="2023",
            since=date(2023, 1, 1),
            body="div.article",
            title=(".post-header h1", "h1"),
            drop=(
                ".related-news, .flying-carpet, .ext-channel, .info-author",
                "._ap_apex_ad, .dfp-ad",
            ),
            # The page shows the time of writing, some minutes before.
            published=("jsonld:datePublished", ".info .datetime"),
            authors=(".info .author-2",),
            editors=(".info-author .author",),
            section=(".mi-breadcrumb li:last-child",),
            tags=(".related-tags a",),
        ),
    ),
    expect=Expect(articles_a_day=(50, 600), characters=(800, 4000)),
)
