"""A page that no template answers for, described as its site would be: a template made for this page alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from crawler.site import Template
from crawler.wordpress import PLUGINS
from pipelines.metadata import PageFacts
from pipelines.unknown.bylines import mark_bylines
from pipelines.unknown.captions import called_captions, captions
from pipelines.unknown.container import find_container, is_scattered
from pipelines.unknown.families import FAMILIES
from pipelines.unknown.headline import find_headline, heading_above
from pipelines.unknown.hidden import hidden_twins, later_pages
from pipelines.unknown.listing import why_no_article
from pipelines.unknown.marks import Marks, css
from pipelines.unknown.prose import Survey
from pipelines.unknown.pubdate import date_places, find_date
from pipelines.unknown.repeats import pull_quotes
from pipelines.unknown.surroundings import mark_surroundings, mark_topics
from pipelines.unknown.surveyor import survey
from pipelines.unknown.teasers import without_teasers
from pipelines.unknown.witness import seen_in, trafilatura_text
from pipelines.unknown.wrappers import wrappers
from pipelines.unknown.zones import zones


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
    if headline is None:
        headline = heading_above(page, zones(container, None, page).first)
    if reason := why_no_article(facts, html, headline, container, page, whole):
        return NoArticle(reason)
    at = zones(container, headline, page)
    dated = find_date(facts.tree, page, at)
    marks = Marks(facts.tree, page)
    marks.elements([container, *(node for node in later if page.holds(container, node))], "body")
    marks.elements((node for node in container.css("*") if node.mem_id in hidden), "drop")
    marks.elements(called_captions(container, body, page, at.bottom), "caption", "drop")
    marks.elements(wrappers(container, page, at.first, facts.url), "drop")
    marks.lines(captions(container, page, at.bottom), "caption", "drop")
    marks.lines(pull_quotes(page.lines_of(container)), "drop")
    if headline is not None:
        marks.elements([headline], "drop")
        twin = any(node.mem_id in hidden for node in headline.css("*"))
        marks.lines(page.lines_of(headline), "title") if twin else marks.elements([headline], "title")
    if dated is not None:
        marks.place(dated.place, "date")
    mark_bylines(marks, facts, page, at)
    mark_topics(marks, facts.tree, page, at)
    mark_surroundings(marks, page, at)
    marks.put()
    return Template(
        name="generic",
        body=css("body"),
        title=(css("title"),),
        standfirst=(css("deck"),),
        after=(css("credit"),),
        drop=(*PLUGINS, css("drop")),
        published=date_places(facts, dated),
        authors=(css("author"),),
        editors=(css("editor"),),
        section=(css("section"),),
        tags=(css("tag"),),
        captions=("figcaption", css("caption")),
        json_body=True,
    )


def _container(facts: PageFacts, html: str, body: LexborNode, headline: LexborNode | None, page: Survey) -> LexborNode:
    """The element that a family calls its body, that has the prose, or in which witnesses saw the text."""
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
