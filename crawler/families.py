"""Markup that newspapers of one house share: a site's file takes a template from here and changes what is its own."""

from datetime import date

from crawler.site import Template

KLY_DROP = (
    ".baca-juga-collections, .baca-juga, .seamless-ads, .article-ad, .advertisement-placeholder, .advertisement-text",
    ".article-photo-gallery--item, .read-page--photo-gallery--item, [class*='video-gallery--item']",
    # "2 dari 3 halaman", "Scroll down untuk melanjutkan membaca", "Lanjutkan Membaca"
    ".article-content-body__item-break, .article-content-body__break, .article-content-body__item-index",
    ".article-content-body__load-more, .article-content-body__item-loadmore, .article-content-body__item-embedded",
)

# Liputan6, Fimela, Bola.com: one system since 2017. All sections of an article are in its first page, hidden at first.
KLY_DESKTOP = Template(
    name="2017",
    since=date(2017, 1, 1),
    body=".article-content-body:has(.article-content-body__item-page)",
    title=("h1.read-page--header--title", "h1"),
    drop=KLY_DROP,
    published=("jsonld:datePublished", "meta:article:published_time", "time[itemprop='datePublished']"),
    authors=(".read-page--header--author__name",),
    editors=(
        ".read-page--credits__popover:has(.read-page--credits__popover-role:lexbor-contains('Editor'))"
        " .read-page--credits__popover-name",
    ),
    section=(".read-page--breadcrumb--item:last-child .read-page--breadcrumb--item__title",),
    tags=(".tags--snippet__name",),
    captions=("figcaption", ".article-photo-gallery--item__description"),
)

KLY_MOBILE = Template(
    name="2017-mobile",
    since=date(2017, 1, 1),
    body=".article-content-body:has(.article-content-body__item)",
    title=("h1.article-header__title", "h1"),
    drop=KLY_DROP,
    published=("jsonld:datePublished", "meta:article:published_time", ".article-header__datetime"),
    authors=(".article-header__author-link",),
    editors=(
        ".article-credits__item:has(.article-credits__item-role:lexbor-contains('Editor')) .article-credits__item-name",
    ),
    section=(".breadcrumb--item:last-child span",),
    captions=(".article-photo-gallery--item__description",),
)

# detik, CNN Indonesia, CNBC Indonesia: one system. The parallax box repeats "SCROLL TO CONTINUE WITH CONTENT".
DETIK_NETWORK_DROP = (
    "table.linksisip, .linksisip, .lihatjg, [class^='link_sisip'], [class^='sisip_']",
    ".paradetail, .parallaxindetail, .staticdetail_container, .stickystatic, .noncontent",
    "[id^='div-gpt-ad'], .detail_ads, [class*='ads-scrollpage'], .banner_inside_article",
    ".newstag, .end-of-article, .detail_tag",
)

# Okezone, SINDOnews, iNews, IDX Channel.
MNC_DROP = (
    "[class^='baca-juga'], [id^='baca-juga'], [class^='lihat-juga'], .berita--terkait",
    "#parallax-ad, .parallax-ad, .adsPlacement, .box-ads-konten, [id^='ads_'], [id^='div-gpt-ad']",
    ".v-youtube, .vicon",
)

# Pikiran Rakyat and the other papers on the system of Promedia, Jawa Pos of 2023 to 2025 among them.
PROMEDIA = Template(
    name="promedia",
    since=date(2019, 1, 1),
    body="article.read__content",
    title=("h1.read__title", "h1"),
    # Below the body and its pager: "Editor: …" and, for what was taken from elsewhere, "Sumber: …"
    after=("article.read__content ~ p:lexbor-contains('Sumber:')",),
    drop=(
        ".photo, .ads, .paging, [class$='__disclaimer']",
        "p:has(> strong.readmore), strong.read__others",
    ),
    partial=(".paging--article a[rel='next']",),
    published=("jsonld:datePublished", "meta:article:published_time", ".read__info__date"),
    authors=(".read__info__author a", ".read__info__author"),
    editors=("article.read__content ~ p:lexbor-contains('Editor:') a",),
    section=(".breadcrumb__item:last-child",),
    tags=(".tag--article h4 a",),
    captions=(".photo__caption",),
)
