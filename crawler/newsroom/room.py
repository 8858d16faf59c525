"""The newsroom: six small papers in the markup of real ones, on one server."""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.newsroom.oddities import ODDITIES
from crawler.newsroom.paper import Edition, Paper, html, not_found, plain_text, redirect
from crawler.newsroom.papers import PAPERS
from crawler.newsroom.press import print_page
from crawler.newsroom.server import Reply, Request, Server
from crawler.newsroom.stories import Story, load_stories

FOLDER = Path(__file__).parent / "papers"


class Newsroom(Server):
    """The server of the papers. Outside of `with` its stories can be looked at, and nothing listens."""

    def __init__(self, port: int = 0) -> None:
        self.editions = {paper.name: read_edition(paper) for paper in PAPERS}
        self._by_name = {story.name: story for story in self.stories}
        self._by_key = {key: story for edition in self.editions.values() for key, story in keys_of(edition).items()}
        self._now: dict[str, Story | int] = {}
        super().__init__(self.answer, [host for paper in PAPERS for host in paper.hosts], port)

    @property
    def stories(self) -> tuple[Story, ...]:
        return tuple(story for edition in self.editions.values() for story in edition.stories)

    def story(self, name: str) -> Story:
        """The story of that name ("redirected"); names stand in the files of the papers."""
        return self._by_name[name]

    def articles(self, paper: str) -> tuple[Story, ...]:
        """The stories of a paper of which a whole crawl makes articles, oldest first."""
        return tuple(story for story in self.editions[paper].stories if story.article)

    def issue(self, paper: str, stories: Iterable[Story]) -> None:
        """From now on the paper has these stories and announces no others; what it had still answers."""
        edition = self.editions[paper] = replace(self.editions[paper], stories=in_order(stories))
        self._by_key |= keys_of(edition)

    def rewrite(self, name: str, **fields: Any) -> Story:
        """From now on the story has these fields: what a newsroom does to a story after it was published."""
        story = replace(self._by_name[name], **fields)
        self._now[name] = story
        return story

    def take_down(self, name: str, status: int = 410) -> None:
        """From now on the story is answered with this status."""
        self._now[name] = status

    def restore(self) -> None:
        """All stories are what they were."""
        self._now.clear()

    def url(self, story: Story) -> str:
        """Where the story stands; `announced` has the addresses that feeds and indexes give."""
        return self.editions[story.paper].url(story)

    def announced(self, story: Story) -> tuple[str, ...]:
        return self.editions[story.paper].announced(story)

    def answer(self, request: Request) -> Reply:
        edition = next(edition for edition in self.editions.values() if edition.paper.owns(request.host))
        if request.parts.path == "/robots.txt":
            return plain_text(edition.paper.robots)
        if story := self._by_key.get(edition.paper.key(request.url)):
            now = self._now.get(story.name, story)
            return gone(now) if isinstance(now, int) else story_reply(edition, now, request)
        where = request.host + request.parts.path
        for pattern, route in edition.paper.routes.items():
            if match := re.fullmatch(pattern, where):
                return route(edition, request, match)
        return not_found()


def gone(status: int) -> Reply:
    """What the paper answers for a story that it has taken down."""
    return replace(not_found("Berita ini sudah dicabut"), status=status)


def read_edition(paper: Paper) -> Edition:
    return Edition(paper, in_order(load_stories(FOLDER / f"{paper.name}.toml")))


def in_order(stories: Iterable[Story]) -> tuple[Story, ...]:
    """Oldest first."""
    return tuple(sorted(stories, key=lambda story: story.published))


def keys_of(edition: Edition) -> dict[str, Story]:
    """The stories by the keys of all their addresses."""
    return {
        edition.paper.key(address): story
        for story in edition.stories
        for address in {edition.url(story), *edition.announced(story)}
    }


def story_reply(edition: Edition, story: Story, request: Request) -> Reply:
    """What the paper answers when it is asked for a story."""
    if story.moved_from and urlsplit(story.moved_from).path == request.parts.path:
        return redirect(edition.url(story))
    page = edition.paper.page_of(request)
    if page > len(story.pages):
        return not_found()
    return ODDITIES[story.oddity](print_story(edition, story, page), request)


def print_story(edition: Edition, story: Story, page: int) -> Reply:
    """A page of the story, or the whole of it when `page` is 0."""
    blocks = story.pages[page - 1] if page else story.blocks
    template = f"{edition.paper.name}/{story.era}.html"
    return html(print_page(template, edition=edition, story=story, url=edition.url(story), page=page, blocks=blocks))
