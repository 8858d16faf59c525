"""The words in which a newspaper is described: a site is a value, not a program."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import cached_property


@dataclass(frozen=True)
class Feed:
    """RSS or Atom: the newest articles, with their dates."""

    url: str


@dataclass(frozen=True)
class Sitemap:
    """A sitemap, a Google News sitemap or an index of them, gzip'd or not.

    `only` is a regular expression for the child sitemaps of an index that are worth reading.
    """

    url: str
    only: str = ""


@dataclass(frozen=True)
class DatedIndex:
    """An index of one day's articles, in pages that are read until one has no article that is new.

    `url` is a format string with `{day}` (a `datetime.date`), `{page}` and, where the site wants it, `{next}`, the
    day after: `https://x/indeks?d={day:%Y-%m-%d}&p={page}`. `first` and `step` say how pages count (1, 2, 3 or 0,
    50, 100).
    """

    url: str
    items: str = "a"
    """CSS of the links to articles; what is no article URL of the site is passed over."""
    first: int = 1
    step: int = 1
    since: date | None = None
    """The oldest day that is known to answer."""
    pages_at_most: int = 200


@dataclass(frozen=True)
class Listing:
    """A page of links without a day of its own: a front page, a section hub."""

    url: str
    items: str = "a"


@dataclass(frozen=True)
class WordPress:
    """A WordPress site's REST interface: `BASE/wp-json/wp/v2/posts`, 100 posts a page, by date."""

    base: str


Source = Feed | Sitemap | DatedIndex | Listing | WordPress


@dataclass(frozen=True)
class Whole:
    """How to ask for an article in one piece: a query (`page=all`) or an ending of the path (`/all`)."""

    query: str = ""
    path: str = ""


DATE_PLACES = (
    "jsonld:datePublished",
    "meta:article:published_time",
    "meta:datePublished",
    "time",
)
"""Where a publication date is looked for, most trusted first, unless a template knows better."""


REVISITS = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7), timedelta(days=30))


DATA = "data:"
"""Before the path to something in the data that a Next.js page starts from."""


@dataclass(frozen=True, kw_only=True)
class Template:
    """The markup of a newspaper in one era. Selectors are CSS; a tuple means: the first that answers.

    Chosen by capture date and confirmed by the page: it answers when `body` matches.
    """

    name: str
    since: date | None = None
    """The first capture date it is known from; None is the beginning."""
    until: date | None = None
    """The last capture date it is known from; None is today."""
    body: str
    """All matches make the body, in document order; matches inside a match count once, and count though their style
    hides them. `data:PATH` instead is HTML in the data that a Next.js page starts from: keys, parted by dots, in
    `script#__NEXT_DATA__`."""
    title: tuple[str, ...] = ("h1",)
    standfirst: tuple[str, ...] = ()
    """The deck at the head of the article, when it is an element of its own outside the body."""
    after: tuple[str, ...] = ()
    """Credit lines that the site sets in a box outside the body; they close the text."""
    drop: tuple[str, ...] = ()
    """Wrappers inside the body that are not the article's: related links, ads, players."""
    end: tuple[str, ...] = ()
    """The body ends before the first of these; `<!--TEXT-->` is the comment of that text."""
    partial: tuple[str, ...] = ()
    """What a page has only when its text goes on on another page."""
    br: bool = True
    """Whether `<br>` ends a paragraph (it does at most sites) or is white space."""
    json_body: bool = False
    """Whether JSON-LD `articleBody` stands in when the page shows less of the text than it does."""
    published: tuple[str, ...] = DATE_PLACES
    """Places of the publication date, most trusted first: `jsonld:KEY`, `meta:NAME`, `data:PATH`, `url` (the
    named groups of `Site.article`), or CSS. A place that ends in ` !wall` is read as the wall clock of the site
    whatever offset it claims."""
    modified: tuple[str, ...] = ("jsonld:dateModified", "meta:article:modified_time")
    authors: tuple[str, ...] = ()
    """CSS of the byline, before JSON-LD and meta tags are asked; here and in the title, the section and the tags it may
    be `meta:NAME`, or `data:PATH`, which leads to a text, to a thing with a name, or to a list of them."""
    editors: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    captions: tuple[str, ...] = ("figcaption",)


@dataclass(frozen=True, kw_only=True)
class Expect:
    """What healthy looks like. Floors are pairs' first numbers, ceilings the second."""

    articles_a_day: tuple[int, int] = (1, 2000)
    characters: tuple[int, int] = (600, 8000)
    """Where the median length of a text lies."""
    filled: Mapping[str, float] = field(default_factory=lambda: {"title": 0.99, "published": 0.95, "authors": 0.5})
    """The share of articles that must have the field."""
    by_template: float = 0.8
    """The share of articles for which a template of today must answer, rather than an older one or the fallback."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Site:
    """One newspaper. Equal to itself alone, so that what is derived from it can be kept beside it."""

    name: str
    """The name of its file, of its spider and of its folders."""
    title: str
    domains: tuple[str, ...]
    """Registrable or full host names; a subdomain of one belongs to the site."""
    article: str
    """Regular expression that the canonical URL of an article matches from its start. A group `id` is the article's
    identity where the site gives it one; groups `year month day hour minute second` date it, or a group `seconds36`:
    seconds since 1970 in base 36."""
    not_article: str = ""
    """What looks like an article URL and is none: galleries, videos, author pages."""
    discovery: tuple[Source, ...] = ()
    """What announces new articles, read on every run."""
    backfill: tuple[Source, ...] = ()
    """What reaches the past, read when days are asked for."""
    whole: Whole | None = None
    next_page: str = ""
    """CSS of the link to the next page of an article, for sites that have no whole view."""
    host_aliases: Mapping[str, str] = field(default_factory=dict)
    """Mobile and AMP hosts and the host that is meant by them."""
    path_cuts: tuple[str, ...] = ()
    """Regular expressions cut out of the path to make it canonical (`/amp$`, `/full&view=ok$`)."""
    keep_query: tuple[str, ...] = ()
    """Query parameters without which an article URL means another article."""
    templates: tuple[Template, ...] = ()
    """Newest first; old ones stay, for old captures."""
    timezone: str = "Asia/Jakarta"
    language: str = "id"
    delay: float = 2.0
    """Seconds between two requests to one host; robots.txt can only make it longer."""
    revisits: tuple[timedelta, ...] = REVISITS
    """How long after it was first seen an article is looked at again, the shortest first; empty is never."""
    quiet: tuple[time, time] | None = None
    """Hours of the site's day in which it is left alone, `(time(8), time(10))`; they may go over midnight."""
    blocked_by: tuple[str, ...] = ()
    """Regular expressions of what a page says that turns crawlers away though it answers 200."""
    expect: Expect = Expect()

    @cached_property
    def article_pattern(self) -> re.Pattern[str]:
        return re.compile(self.article)

    @cached_property
    def not_article_pattern(self) -> re.Pattern[str] | None:
        return re.compile(self.not_article) if self.not_article else None
