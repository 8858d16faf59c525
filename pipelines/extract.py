"""Page in, article out. The same for the live crawl and for re-extraction: no clock, no disk, no crawler."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.page import Miss, Page
from crawler.site import DATA, Site, Template
from crawler.urls import canonical_url, identity, is_article
from pipelines.article import Article, Rejected, Removed
from pipelines.blocks import Block, line, walk
from pipelines.boilerplate import Cleaned, clean, rules_for
from pipelines.charset import decode
from pipelines.generic import generic_blocks
from pipelines.metadata import PageFacts
from pipelines.rules import RULES, Rule
from pipelines.signals import flags_of, origin_of
from pipelines.text import fold

_BARE_DATELINE = re.compile(r"^[^.!?]{0,60}(?:\.[a-zA-Z]{2,3}\b[^.!?]{0,50})?\s*[-–—]+$")
_TITLE_SUFFIX = re.compile(r"\s+[|»–—-]\s+[^|»–—-]{2,40}$")
EMBEDS = (".twitter-tweet", ".twitter-video", ".instagram-media", ".tiktok-embed", ".fb-post", ".fb-video")
"""Posts that the platforms' own embed code puts into a body: somebody else's words, gone when the script is."""

_COMMENT = re.compile(r"<!--(.*)-->")
_HTML = re.compile(r"html|xml", re.IGNORECASE)
_JSON_BODY_MARGIN = 1.25
"""JSON-LD text stands in only when it is this much longer: its copies differ in white space and credits anyway."""


def extract(page: Page, site: Site) -> Article | Rejected:
    """The article on `page`, or why there is none."""
    if reason := _unfit(page):
        return rejected(page, site, *reason)
    html = decode(page.body, page.content_type)
    tree = LexborHTMLParser(html)
    match = site.article_pattern.match(canonical_url(page.url, site))
    facts = PageFacts(tree, page.url, page.fetched_at, _zone(site), match.groupdict() if match else {})
    template = _choose(facts, site.templates, page)
    text = _by_template(facts, template, site) if template else _by_witness(html, page.url)
    if not any(block.tag not in ("h2", "h3", "h4", "tr") for block in text.cleaned.blocks):
        return rejected(page, site, "no text in the body", _kind(facts))
    if template is None and not _reads_like_an_article(text.cleaned.blocks):
        return rejected(page, site, "not an article", "no template answers and the text reads like a list of links")
    return _article(page, site, template, facts, text)


def rejected(page: Page, site: Site, reason: str, detail: str = "") -> Rejected:
    return Rejected(
        url=page.url,
        site=site.name,
        reason=reason,
        detail=detail,
        status=page.status,
        warc=page.warc,
        offset=page.offset,
        record_id=page.record_id,
        fetched_at=page.fetched_at,
    )


def missed(miss: Miss, site: Site) -> Rejected:
    return Rejected(
        url=miss.url,
        site=site.name,
        reason=miss.reason,
        detail=miss.detail,
        warc=miss.warc,
        offset=miss.offset,
        record_id=miss.record_id,
        fetched_at=miss.missed_at,
    )


@dataclass(frozen=True, slots=True)
class _Text:
    cleaned: Cleaned
    captions: tuple[str, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()


def _unfit(page: Page) -> tuple[str, str] | None:
    if page.status != 200:
        return f"http {page.status}", ""
    if not page.body.strip():
        return "empty body", ""
    if page.content_type and not _HTML.search(page.content_type):
        return "not html", page.content_type
    return None


def _choose(facts: PageFacts, templates: Sequence[Template], page: Page) -> Template | None:
    """The template whose era the capture lies in and whose body the page has; else the newest that answers."""
    day = page.fetched_at.date()
    in_era = [t for t in templates if (not t.since or t.since <= day) and (not t.until or day <= t.until)]
    for template in [*in_era, *(t for t in templates if t not in in_era)]:
        if any((node.text() or "").strip() for node in _body(facts, template)[1]):
            return template
    return None


def _body(facts: PageFacts, template: Template) -> tuple[LexborHTMLParser, list[LexborNode]]:
    """The tree that holds the body, and the elements that make it."""
    if not template.body.startswith(DATA):
        return facts.tree, facts.tree.css(template.body)
    told = facts.at(template.body)
    tree = LexborHTMLParser(told if isinstance(told, str) else "")
    return tree, [tree.body] if tree.body is not None else []


def _by_template(facts: PageFacts, template: Template, site: Site) -> _Text:
    tree, body = _body(facts, template)
    walked = walk(
        _outermost(body),
        drop=_ids(tree, (*template.drop, *EMBEDS)),
        end=_ids(tree, [css for css in template.end if not _COMMENT.match(css)]),
        marks=[comment[1].strip() for css in template.end if (comment := _COMMENT.match(css))],
        br=template.br,
    )
    rules = _rules(site.name)
    cleaned = clean(_joined_datelines(walked.blocks), rules)
    if template.json_body:
        cleaned = _fuller(cleaned, facts, rules)
    return _Text(cleaned, walked.captions, walked.dropped)


def _by_witness(html: str, url: str) -> _Text:
    return _Text(clean(_joined_datelines(generic_blocks(html, url)), _rules("")))


def _fuller(shown: Cleaned, facts: PageFacts, rules: tuple[Rule, ...]) -> Cleaned:
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


def _article(page: Page, site: Site, template: Template | None, facts: PageFacts, text: _Text) -> Article:
    shape = template or Template(name="generic", body="")
    title = _title(facts, shape)
    paragraphs, again = _paragraphs(title, facts, shape, text.cleaned.blocks)
    dated = facts.date(shape.published)
    modified = facts.date(shape.modified)
    dropped = tuple(Removed(f"wrapper {element}", told) for element, told in text.dropped)
    return Article(
        url=page.url,
        canonical_url=_canonical(page, site, facts),
        site=site.name,
        title=title,
        paragraphs=paragraphs,
        authors=facts.authors(shape.authors),
        editors=facts.editors(shape.editors),
        published=dated[0] if dated else None,
        published_from=dated[1] if dated else None,
        modified=modified[0] if modified else None,
        section=facts.section(shape.section),
        tags=facts.tags(shape.tags),
        captions=_captions(facts, shape, text.captions),
        language=_language(facts, site),
        template=shape.name,
        rules_version=rules_version(site),
        removed=(*dropped, *text.cleaned.removed, *again),
        warc=page.warc,
        offset=page.offset,
        record_id=page.record_id,
        fetched_at=page.fetched_at,
        flags=flags_of(facts, paragraphs, (*text.cleaned.flags, *_partial(facts, shape))),
        origin=origin_of(paragraphs),
    )


def _title(facts: PageFacts, template: Template) -> str:
    if title := facts.text(template.title):
        return title
    if title := fold(str(facts.jsonld.get("headline") or facts.meta.get("og:title") or "")):
        return title
    return _TITLE_SUFFIX.sub("", facts.text(("title",)))


def _paragraphs(
    title: str, facts: PageFacts, template: Template, blocks: Sequence[Block]
) -> tuple[tuple[str, ...], tuple[Removed, ...]]:
    """Headline, standfirst, body and the credits behind it; what repeats the headline is left out."""
    head = [title] if title else []
    if (standfirst := facts.text(template.standfirst)) and standfirst != title:
        head.append(standfirst)
    body: list[str] = []
    again: list[Removed] = []
    for block in blocks:
        if not body and block.text in head:
            again.append(Removed("headline-again", block.text))
        else:
            body.append(block.text)
    credits = [
        credit
        for selector in template.after
        for node in facts.tree.css(selector)
        if (credit := line(node)) and credit not in body
    ]
    return (*head, *body, *credits), tuple(again)


def _joined_datelines(blocks: Sequence[Block]) -> Sequence[Block]:
    """A dateline in bare text before the first paragraph is the beginning of that paragraph."""
    for index, block in enumerate(blocks[:4]):
        if index + 1 < len(blocks) and len(block.text) <= 80 and _BARE_DATELINE.match(block.text):
            after = blocks[index + 1]
            shift = len(block.text) + 1
            links = tuple(type(link)(link.start + shift, link.end + shift, link.href) for link in after.links)
            joined = Block(f"{block.text} {after.text}", after.tag, links)
            return [*blocks[:index], joined, *blocks[index + 2 :]]
    return blocks


def _captions(facts: PageFacts, template: Template, walked: Sequence[str]) -> tuple[str, ...]:
    found = [line(node) for selector in template.captions for node in facts.tree.css(selector)]
    return tuple(dict.fromkeys(caption for caption in [*found, *walked] if caption))


def _canonical(page: Page, site: Site, facts: PageFacts) -> str:
    """The page's own canonical URL when it names the same article, else the URL that was asked for, made canonical."""
    asked = canonical_url(page.url, site)
    own = facts.canonical()
    if own and own.startswith("http"):
        own = canonical_url(own, site)
        if is_article(own, site) and identity(own, site) == identity(asked, site):
            return own
    return asked


def _language(facts: PageFacts, site: Site) -> str:
    root = facts.tree.root
    stated = (root.attributes.get("lang") or "")[:2].lower() if root is not None else ""
    return stated if stated in ("id", "en", "ms", "jv", "su") else site.language


def _partial(facts: PageFacts, template: Template) -> tuple[str, ...]:
    return ("page 1 only",) if facts.first(template.partial) is not None else ()


def _kind(facts: PageFacts) -> str:
    kind = str(facts.jsonld.get("@type") or facts.meta.get("og:type") or "").lower()
    return kind or "no article markup"


def _reads_like_an_article(blocks: Sequence[Block]) -> bool:
    """Prose outweighs link text, and there is some of it."""
    prose = sum(len(block.text) * (1 - min(1.0, block.linked)) for block in blocks)
    return prose >= 200 and prose >= 0.5 * sum(len(block.text) for block in blocks)


def _outermost(nodes: Sequence[LexborNode]) -> list[LexborNode]:
    """Without those that lie inside another of them."""
    if len(nodes) < 2:
        return list(nodes)
    ids = {node.mem_id for node in nodes}
    return [node for node in nodes if not _inside(node, ids)]


def _inside(node: LexborNode, ids: set[int]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id in ids:
            return True
        parent = parent.parent
    return False


def _ids(tree: LexborHTMLParser, selectors: Sequence[str]) -> frozenset[int]:
    return frozenset(node.mem_id for node in tree.css(", ".join(selectors))) if selectors else frozenset()


@lru_cache
def _zone(site: Site) -> ZoneInfo:
    return ZoneInfo(site.timezone)


@lru_cache
def _rules(site_name: str) -> tuple[Rule, ...]:
    return rules_for(site_name)


@lru_cache
def rules_version(site: Site) -> str:
    """Twelve hex digits that change when a rule or the site's declaration does."""
    told = f"{RULES!r}{site.templates!r}{site.article}"
    return hashlib.sha256(told.encode()).hexdigest()[:12]
