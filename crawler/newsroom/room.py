"""The newsroom: six small papers in the markup of real ones, on one server."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from crawler.newsroom.oddities import ODDITIES
from crawler.newsroom.paper import Edition, Paper, html, not_found, plain_text, redirect
from crawler.newsroom.papers import PAPERS
from crawler.newsroom.press import print_page
from crawler.newsroom.server import Reply, Request, Server
from crawler.newsroom.stories import Story, load_stories

FOLDER = Path(__file__).parent / "papers"


class Newsroom(Server):
    """The server of the papers. Outside of `with`, its stories can be looked at without a connection."""

    def __init__(self, port: int = 0) -> None:
        self.editions = tuple(edition(paper) for paper in PAPERS)
        self._addresses = {
            key_of(address): (paper, story)
            for paper in self.editions
            for story in paper.stories
            for address in {paper.url(story), *paper.announced(story)}
        }
        super().__init__(self.answer, [host for paper in PAPERS for host in paper.hosts], port)

    @property
    def stories(self) -> tuple[Story, ...]:
        return tuple(story for edition in self.editions for story in edition.stories)

    def story(self, name: str) -> Story:
        """The story of that name ("redirected"); names stand in the files of the papers."""
        return next(story for story in self.stories if story.name == name)

    def url(self, story: Story) -> str:
        return self._edition(story.paper).url(story)

    def announced(self, story: Story) -> tuple[str, ...]:
        return self._edition(story.paper).announced(story)

    def _edition(self, name: str) -> Edition:
        return next(edition for edition in self.editions if edition.paper.name == name)

    def answer(self, request: Request) -> Reply:
        edition = next(paper for paper in self.editions if belongs(request.host, paper.paper.domain))
        if request.parts.path == "/robots.txt":
            return plain_text(edition.paper.robots)
        key = key_of(request.url, edition.paper)
        if key in self._addresses:
            return self._story_reply(*self._addresses[key], request)
        where = request.host + request.parts.path
        for pattern, route in edition.paper.routes.items():
            if match := re.fullmatch(pattern, where):
                return route(edition, request, match)
        return not_found()

    def _story_reply(self, edition: Edition, story: Story, request: Request) -> Reply:
        if story.moved_from and key_of(request.url) == key_of(story.moved_from):
            return redirect(edition.url(story))
        page = edition.paper.page_of(request)
        if page > len(story.pages):
            return not_found()
        return ODDITIES[story.oddity](print_story(edition, story, page), request)


def edition(paper: Paper) -> Edition:
    stories = load_stories(FOLDER / f"{paper.name}.toml")
    return Edition(paper, tuple(sorted(stories, key=lambda story: story.published)))


def print_story(edition: Edition, story: Story, page: int) -> Reply:
    """A page of the story, or the whole of it when `page` is 0."""
    blocks = story.pages[page - 1] if page else story.blocks
    folder = edition.paper.name
    return html(
        print_page(
            f"{folder}/{story.era}.html", edition=edition, story=story, url=edition.url(story), page=page, blocks=blocks
        )
    )


def belongs(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def key_of(url: str, paper: Paper | None = None) -> str:
    """What makes two addresses the same page here: host and path, without the paper's page number in the path."""
    parts = urlsplit(url)
    path = paper.path_of(parts.path) if paper else parts.path
    return (parts.hostname or "") + path.rstrip("/")
