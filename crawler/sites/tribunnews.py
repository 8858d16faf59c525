"""Tribun: the national portal and the sites of some fifty regional papers, one system for all.

CloudFront answers 403 to every User-Agent that does not look like a browser's: such a run is blocked and reported so.
The feed of www links to the front page only. The index of the day reaches back to 2011 on some hosts.
"""

from datetime import date

from crawler.site import DatedIndex, Expect, Site, Sitemap, Template, Whole

HOSTS = (
    *("www", "aceh", "medan", "palembang", "jakarta", "wartakota", "jabar", "jateng", "jogja", "solo", "surabaya"),
    *("bali", "kupang", "makassar", "manado", "prohaba"),
)

INDEXES = tuple(
    DatedIndex(
        f"https://{host}.tribunnews.com/index-news?date={{day:%Y-%m-%d}}&page={{page}}",
        items="ul.lsi > li a, li.ptb15 h3 a",
    )
    for host in HOSTS
)

BODY = "div.side-article.txt-article"  # one of the classes alone is also that of widgets
DROP = ("p.baca, .ads-placeholder, .pushdown-banner, blockquote.summary-article",)
NEXT = (".side-article a:lexbor-contains('Halaman selanjutnya')",)

SITE = Site(
    name="tribunnews",
    title="Tribunnews",
    domains=("tribunnews.com",),
    # Numbers are those of one host.
    article=r"https://(?:(?P<id>[\w-]+\.tribunnews\.com/(?:[\w-]+/){1,2}\d{5,9})/|[\w-]+\.tribunnews\.com/(?:[\w-]+/){0,2}"
    r"(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/)[\w-]+",
    not_article=r"//(?:video|shopping|career|account)\.|tribunnews\.com/(?:[\w-]+/)?(?:tag|topics?|images|photo|foto|view)/",
    discovery=(Sitemap("https://www.tribunnews.com/sitemap.xml", only=r"sitemap-news"), *INDEXES),
    backfill=INDEXES,
    whole=Whole(query="page=all"),
    host_aliases={"tribunnews.com": "www.tribunnews.com", "m.tribunnews.com": "www.tribunnews.com"},
    path_cuts=(r"^/amp(?=/)",),
    templates=(
        Template(
            name="2023",
            since=date(2023, 1, 1),
            body=BODY,
            title=("h1#arttitle", "h1"),
            after=("#editor ~ div:lexbor-contains('Sumber'), #penulis ~ div:lexbor-contains('Sumber')",),
            drop=DROP,
            partial=NEXT,
            published=("jsonld:datePublished", "#article time", "time"),
            authors=("#penulis a", "#penulis"),
            editors=("#editor a", "#editor"),
            tags=("h5.tagcloud3 a",),
            captions=("#artimg .arial", "figcaption"),
        ),
        Template(
            name="2015",
            until=date(2022, 12, 31),
            body=BODY,
            title=("h1#arttitle", "h1"),
            # The byline stands below the related articles, its last line the paper the text was taken from.
            after=(".side-article > .grey > div:lexbor-contains('Sumber')",),
            drop=DROP,
            partial=NEXT,
            published=("jsonld:datePublished", "#article > .mt10 time", "#article > .grey"),
            authors=("#penulis", ".side-article > .grey > div:lexbor-contains('Penulis')"),
            editors=("#editor", ".side-article > .grey > div:lexbor-contains('Editor')"),
            section=("[itemtype$='BreadcrumbList'] li:last-child [itemprop='name']", "meta:adx:sections"),
            tags=(".tagcloud3 a",),
            captions=("#artimg .arial",),
        ),
    ),
    expect=Expect(articles_a_day=(500, 5000), characters=(800, 4000)),
)
