"""Merdeka: a portal of the KLY house with a system of its own; its robots.txt bars every address with a query.

No index of the day is known. The sections' hubs show their first page only, the sitemaps some days.
"""

from datetime import date

from crawler.site import Expect, Feed, Site, Sitemap, Template

SITE = Site(
    name="merdeka",
    title="Merdeka.com",
    domains=("merdeka.com",),
    # Until about 2024 a name that ends in .html, for a while with a number and `-mvk` before it.
    article=r"https://www\.merdeka\.com/(?:[\w-]+/){1,2}(?:read/(?P<id>\d{5,9})(?:/|$)|[^/]+\.html$)",
    not_article=r"merdeka\.com/(?:[\w-]+/)?(?:foto|video|slideshow|reporter|tag|ucnews|kuis|profil|search)/",
    discovery=(Sitemap("https://www.merdeka.com/sitemap.xml"), Feed("https://www.merdeka.com/rss/")),
    host_aliases={"merdeka.com": "www.merdeka.com", "m.merdeka.com": "www.merdeka.com"},
    path_cuts=(r"^/amp(?=/)",),
    templates=(
        Template(
            name="2024",
            since=date(2024, 1, 1),
            body=".articles-content__body",
            title=("h1.articles-content__title", "h1"),
            drop=(".bg-primary-50, .advertisement-placeholder, .article-ad, .baca-juga",),
            # JSON-LD names an author that is null.
            authors=("meta:author",),
            section=("nav.breadcrumb-navigation li:last-child",),
            tags=(".tags-articles__list a",),
        ),
        Template(
            name="2018-mobile",
            # Pages after the first are in the page, hidden.
            body=".mdk-news-body .mdk-body-paragraph",
            title=(".mdk-news-head h1", "h1"),
            after=(".mdk-news-body > p:not(.read-too) > b",),
            drop=(".imageinfo, .read-too, .page-number",),
            # The offset is -07:00, the clock that of Jakarta.
            published=("meta:article:published_time !wall", ".mdk-date-reporter span"),
            modified=("meta:article:modified_time !wall",),
            authors=(".mdk-date-reporter a[rel]",),
            section=(".mdk-date-reporter a",),
            tags=(".tag__list a",),
            captions=(".mdk-news-img-copyright", ".imageinfo"),
        ),
        Template(
            name="2012",
            until=date(2018, 12, 31),
            body="#mdk-body-newsarea",
            title=("#mdk-body-news h1", "h1"),
            # `2015-06-19T03:40:00+07:00Z`, as it stands there
            published=("meta:pub_date !wall", "#mdk-body-news-reporter"),
            modified=(),
            authors=("#mdk-body-news-reporter a[href*='/reporter/']",),
            section=("#mdk-nav-navtxt a:last-child",),
            captions=("#mdk-body-news-caption",),
        ),
    ),
    expect=Expect(articles_a_day=(50, 600), characters=(1000, 5000)),
)
