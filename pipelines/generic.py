"""A page that no template answers for, described as its site would be: a template made for this page alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta

from selectolax.lexbor import LexborNode

from crawler.site import Template
from pipelines.captions import captions
from pipelines.container import find_container, is_scattered
from pipelines.dates import parse_date
from pipelines.generic_templates import FAMILIES
from pipelines.headline import find_headline
from pipelines.headmatter import has_clock
from pipelines.hidden import hidden_twins, later_pages
from pipelines.listing import why_no_article
from pipelines.marks import Marks, css
from pipelines.metadata import PageFacts
from pipelines.prose import Survey, survey
from pipelines.repeats import pull_quotes
from pipelines.surroundings import Dated, find_date, mark_surroundings, zones
from pipelines.teasers import without_teasers
from pipelines.witness import seen_in, trafilatura_text
from pipelines.wrappers import captions as named_captions
from pipelines.wrappers import wrappers

_SAME = timedelta(hours=1)
"""Two clocks of one publication: when it was sent, and when it was shown."""
_MACHINE_DATES = ("jsonld:datePublished", "meta:article:published_time", "meta:datePublished")


@dataclass(frozen=True, slots=True)
class NoArticle:
    """Why a page is none."""

    reason: str


def describe(facts: PageFacts, html: str) -> Template | NoArticle:
    """A template whose selectors answer on this page, or why there can be none.

    Elements are found by looking at them, and marked, since most have no selector of their own.
    """
    body = facts.tree.body
    if body is None:
        return NoArticle("an empty page")
    hidden, later = hidden_twins(facts.tree), later_pages(facts.tree)
    whole = survey(body, hidden, {node.mem_id for node in later})
    page = without_teasers(whole)
    headline = find_headline(facts, page)
    container = _container(facts, html, body, headline, page)
    if reason := why_no_article(facts, html, headline, container, page, whole):
        return NoArticle(reason)
    at = zones(container, headline, page)
    dated = find_date(facts.tree, page, at, facts.zone)
    marks = Marks(facts.tree, page)
    marks.elements([container, *(node for node in later if page.holds(container, node))], "body")
    marks.elements((node for node in container.css("*") if node.mem_id in hidden), "drop")
    marks.elements(named_captions(container), "caption", "drop")
    marks.elements(wrappers(container, page, at.first), "drop")
    marks.lines(captions(container, page), "caption", "drop")
    marks.lines(pull_quotes(page.lines_of(container)), "drop")
    if headline is not None:
        marks.elements([headline], "title", "drop")
    if dated is not None:
        marks.elements([dated.node], "date") if dated.node is not None else marks.lines([dated.line], "date")
    mark_surroundings(marks, facts.tree, page, at, facts.zone)
    marks.put()
    return Template(
        name="generic",
        body=css("body"),
        title=(css("title"),),
        standfirst=(css("deck"),),
        after=(css("credit"),),
        drop=(css("drop"),),
        published=_date_places(facts, dated),
        authors=(css("author"),),
        editors=(css("editor"),),
        captions=("figcaption", css("caption")),
    )


def _container(facts: PageFacts, html: str, body: LexborNode, headline: LexborNode | None, page: Survey) -> LexborNode:
    """The body, and how it was known: by a family's name for it, by the prose, or by what witnesses saw."""
    found = find_container(body, headline, page)
    whole = page.prose(found)
    for selector in FAMILIES:
        for node in facts.tree.css(selector):
            if min(page.prose(node), page.overlap(node, found)) >= 0.6 * whole > 0:
                return node
    if is_scattered(found, page):
        for text in _witnesses(facts, html):
            seen = page.counting(seen_in(text, page))
            if seen.prose(body) >= 200:
                return find_container(body, None, seen)
    return found


def _witnesses(facts: PageFacts, html: str) -> Iterator[str]:
    yield str(facts.jsonld.get("articleBody") or "")
    yield trafilatura_text(html, facts.url)


def _date_places(facts: PageFacts, dated: Dated | None) -> tuple[str, ...]:
    """What machines are told, unless readers see another clock, or the same one in another zone."""
    told, seen = facts.date(_MACHINE_DATES), parse_date(dated.text, facts.zone) if dated is not None else None
    visible = css("date")
    if told is None or seen is None or dated is None or not has_clock(dated.text):
        return (*_MACHINE_DATES, visible, "url")
    if told[0].time() == time():
        return (visible, *_MACHINE_DATES)
    if told[0].replace(tzinfo=None, second=0) == seen.replace(tzinfo=None, second=0):
        return tuple(f"{place} !wall" for place in _MACHINE_DATES)
    if dated.below and abs(told[0] - seen) > _SAME:
        return (visible, *_MACHINE_DATES)
    return (*_MACHINE_DATES, visible)
