"""BBC News Indonesia: the Indonesian service of the BBC. Its pages are rendered by Simorgh, whose source is open: what
stands in them is known from it, though not from a page of this service.

Confirmed: feed, topics and URLs; nothing is known that lists a day of the past. Classes are hashes, so elements and
roles name the parts. The data that the page starts from is a tree of blocks; its server's HTML says the same.
"""

from datetime import date

from crawler.site import Expect, Feed, Listing, Site, Template

SITE = Site(
    name="bbcindonesia",
    title="BBC News Indonesia",
    domains=("bbc.com",),
    # A code since 2022 or so; before, the section and eight digits.
    article=r"https://www\.bbc\.com/indonesia/(?:articles/|[a-z_]+(?:-[a-z_]+)*-)(?P<id>c[a-z0-9]{10,12}|\d{8})(?:/|$)",
    not_article=r"/indonesia/(?:institutional|media|in-pictures)-\d",
    discovery=(
        Feed("https://feeds.bbci.co.uk/indonesia/rss.xml"),
        Listing("https://www.bbc.com/indonesia"),
        Listing("https://www.bbc.com/indonesia/topics/cjgn7k8yx4gt"),
    ),
    host_aliases={"bbc.com": "www.bbc.com", "www.bbc.co.uk": "www.bbc.com"},
    path_cuts=(r"\.(?:amp|lite)$",),
    templates=(
        Template(
            name="simorgh",
            body="main[role='main']",
            title=("h1#content", "h1"),
            # Sections are the byline, what is most read, podcasts, related links; figures hold the credit as well.
            drop=(
                "section, [role='region'], [role='complementary'], nav, aside",
                "figure, time, [data-e2e*='embed'], [data-testid*='embed'], [data-e2e*='media-player']",
            ),
            # Dates are in UTC.
            published=("jsonld:datePublished", "meta:article:published_time", "main time"),
            authors=("section[aria-labelledby='article-byline'] .byline__link-text",),
            tags=("[aria-labelledby='related-topics'] li a", "meta:article:tag"),
        ),
        Template(
            name="2015",
            until=date(2021, 12, 31),
            body=".story-body__inner",
            title=("h1.story-body__h1", "h1"),
            drop=(
                "figure, .off-screen, .story-body__list-item--related, .bbccom_advert_placeholder",
                "[id^='comp-'], .social-embed, .share-tools, .media-player-wrapper",
            ),
            published=("jsonld:datePublished", ".story-body .date", "meta:article:published_time"),
            authors=(".byline__name",),
        ),
    ),
    expect=Expect(
        articles_a_day=(3, 40),
        characters=(2500, 12000),
        filled={"title": 0.99, "published": 0.98, "authors": 0.0},
    ),
)
