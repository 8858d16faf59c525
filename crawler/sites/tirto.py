"""Tirto: long reads and data, one flat address per article.

Confirmed in 2026: the newest index, the URLs, the markup. robots.txt forbids to turn the index (`?next`), so the
sitemap must reach the past; it was not tried. Cloudflare looks at the User-Agent: a short one was refused.
"""

from crawler.site import Expect, Listing, Site, Sitemap, Template

SITE = Site(
    name="tirto",
    title="Tirto.id",
    domains=("tirto.id",),
    # Four characters at the end of the slug are the article's; sections have shorter slugs, but for one.
    article=r"https://tirto\.id/\w+(?:-\w+)+-(?P<id>[A-Za-z0-9]{4})$",
    not_article=r"^https://tirto\.id/pikir-dua-kali$",
    discovery=(Listing("https://tirto.id/indeks"), Sitemap("https://tirto.id/sitemap.xml")),
    backfill=(Sitemap("https://tirto.id/sitemap.xml"),),
    host_aliases={"www.tirto.id": "tirto.id"},
    templates=(
        Template(
            name="2017",
            body=".content-text-editor",
            title=("h1.article-title", "h1"),
            standfirst=("p.kicker",),
            drop=(".baca-holder, ins[data-revive-zoneid], [id^='gpt-']",),
            # There is no article in its JSON-LD; the meta tag has the last change, without a zone: WIB.
            published=(".byline div:lexbor-contains('Terbit')", ".byline div", "meta:article:published_time"),
            modified=("meta:article:modified_time",),
            authors=(".byline a.reporter-name",),
            section=(".breadcrumbs-wrapper li:last-child a", ".breadcrumbs-wrapper > a:last-of-type"),
            # The keywords hold names of rubrics as well.
        ),
    ),
    delay=4.0,
    expect=Expect(articles_a_day=(20, 250), characters=(1500, 9000)),
)
