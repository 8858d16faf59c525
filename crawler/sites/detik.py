"""detik: the oldest portal, one subdomain per channel, the regions as paths of www.

The indexes of the day are confirmed for news, finance and health, and taken to be the same elsewhere. The slash in
their date must be escaped, else every page of the index is the first; one witness saw news turn no pages even so.
"""

from datetime import date

from crawler.site import DatedIndex, Expect, Feed, Site, Sitemap, Template, Whole

CHANNELS = ("news", "finance", "hot", "inet", "sport", "oto", "travel", "health", "food", "wolipop")

INDEXES = tuple(
    DatedIndex(f"https://{channel}.detik.com/indeks?date={{day:%m%%2F%d%%2F%Y}}&page={{page}}", items="article a[href]")
    for channel in CHANNELS
)

# `pubdate` ends in Z and is the clock in Jakarta; its day alone stands once more in an itemprop.
PUBLISHED = ("jsonld:datePublished", "meta:publishdate", "meta:pubdate !wall")

# What stands between the paragraphs since 2015.
INSERTS = (
    "table.linksisip, .lihatjg",
    "strong:has(#aevp_title), #aevp, .sisip_video_ds",
    "table.pic_artikel_sisip_table",
    ".parallaxindetail, .paradetail, .staticdetail_container, .noncontent",
    "[class*='ads-scrollpage'], [class^='banner_']",
)

SITE = Site(
    name="detik",
    title="detikcom",
    domains=("detik.com",),
    # Until 2016 /read/, the day, the second of its making and the number, or the number alone; then d- and the number.
    article=r"https://[\w-]+\.detik\.com/(?:read/(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/"
    r"(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)/|(?:[\w-]+/)+?(?:d-)?)(?P<id>\d{6,9})(?:/|$)",
    not_article=r"//20\.detik\.com/|/(?:foto[\w-]*|detiktv|video[\w-]*|tag|indeks|search)/",
    discovery=(
        Feed("https://news.detik.com/rss"),
        Feed("https://finance.detik.com/rss"),
        Sitemap("https://news.detik.com/berita/sitemap_news.xml"),
        Sitemap("https://finance.detik.com/sitemap_news.xml"),
        *INDEXES,
    ),
    backfill=INDEXES,
    whole=Whole(query="single=1"),
    path_cuts=(r"/(?:amp|\d{1,2})/?$",),
    templates=(
        Template(
            name="2019",
            since=date(2019, 1, 1),
            body="div.detail__body-text",
            title=("h1.detail__title", "h1"),
            drop=(*INSERTS, "#collapsible", ".detail__multiple", ".detail__body-tag"),
            partial=(".detail__multiple",),
            published=PUBLISHED,
            section=(".page__breadcrumb a:last-of-type",),
            tags=(".detail__body-tag a",),
            captions=("figcaption", ".pic_artikel_sisip .pic"),
        ),
        Template(
            name="2019-travel",
            since=date(2019, 1, 1),
            body="#detikdetailtext",
            title=(".read__head h1", "h1"),
            drop=(*INSERTS, "#collapsible", ".detail_tag"),
            published=PUBLISHED,
            section=(".read__head .breadcrumb a:nth-last-of-type(2)",),
            tags=(".detail_tag a",),
            captions=("figcaption", ".pic_artikel_sisip .pic"),
        ),
        Template(
            name="2015",
            body="div.detail_text",
            title=(".jdl h1", "h1"),
            # "About The Game" of detikSport still looked like this in 2021.
            drop=(*INSERTS, ".pic_artikel", ".newstag"),
            published=PUBLISHED,
            authors=(".jdl .author",),
            section=(".detail_content .breadcrumb a:nth-last-of-type(2)",),
            captions=(".pic_artikel span", ".pic_artikel_sisip .pic"),
        ),
        Template(
            name="2012",
            until=date(2016, 12, 31),
            body="div.text_detail",
            title=(".content_detail h1", "h1"),
            drop=("#bacajugabox",),
            published=("meta:pubdate !wall", ".date"),
            authors=(".content_detail .author strong",),
            section=(".content_detail .breadcrumb a",),
            captions=(".pic_artikel span",),
        ),
    ),
    expect=Expect(articles_a_day=(300, 1500), characters=(1000, 5000)),
)
