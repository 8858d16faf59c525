"""Articles that a site spreads over several pages, put together from pages that come one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipelines.article import Article

ALONE = "page 1 only"
PARTIAL = "pages missing"


@dataclass(slots=True)
class _Chain:
    pages: list[Article]
    keys: set[str] = field(default_factory=set)


class Assembly:
    """Holds an article back until the last page that its pages lead to has come.

    Knows no disk and no site: it is told where each page leads. A page that leads nowhere and that nobody
    waits for is an article by itself.
    """

    def __init__(self) -> None:
        self._awaited: dict[str, _Chain] = {}

    def feed(self, url: str, article: Article, next_url: str = "") -> Article | None:
        """The whole article when this page completes one, None while pages are still to come."""
        key = _key(url)
        chain = self._awaited.pop(key, None) or _Chain([])
        chain.pages.append(article)
        chain.keys.add(key)
        awaited = _key(next_url)
        if not awaited or awaited in chain.keys:
            return join(chain.pages)
        if awaited in self._awaited:  # the same article, captured again before its second page came
            return incomplete(chain.pages)
        self._awaited[awaited] = chain
        return None

    def awaits(self, url: str) -> bool:
        """Whether an article goes on at that address."""
        return _key(url) in self._awaited

    def rest(self) -> Iterator[Article]:
        """What is left when no page can come any more: articles that lack their end, oldest first."""
        unfinished = sorted((chain.pages for chain in self._awaited.values()), key=_place)
        self._awaited.clear()
        return map(incomplete, unfinished)


def join(pages: Sequence[Article]) -> Article:
    """One article of its pages in order, each paragraph once; what page one does not know the others tell.

    A page that begins with all that came before it is a view of the whole.
    """
    head, *others = pages
    if not others:
        return head
    paragraphs = list(head.paragraphs)
    for page in others:
        if list(page.paragraphs[: len(paragraphs)]) == paragraphs:
            paragraphs = list(page.paragraphs)
            continue
        before = {*paragraphs, page.title}
        paragraphs += [paragraph for paragraph in page.paragraphs if paragraph not in before]
    return replace(
        head,
        paragraphs=tuple(paragraphs),
        authors=_union(page.authors for page in pages),
        editors=_union(page.editors for page in pages),
        tags=_union(page.tags for page in pages),
        captions=_union(page.captions for page in pages),
        removed=tuple(removed for page in pages for removed in page.removed),
        flags=tuple(flag for flag in _union(page.flags for page in pages) if flag != ALONE),
        origin=next((page.origin for page in pages if page.origin), None),
    )


def incomplete(pages: Sequence[Article]) -> Article:
    """What there is of an article whose last pages were not captured, flagged."""
    whole = join(pages)
    flag = ALONE if len(pages) == 1 else PARTIAL
    return replace(whole, flags=tuple(dict.fromkeys((*whole.flags, flag))))


def is_partial(article: Article) -> bool:
    return ALONE in article.flags or PARTIAL in article.flags


def _union(values: Iterator[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for values_of_page in values for value in values_of_page))


def _place(pages: Sequence[Article]) -> tuple[str, int]:
    return pages[0].warc, pages[0].offset


def _key(url: str) -> str:
    """A link and the page it leads to differ in scheme and last slash when a redirect lies between."""
    return url.partition("#")[0].partition("://")[2].rstrip("/")
