"""What a paper of the newsroom is: its hosts, its URLs, and what it answers besides its stories."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.newsroom.server import Reply, Request
from crawler.newsroom.stories import Story

Stories = tuple[Story, ...]
Route = Callable[["Edition", Request, re.Match[str]], Reply]


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A newspaper's way of putting things on the web."""

    name: str
    title: str
    domain: str
    url: Callable[[Story], str]
    """The URL at which a story stands."""
    robots: str
    routes: Mapping[str, Route]
    """Regular expressions for `host/path` whole, and what answers there. The first that matches is taken."""
    number: re.Pattern[str]
    """Finds in the path of a story what tells it from all others: the first group."""
    page_of: Callable[[Request], int] = lambda request: 1
    """Which page of a story is asked for; 0 is the whole of it."""

    @property
    def hosts(self) -> tuple[str, ...]:
        return (self.domain, f"*.{self.domain}")

    def owns(self, host: str) -> bool:
        return host == self.domain or host.endswith(f".{self.domain}")

    def key(self, url: str) -> str:
        """The same for all addresses of a story, and its own for every other page."""
        parts = urlsplit(url)
        number = self.number.search(parts.path)
        return f"{self.name} {number[1]}" if number else (parts.hostname or "") + parts.path


@dataclass(frozen=True)
class Edition:
    """A paper with its stories, oldest first."""

    paper: Paper
    stories: Stories = field(repr=False)

    def url(self, story: Story) -> str:
        return self.paper.url(story)

    def find(self, slug: str) -> Story:
        return next(story for story in self.stories if story.slug == slug)

    def announced(self, story: Story) -> tuple[str, ...]:
        """The addresses under which feeds and indexes name the story."""
        url = self.url(story)
        path = urlsplit(url).path
        tail = "/".join(path.split("/")[-2:])
        also = tuple(address.format(url=url, path=path, tail=tail) for address in story.also)
        return (story.moved_from or url, *also)


def html(text: str, charset: str = "utf-8") -> Reply:
    return Reply(200, (("Content-Type", f"text/html; charset={charset}"),), text.encode(charset))


def xml(text: str) -> Reply:
    return Reply(200, (("Content-Type", "application/xml; charset=utf-8"),), text.encode())


def plain_text(text: str) -> Reply:
    return Reply(200, (("Content-Type", "text/plain; charset=utf-8"),), text.encode())


def not_found(what: str = "Halaman tidak ditemukan") -> Reply:
    page = f"<!DOCTYPE html><html lang=id><title>404</title><h1>404</h1><p>{what}.</p></html>\n"
    return Reply(404, (("Content-Type", "text/html; charset=utf-8"),), page.encode())


def redirect(url: str, status: int = 301) -> Reply:
    return Reply(status, (("Location", url), ("Content-Type", "text/html; charset=utf-8")), b"")
