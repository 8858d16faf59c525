"""Suara.com: a portal with regional sites (jogja.suara.com and others) whose addresses begin with /read/.

Confirmed in 2026: the newest index, the shape of the URLs since 2020, the markup. A dated index is not, so nothing
reaches the past. The markup until the change is known from one witness of 2020.
"""

from crawler.site import Expect, Feed, Listing, Site, Template

SITE = Site(
    name="suara",
    title="Suara.com",
    domains=("suara.com",),
    # Hour, minute and second in WIB. They need not be one article's alone, so the URL is the identity.
    article=r"https://[\w-]+\.suara\.com/[\w-]+/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/"
    r"(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)/[\w-]+",
    not_article=r"suara\.com/(?:foto|video|tag|author|reporter)/",
    discovery=(
        Feed("https://www.suara.com/rss"),
        *(Listing(f"https://www.suara.com/indeks?page={number}") for number in range(1, 6)),
    ),
    next_page=".pagination-custom li.active + li a",
    host_aliases={"suara.com": "www.suara.com", "m.suara.com": "www.suara.com"},
    templates=(
        Template(
            name="2024",
            body=".article-content",
            title=(".article-image h1", "h1"),
            # "Baca 10 detik" is a digest by the house that stands on every page of the article.
            drop=(
                ".ten-second, .article-read, .item--baca-juga-inner, [id^='berita-terkait-']",
                ".placeholder_belt, .placeholder_read_body, [id*='div-ad'], .google-pref",
                "#next-article, .wrap-pagination, .article-tags",
            ),
            published=("jsonld:datePublished", "url", ".article-image > span"),
            authors=(".author-trigger a",),
            tags=(".article-tags a",),
        ),
        Template(
            name="2020",
            body=".content-article",
            title=("h1",),
            drop=(".baca-juga, .ads, [id*='div-ad'], [id*='div-gpt-ad']",),
            published=("jsonld:datePublished", "url"),
        ),
    ),
    delay=3.0,  # its firewall asks for captchas
    expect=Expect(articles_a_day=(100, 800), characters=(800, 5000)),
)
