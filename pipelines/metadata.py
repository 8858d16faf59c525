"""What a page says about its article outside the text: JSON-LD first, then meta tags, then the visible page."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.site import DATA
from pipelines.dates import parse_date
from pipelines.jsonld import article_in, load_json, named
from pipelines.people import editors_in, names_in, writers_in
from pipelines.text import fold
from pipelines.walker import line


@dataclass
class PageFacts:
    """A parsed page, asked for what it says of itself. Nothing is read before it is asked for."""

    tree: LexborHTMLParser
    url: str
    fetched_at: datetime
    zone: ZoneInfo
    url_groups: Mapping[str, str | None] = field(default_factory=dict)
    """The named groups of the site's article pattern: year, month, day, hour, minute, second."""
    _answers: dict[str, list[LexborNode]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def meta(self) -> dict[str, str]:
        """`name`, `property` or `itemprop` of each meta tag, lower case, and its content; the first counts."""
        found: dict[str, str] = {}
        for node in self.tree.tags("meta"):  # by tag alone is twice as fast as by a selector
            attributes = node.attributes
            content = (attributes.get("content") or "").strip()
            for key in ("name", "property", "itemprop") if content else ():
                if name := attributes.get(key):
                    found.setdefault(name.lower(), content)
        return found

    @cached_property
    def jsonld(self) -> dict[str, Any]:
        """The JSON-LD object that describes the article; empty when there is none."""
        head = self.tree.head
        for part in (head, self.tree) if head is not None else (self.tree,):  # most have it in their short head
            for script in part.css('script[type="application/ld+json"]'):
                if article := article_in(load_json(script.text() or "")):
                    return article
        return {}

    @cached_property
    def data(self) -> Any:
        """What a Next.js page starts from; None when there is no such thing."""
        script = self.tree.css_first("script#__NEXT_DATA__")
        return load_json(script.text() or "") if script is not None else None

    def at(self, path: str) -> Any:
        """What stands in the data at `data:props.pageProps.article`; None when nothing does."""
        found = self.data
        for key in path.removeprefix(DATA).split("."):
            found = found.get(key) if isinstance(found, dict) else None
        return found

    def css(self, selector: str) -> list[LexborNode]:
        """All elements that answer to a selector; the page is searched once for each."""
        found = self._answers.get(selector)
        if found is None:
            found = self._answers[selector] = self.tree.css(selector)
        return found

    def first(self, selectors: Iterable[str]) -> LexborNode | None:
        """The first element with text that answers to one of the selectors."""
        for selector in selectors:
            for node in self.css(selector):
                if line(node):
                    return node
        return None

    def text(self, selectors: Iterable[str]) -> str:
        for selector in selectors:
            if not selector.startswith((DATA, "meta:")):
                node = self.tree.css_first(selector)  # it stops there, and most first ones have text
                if node is None:
                    continue
                if text := line(node):
                    return text
            if text := next(filter(None, self._texts((selector,))), ""):
                return text
        return ""

    def date(self, places: Sequence[str]) -> tuple[datetime, str] | None:
        """The date at the first place that has one, and the place."""
        for place in places:
            name, wall = (place[:-6], True) if place.endswith(" !wall") else (place, False)
            for value in self._values(name):
                found = parse_date(value, self.zone, near=self.fetched_at, wall=wall)
                if found is not None:
                    return found, place
        return None

    def _values(self, place: str) -> Iterator[str]:
        kind, _, name = place.partition(":")
        if kind == "jsonld":
            value = self.jsonld.get(name)
            if isinstance(value, str):
                yield value
        elif kind == "meta":
            if value := self.meta.get(name.lower()):
                yield value
        elif place.startswith(DATA):
            yield from named(self.at(place))
        elif place == "url":
            yield from self._url_date()
        else:
            for node in self.css(place):
                yield node.attributes.get("datetime") or node.attributes.get("content") or ""
                yield line(node)

    def _url_date(self) -> Iterator[str]:
        groups = self.url_groups
        if groups.get("year") and groups.get("month") and groups.get("day"):
            day = f"{groups['year']}-{groups['month']}-{groups['day']}"
            if groups.get("hour") and groups.get("minute"):
                yield f"{day} {groups['hour']}:{groups['minute']}:{groups.get('second') or '00'}"
            yield day

    def authors(self, selectors: Iterable[str]) -> tuple[str, ...]:
        """Names of the writers: from the visible byline, else from JSON-LD, else from a meta tag; each once."""
        return self._people(selectors, "author", writers_in)

    def editors(self, selectors: Iterable[str]) -> tuple[str, ...]:
        """Names of the editors, from the same places. `Rep: A / Red: B` has both."""
        return self._people(selectors, "editor", editors_in)

    def _texts(self, selectors: Iterable[str]) -> Iterator[str]:
        for selector in selectors:
            if selector.startswith(DATA):
                yield from map(fold, named(self.at(selector)))
            elif selector.startswith("meta:"):
                yield fold(self.meta.get(selector.removeprefix("meta:").lower(), ""))
            else:
                yield from (line(node) for node in self.css(selector))

    def _people(self, selectors: Iterable[str], key: str, part: Callable[[str], str]) -> tuple[str, ...]:
        """The names that the first place with any gives; `part` is what a visible line says of such people."""
        visible = (map(part, self._texts([selector])) for selector in selectors)
        for values in chain(visible, self._told(key)):
            if names := tuple(name for name in names_in(values) if not self._is_outlet(name)):
                return names
        return ()

    def _told(self, key: str) -> Iterator[Iterable[str]]:
        yield named(self.jsonld.get(key))
        for name in (f"article:{key}", f"content_{key}", key):
            yield [self.meta.get(name, "")]

    def _is_outlet(self, name: str) -> bool:
        """Whether a "name" is the newsroom's, as in `<meta name="author" content="Kompas Cyber Media">`."""
        joined = "".join(name.lower().split()).removeprefix("tim")
        if joined in ("redaksi", "admin", "administrator"):
            return True
        return any(joined.startswith(label) for label in self._labels)

    @cached_property
    def _labels(self) -> list[str]:
        """The parts of the host's name that an outlet is called by."""
        return [label for label in (urlsplit(self.url).hostname or "").split(".") if len(label) > 3]

    def tags(self, selectors: Iterable[str]) -> tuple[str, ...]:
        for selector in selectors:
            texts = self._texts([selector])
            listed = [tag for text in texts for tag in (text.split(",") if selector.startswith("meta:") else [text])]
            if found := _once(tag.lstrip("# ") for tag in listed):
                return found
        words = self.jsonld.get("keywords") or self.meta.get("news_keywords") or self.meta.get("keywords") or ""
        found = _once(map(str, words if isinstance(words, list) else str(words).split(",")))
        return () if self._are_prose(found) else found

    def _are_prose(self, tags: Sequence[str]) -> bool:
        """Whether the keywords are the words of the headline or the description, as some systems fill them in."""
        told = " ".join(self.meta.get(name, "") for name in ("og:title", "og:description", "description")).lower()
        known = {word.strip(".,:;!?\"'") for word in told.split()}
        single = [tag.lower().strip(".,:;!?\"'") for tag in tags if " " not in tag]
        return len(single) > 4 and len(single) == len(tags) and sum(tag in known for tag in single) > 0.8 * len(single)

    def section(self, selectors: Iterable[str]) -> str | None:
        if found := self.text(selectors):
            return found
        value = (
            self.jsonld.get("articleSection") or self.meta.get("article:section") or self.meta.get("content_category")
        )
        if isinstance(value, list):
            value = value[0] if value else None
        return fold(str(value)) if value else None

    def canonical(self) -> str | None:
        head = self.tree.head
        node = head.css_first('link[rel="canonical"][href]') if head is not None else None
        node = node or self.tree.css_first('link[rel="canonical"][href]')
        return (node.attributes.get("href") or "").strip() or None if node is not None else None


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for value in values if (text := fold(value))))
