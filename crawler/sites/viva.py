"""VIVA: a portal of one host since 2017; before, every channel had its own.

Its cities (jatim.viva.co.id and others) and sister magazines are other sites with numbers of their own. The feed is
gone; the index gives some 34 articles, and whether `?page=` turns it was told both ways.
"""

from datetime import date

from crawler.site import Expect, Listing, Site, Sitemap, Template

PUBLISHED = ("jsonld:datePublished", "meta:article:published_time")

SITE = Site(
    name="viva",
    title="VIVA",
    domains=("viva.co.id",),
    article=r"https://(?:www\.viva\.co\.id/(?:[\w-]+/){1,3}|(?:[\w-]+\.)+viva\.co\.id/[\w-]+/read/)(?P<id>\d{5,8})-",
    not_article=r"//(?:foto|video)\.viva|viva\.co\.id/(?:foto|video|vlix|tag|indeks)/",
    discovery=(
        Listing("https://www.viva.co.id/indeks", items=".article-list-row a.article-list-title"),
        Sitemap("https://www.viva.co.id/sitemap.xml"),
    ),
    next_page="a[rel='next'], link[rel='next']",  # long articles turn by `?page=`; their pager was not seen
    host_aliases={"viva.co.id": "www.viva.co.id", "m.viva.co.id": "www.viva.co.id"},
    path_cuts=(r"^/amp(?=/)",),
    templates=(
        Template(
            name="2026",
            since=date(2026, 7, 24),
            body="div.main-content-detail",
            title=("h1.main-content-title", "h1"),
            drop=(".recommended-article, .widget-other-article, .ads",),
            published=(*PUBLISHED, ".main-content-date"),
            modified=(),  # what JSON-LD says is not when the text was changed
            authors=(".main-content-author a", ".main-content-author"),
            section=("a.breadcrumb-step:last-of-type",),
        ),
        Template(
            name="2018",
            body="#article-detail-content",
            title=(".leading-title h1", "h1"),
            # Texts of partners (BBC, DW, ABC, Republika) bring lists of links, a credit below the photo and a footer.
            drop=(
                "[class^='iklan-'], .lihat-skyscraper, .embedsocmed",
                "ul:has(a[href*='xtor=']), figure > footer",
                "a.btn[class*='real-'], .partner-footer, [class^='fot-']",
            ),
            published=(*PUBLISHED, ".leading-date"),
            authors=(".leading-author-list a",),
            section=(".leading-breadcrumb li:last-child b",),
            captions=(".leading-image-caption", "figcaption"),
        ),
        Template(
            name="2014",
            body="#article-content [itemprop='articleBody'], #article-content [itemprop='description']",
            title=(".article-detail .title h1", "h1"),
            standfirst=(".article-detail .summary",),
            drop=("div[style*='text-align: center']:has(> em:only-child)",),
            published=(*PUBLISHED, ".smalldesc .date"),
            authors=(".smalldesc .author b",),
            section=(".upperdeck-kanal",),
            captions=(".photodesc", "div[style*='text-align: center'] > em:only-child"),
        ),
    ),
    expect=Expect(articles_a_day=(100, 800), characters=(800, 4000)),
)
