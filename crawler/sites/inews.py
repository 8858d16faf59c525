"""iNews: the portal of the MNC group's news channel. Its city portals are another site: see inewsdaerah.

Known in 2026: it answered robots and scripts alike with 403 (CloudFront), so a crawl may find it shut. The indexes were
used by older crawlers, the whole view by readers' scripts. Of the body only names of classes are known, from witnesses
who disagree: all are tried.
"""

from crawler.families import MNC_DROP
from crawler.site import DatedIndex, Expect, Feed, Site, Sitemap, Template, Whole

CHANNELS = ("news", "finance", "regional", "lifestyle", "sport", "otomotif")

PUBLISHED = ("jsonld:datePublished", "meta:article:published_time", ".createdAt", ".timeAndShare", "time")

SITE = Site(
    name="inews",
    title="iNews.id",
    domains=("www.inews.id",),
    # Channel, rubric and slug, without number or day: the path is the identity.
    article=rf"https://www\.inews\.id/(?:{'|'.join(CHANNELS)}|techno|multimedia|travel)/[\w-]+/[\w-]+",
    not_article=r"inews\.id/(?:indeks|tag|multimedia/(?:photo|video))/",
    discovery=(Feed("https://www.inews.id/feed"), Sitemap("https://www.inews.id/sitemap.xml")),
    backfill=tuple(
        DatedIndex(f"https://www.inews.id/indeks/{channel}/{{day:%d-%m-%Y}}/{{page}}") for channel in CHANNELS
    ),
    whole=Whole(path="/all"),
    path_cuts=(r"(?<=\w)/\d{1,2}$",),
    templates=(
        Template(
            name="2025",
            body=".detail-artikel, .bodyText, .pc-desc-artikel",
            drop=(*MNC_DROP, "[class^='related']"),
            published=PUBLISHED,
            authors=(".author",),
            section=(".breadcrumb li:last-child a", ".breadcrumb > a:last-of-type"),
        ),
        Template(
            name="2022",
            body="article .content",
            drop=(*MNC_DROP, "[class^='related']"),
            published=PUBLISHED,
            authors=(".author",),
            section=(".breadcrumb li:last-child a", ".breadcrumb > a:last-of-type"),
        ),
    ),
    delay=5.0,
    expect=Expect(articles_a_day=(60, 600), characters=(600, 4000)),
)
