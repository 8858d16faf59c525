"""The body of an article by a site's template: its blocks, cleaned, in reading order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.site import DATA, Template
from pipelines.article import Removed
from pipelines.blocks import Block, Link
from pipelines.boilerplate import Cleaned, clean
from pipelines.metadata import PageFacts
from pipelines.rules import Rule
from pipelines.text import fold
from pipelines.walker import walk

EMBEDS = (".twitter-tweet", ".twitter-video", ".instagram-media", ".tiktok-embed", ".fb-post", ".fb-video")
"""Posts that the platforms' own embed code puts into a body: somebody else's words, gone when the script is."""

_BARE_DATELINE = re.compile(r"^[^.!?]{0,60}(?:(?:\.[a-zA-Z]{2,4}\b)+[^.!?]{0,50})?\s*[-–—]+$")
_COMMENT = re.compile(r"<!--(.*)-->")
_JSON_BODY_MARGIN = 1.25
"""JSON-LD text stands in only when it is this much longer: its copies differ in white space and credits anyway."""


@dataclass(frozen=True, slots=True)
class Body:
    """What the article says, the captions met on the way, and what was left out by which rule."""

    blocks: tuple[Block, ...]
    captions: tuple[str, ...] = ()
    removed: tuple[Removed, ...] = ()
    flags: tuple[str, ...] = ()


def choose(facts: PageFacts, templates: Sequence[Template], day: date) -> Template | None:
    """The template whose era the capture's day lies in and whose body the page has; else the newest that answers."""
    in_era = [t for t in templates if (not t.since or t.since <= day) and (not t.until or day <= t.until)]
    for template in [*in_era, *(t for t in templates if t not in in_era)]:
        if any(_has_text(node) for node in _elements(facts, template)):
            return template
    return None


def _has_text(node: LexborNode) -> bool:
    """Whether there is more than white space below an element; mostly its first texts tell."""
    inner = (each.text_content for each in node.traverse(include_text=True) if each.tag == "-text")
    return any(text and not text.isspace() for text in inner)


def body_by_template(facts: PageFacts, template: Template, rules: Sequence[Rule]) -> Body:
    """The body where the template says it is, without its wrappers and boilerplate."""
    named = _elements(facts, template)
    elements = _outermost(named)
    walked = walk(
        elements,
        drop=_ids(elements, (*template.drop, *EMBEDS)),
        end=_ids(elements, [css for css in template.end if not _COMMENT.match(css)]),
        marks=[comment[1].strip() for css in template.end if (comment := _COMMENT.match(css))],
        shown=frozenset(element.mem_id for element in named),
        br=template.br,
    )
    wrappers = tuple(Removed(f"wrapper {element}", text) for element, text in walked.dropped)
    cleaned = clean(walked.blocks, rules)
    if template.json_body:
        cleaned = _fuller(cleaned, facts, rules)
    return body_of(cleaned, walked.captions, wrappers)


def body_of(cleaned: Cleaned, captions: tuple[str, ...] = (), wrappers: tuple[Removed, ...] = ()) -> Body:
    return Body(_joined_dateline(cleaned.blocks), captions, (*wrappers, *cleaned.removed), cleaned.flags)


def _elements(facts: PageFacts, template: Template) -> list[LexborNode]:
    """The elements that make the body."""
    if not template.body.startswith(DATA):
        return facts.css(template.body)
    told = facts.at(template.body)
    tree = LexborHTMLParser(told if isinstance(told, str) else "")
    return [tree.body] if tree.body is not None else []


def _fuller(shown: Cleaned, facts: PageFacts, rules: Sequence[Rule]) -> Cleaned:
    """What the page shows, or the text of its JSON-LD when that holds more of the article."""
    told = facts.jsonld.get("articleBody")
    if not isinstance(told, str):
        return shown
    lines = LexborHTMLParser(told).text(separator="\n") if "<" in told else told
    candidate = clean([Block(text) for row in lines.splitlines() if (text := fold(row))], rules)
    if _length(candidate) > _JSON_BODY_MARGIN * _length(shown):
        return candidate
    return shown


def _length(cleaned: Cleaned) -> int:
    return sum(len(block.text) for block in cleaned.blocks)


def _joined_dateline(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A dateline in bare text before the first paragraph is the beginning of that paragraph."""
    for index, block in enumerate(blocks[:4]):
        if index + 1 < len(blocks) and len(block.text) <= 80 and _BARE_DATELINE.match(block.text):
            after = blocks[index + 1]
            shift = len(block.text) + 1
            links = tuple(Link(link.start + shift, link.end + shift, link.href) for link in after.links)
            joined = Block(f"{block.text} {after.text}", after.tag, links)
            return (*blocks[:index], joined, *blocks[index + 2 :])
    return blocks


def _outermost(nodes: Sequence[LexborNode]) -> list[LexborNode]:
    """Each once, without those that lie inside another of them."""
    if len(nodes) < 2:
        return list(nodes)
    # What answers to two selectors of a list is found twice.
    by_id = {node.mem_id: node for node in nodes}
    ids = set(by_id)
    return [node for node in by_id.values() if not _inside(node, ids)]


def _inside(node: LexborNode, ids: set[int]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id in ids:
            return True
        parent = parent.parent
    return False


def _ids(elements: Sequence[LexborNode], selectors: Sequence[str]) -> frozenset[int]:
    """What answers to the selectors inside the elements; asking there is far cheaper than asking the page."""
    if not selectors:
        return frozenset()
    css = ", ".join(selectors)
    return frozenset(node.mem_id for element in elements for node in element.css(css))
