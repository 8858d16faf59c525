"""Kompas.com: the largest news portal, one subdomain per channel and city.

The index of the day is confirmed for 2019 (424 articles) and 2026 (1,016 articles). The sitemap holds only the newest;
the feeds are gone.
"""

from datetime import date

from crawler.site import DatedIndex, Expect, Site, Sitemap, Template, Whole

INDEX = DatedIndex(
    "https://indeks.kompas.com/?site=all&date={day:%Y-%m-%d}&page={page}",
    # The first is today's markup, the other two were that of the years until 2024.
    items=".articleItem a.article-link, .article__list a.article__link, .article__title a",
    since=date(2019, 1, 2),
)

SITE = Site(
    name="kompas",
    title="Kompas.com",
    domains=("kompas.com",),
    # The digits after the day: hour, minute and second in WIB, then the number of the channel. The slug is cut at will.
    article=r"https://[\w-]+\.kompas\.com/([\w-]+/)?read/"
    r"(?P<id>(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)\d{0,4})(/|$)",
    discovery=(Sitemap("https://www.kompas.com/sitemap.xml"), INDEX),
    backfill=(INDEX,),
    whole=Whole(query="page=all"),
    host_aliases={"kompas.com": "www.kompas.com", "amp.kompas.com": "www.kompas.com"},
    path_cuts=(r"(?<=/read)/xml(?=/)",),  # until 2016
    templates=(
        Template(
            name="read",
            since=date(2018, 1, 1),
            body=".read__content",
            title=("h1.read__title",),
            # A source may be given as a picture alone.
            after=(".read__credit.bottom .read__credit__item:not(:has(img))",),
            drop=(
                "[class^='inject-baca-juga']",
                "[class^='kompasidRec']",
                "[class^='kcm__']",
                ".ads-on-body",
                ".ads-partner-wrap",
                ".article__related",
                ".gate-kgplus",
                ".gramedia__gate",
                ".inner__sidebar",
                ".kid-wrap",
                ".liftdown_v2_tanda",
                ".photo",
                ".read__paging__footnote",
                "aside",
            ),
            partial=(".read__paging__footnote",),
            # JSON-LD and the visible line show the last update in 2022 and 2023; the URL keeps the first hour.
            published=("url", "jsonld:datePublished", "meta:content_PublishedDate", ".read__time"),
            authors=(".credit-title-name:not(.credit-title-nameEditor), #penulis a",),
            editors=(".credit-title-nameEditor, #editor a",),
            section=(".breadcrumb__wrap .breadcrumb__item:nth-child(2)",),
            tags=(".tag__article__link, .read__tagging a",),
            captions=(".photo__caption", ".read__content .photo"),
        ),
        Template(
            name="kcm",
            until=date(2018, 1, 1),
            body=".kcmread1114, .content-text .div-read, .kcm-read-text",
            title=(".kcm-read h2", ".baca-content h1", ".kcm-main h2"),
            after=("tr:has(> td:lexbor-contains('Sumber'))",),
            published=("url", ".kcm-date", ".grey.small"),
            authors=("td:lexbor-contains('Penulis') + td",),
            editors=("td:lexbor-contains('Editor') + td",),
            captions=(".photo .caption", ".photo"),
        ),
    ),
    expect=Expect(articles_a_day=(300, 1500), characters=(1000, 6000)),
)
