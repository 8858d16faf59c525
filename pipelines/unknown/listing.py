"""Pages that are no article: feeds, front pages, sections, tags, galleries."""

import re
from itertools import pairwise

from selectolax.lexbor import LexborNode

from pipelines.metadata import PageFacts
from pipelines.unknown.prose import HEADINGS, Survey
from pipelines.unknown.teasers import is_linked_headline

_FEED = re.compile(
    r"\s*(?:<\?[^>]*>\s*|(?><!--.*?-->)\s*)*+<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL | re.IGNORECASE
)
_SINGLE = frozenset("single single-post type-post item-view post-template-default".split())
_MANY = frozenset("archive category tag home blog search search-results author error404 date page-category".split())
_SHORTEST = 200
"""Characters of prose that an article has at least;"""
_SHORTEST_HEADED = 120
"""where the page's name stands in it as a headline;"""
_SHORTEST_DECLARED = 60
"""where the page says besides that it is one."""
_POSTS = 3


def why_no_article(
    facts: PageFacts, html: str, headline: LexborNode | None, container: LexborNode, counted: Survey, page: Survey
) -> str:
    """What speaks against an article, empty when nothing does; `counted` is `page` without its teasers."""
    if _FEED.match(html[:2000]):
        return "a feed or a sitemap"
    if _is_archive(facts):
        return "a page of many, its body says"
    headed = headline is not None and not _is_link(headline, page)
    declared = headed and _is_declared(facts)
    prose = max(counted.prose(container), len(str(facts.jsonld.get("articleBody") or "")) if declared else 0)
    if prose < (_SHORTEST_DECLARED if declared else _SHORTEST_HEADED if headed else _SHORTEST):
        return "too little prose outside lists of links"
    if declared:
        return ""
    if _posts(container, page) >= _POSTS:
        return "several headlines that are links"
    body = facts.tree.body
    if body is not None and page.prose(body) - counted.prose(body) > prose:
        return "more teasers than text"
    return ""


def _is_archive(facts: PageFacts) -> bool:
    """Whether the class of its body, as WordPress writes it, calls the page a list."""
    body = facts.tree.body
    classes = (body.attributes.get("class") or "").split() if body is not None else []
    return not _MANY.isdisjoint(classes) and _SINGLE.isdisjoint(classes)


def _is_declared(facts: PageFacts) -> bool:
    """Whether the page says of itself that it is an article."""
    told = facts.meta.get("og:type", "").lower() == "article" or "article:published_time" in facts.meta
    return told or bool(facts.jsonld)


def _posts(container: LexborNode, page: Survey) -> int:
    """How many headings lead elsewhere and have prose of their own below them."""
    start, end = page.span(container)
    heads = [n for n in range(start, end) if page.lines[n].node.tag in HEADINGS and is_linked_headline(page.lines[n])]
    return sum(any(line.prose for line in page.lines[head:after]) for head, after in pairwise([*heads, end]))


def _is_link(headline: LexborNode, page: Survey) -> bool:
    return any(line.linked > 0.5 for line in page.lines_of(headline))
