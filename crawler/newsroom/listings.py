"""How papers announce their stories: feeds, sitemaps, indexes by day, WordPress's REST interface."""

import gzip
import json
import math
from collections.abc import Sequence
from datetime import UTC, date, datetime
from email.utils import format_datetime

from crawler.newsroom.paper import Edition, Route, html, not_found, xml
from crawler.newsroom.press import WIB, print_page
from crawler.newsroom.server import Reply, Request
from crawler.newsroom.stories import Story


def newest(edition: Edition) -> tuple[Story, ...]:
    return tuple(sorted(edition.stories, key=lambda story: story.published, reverse=True))


def feed(*, atom: bool = False) -> Route:
    """RSS 2.0, or Atom, with every story."""
    template = "atom.xml" if atom else "rss.xml"

    def route(edition: Edition, request: Request, match: object) -> Reply:
        stories = newest(edition)
        return xml(print_page(template, edition=edition, stories=stories, rfc822=format_datetime, url=request.url))

    return route


def sitemap(*, news: bool = False, packed: bool = False, since: date = date.min, until: date = date.max) -> Route:
    """A sitemap of the stories of some days; with the tags of Google News, or as a gzip file."""

    def route(edition: Edition, request: Request, match: object) -> Reply:
        stories = [story for story in newest(edition) if since <= day_of(story) <= until]
        reply = xml(print_page("sitemap.xml", edition=edition, stories=stories, news=news))
        if not packed:
            return reply
        return Reply(200, (("Content-Type", "application/x-gzip"),), gzip.compress(reply.body, mtime=0))

    return route


def sitemap_index(*urls: str) -> Route:
    def route(edition: Edition, request: Request, match: object) -> Reply:
        return xml(print_page("sitemapindex.xml", urls=urls))

    return route


def index_page(edition: Edition, template: str, stories: Sequence[Story], **context: object) -> Reply:
    """A page of links to stories, in the paper's markup."""
    return html(print_page(template, edition=edition, stories=stories, **context))


def day_of(story: Story) -> date:
    return story.published.astimezone(WIB).date()


def of_days(edition: Edition, first: date, last: date) -> list[Story]:
    """The stories of the days from `first` to `last`, newest first."""
    return [story for story in newest(edition) if first <= day_of(story) <= last]


def wordpress_posts(edition: Edition, request: Request, match: object) -> Reply:
    """`/wp-json/wp/v2/posts` with paging and bounds; beyond the last page 400, as WordPress has it."""
    per_page, page = int(request.query.get("per_page", 10)), int(request.query.get("page", 1))
    after = _bound(request.query.get("after", ""), datetime.min.replace(tzinfo=UTC))
    before = _bound(request.query.get("before", ""), datetime.max.replace(tzinfo=UTC))
    posts = [story for story in newest(edition) if after < story.published < before]
    last = math.ceil(len(posts) / per_page)
    kind = ("Content-Type", "application/json; charset=UTF-8")
    if page > max(last, 1):
        error = {"code": "rest_post_invalid_page_number", "data": {"status": 400}}
        return Reply(400, (kind,), json.dumps(error).encode())
    found = [_post(edition, story) for story in posts[(page - 1) * per_page : page * per_page]]
    totals = (("X-WP-Total", str(len(posts))), ("X-WP-TotalPages", str(last)))
    return Reply(200, (kind, *totals), json.dumps(found).encode())


def _bound(text: str, otherwise: datetime) -> datetime:
    """WordPress reads a time without an offset at the clock of the site."""
    moment = datetime.fromisoformat(text) if text else otherwise
    return moment if moment.tzinfo else moment.replace(tzinfo=WIB)


def _post(edition: Edition, story: Story) -> dict[str, object]:
    local, utc = story.published.astimezone(WIB), story.published.astimezone(UTC)
    return {
        "id": int(story.number),
        "date": f"{local:%Y-%m-%dT%H:%M:%S}",
        "date_gmt": f"{utc:%Y-%m-%dT%H:%M:%S}",
        "modified_gmt": f"{utc:%Y-%m-%dT%H:%M:%S}",
        "slug": story.slug,
        "status": "publish",
        "type": "post",
        "link": edition.announced(story)[0],
        "title": {"rendered": story.title},
    }


def missing(edition: Edition, request: Request, match: object) -> Reply:
    """An address that no fact confirms: 404 on purpose."""
    return not_found()
