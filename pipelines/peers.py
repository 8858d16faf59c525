"""Other extractors, asked for the same pages: to know whether ours is better."""

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version

from archive.page import Page
from pipelines.charset import decode
from pipelines.text import fold

Peer = Callable[[Page], Sequence[str]]
"""From a page to its paragraphs."""


class PeerError(Exception):
    """A peer that cannot be asked; the message says what to install."""


def load_peer(name: str) -> tuple[Peer, str]:
    """The peer and its version. Raises PeerError when it is not known or not installed."""
    if name not in PEERS:
        raise PeerError(f"no such peer: {name}; there are {', '.join(sorted(PEERS))}")
    try:
        return PEERS[name](), version(name.partition(" ")[0])
    except (ImportError, PackageNotFoundError) as error:
        raise PeerError(f"{name} is not installed: pip install 'kliping[bench]' ({error})") from error


def _trafilatura(**how: bool) -> Peer:
    trafilatura = import_module("trafilatura")

    def ask(page: Page) -> Sequence[str]:
        html = decode(page.body, page.content_type)
        return _lines(trafilatura.extract(html, url=page.url, include_comments=False, **how))

    return ask


def _resiliparse() -> Peer:
    extract = import_module("resiliparse.extract.html2text").extract_plain_text

    def ask(page: Page) -> Sequence[str]:
        return _lines(extract(decode(page.body, page.content_type), main_content=True))

    return ask


def _newspaper4k() -> Peer:
    article_module = import_module("newspaper.article")

    def ask(page: Page) -> Sequence[str]:
        article = article_module.Article(page.url, language="id", fetch_images=False)
        article.download(input_html=decode(page.body, page.content_type))
        article.parse()
        return _lines(article.text)

    return ask


def _lines(text: str | None) -> Sequence[str]:
    return [folded for line in (text or "").splitlines() if (folded := fold(line))]


PEERS: dict[str, Callable[[], Peer]] = {
    "trafilatura": partial(_trafilatura, favor_precision=True),
    "trafilatura fast": partial(_trafilatura, fast=True),
    "resiliparse": _resiliparse,
    "newspaper4k": _newspaper4k,
}
"""By name; behind the name of the package may stand how it is asked."""
